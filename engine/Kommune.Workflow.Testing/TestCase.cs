using System.Text.Json.Nodes;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Testing;

/// <summary>A case of a <see cref="PluginTest"/>, as it is now.</summary>
public sealed class TestCase
{
    private readonly PluginTest test;
    private readonly VirtualInstance instance;

    internal TestCase(PluginTest test, VirtualInstance instance) => (this.test, this.instance) = (test, instance);

    /// <summary>Its key.</summary>
    public long Key => instance.Key.Value;

    /// <summary>The id of its process.</summary>
    public string ProcessId => instance.Graph.ProcessId;

    /// <summary>Whether it came to its end; false while it runs, and when it was cancelled.</summary>
    public bool IsFinished => instance.State.Status == InstanceStatus.Completed;

    /// <summary>Its variables; changing this object changes nothing elsewhere.</summary>
    public JsonObject Variables => Json.Of(instance.State.Variables);

    /// <summary>Ids of the elements where it waits: tasks of people, jobs, events; without scopes around them.</summary>
    public IReadOnlyList<string> WaitsAt =>
        [.. instance.State.ElementInstances.Values
            .Where(e => e.Number > 0 && instance.State.ElementInstances.Values.All(inner => inner.Scope != e.Number || inner == e))
            .Select(e => instance.Graph.Elements[e.Element].Id)];

    /// <summary>Why it is stuck, in German, one sentence or more an incident; empty when it is not.</summary>
    public IReadOnlyList<string> Incidents => [.. instance.State.Incidents.Values.Select(incident => incident.Message)];

    /// <summary>What attempts said that failed, in that order; those left are made when time passes.</summary>
    public IReadOnlyList<string> Failures =>
        [.. instance.Journal.SelectMany(entry => entry.Events).OfType<JobFailed>().Select(failed => failed.Message ?? "")];

    /// <summary>Ids of elements that ended, in that order; an element that ended twice stands there twice.</summary>
    public IReadOnlyList<string> Passed =>
        [.. instance.Journal.SelectMany(entry => entry.Events).OfType<ElementCompleted>().Select(e => Name(e.Instance)).OfType<string>()];

    /// <summary>What activities said of their progress, in that order.</summary>
    public IReadOnlyList<JobProgress> Progress => test.Words.GetValueOrDefault(Key) ?? [];

    /// <summary>Files the plugin added to it, in that order.</summary>
    public IReadOnlyList<CaseFile> Files => test.FilesOf(Key);

    /// <summary>Completes the task of a person, or a job that is not the plugin's, and does what follows.</summary>
    /// <param name="elementId">The task in the model.</param>
    /// <param name="variables">Its results: an object or a <see cref="JsonObject"/>; null for nothing.</param>
    /// <exception cref="InvalidOperationException">The case does not wait there, or the engine refuses; the message says why.</exception>
    public async Task CompleteAsync(string elementId, object? variables = null)
    {
        var element = instance.Graph.Find(elementId)?.Index;
        var state = instance.State;
        Command command = state.UserTasks.Values.FirstOrDefault(task => task.Element == element) is { } task
            ? new CompleteTask(task.Number, Json.Context(variables))
            : state.Jobs.Values.FirstOrDefault(job => job.Element == element) is { } job
                ? new CompleteJob(job.Number, Json.Context(variables))
                : throw new InvalidOperationException(
                    $"Expected the case to wait at '{elementId}', but it waits at: {string.Join(", ", WaitsAt)}.");
        await SendAsync(command).ConfigureAwait(false);
    }

    /// <summary>Cancels the case and does what follows.</summary>
    public Task CancelAsync() => SendAsync(new CancelInstance());

    private async Task SendAsync(Command command)
    {
        if (test.Engine.Send(instance.Key, command).Rejection is { } rejection)
        {
            throw new InvalidOperationException(rejection.Message);
        }

        await test.SettleAsync().ConfigureAwait(false);
    }

    private string? Name(int number)
    {
        var activated = instance.Journal.SelectMany(entry => entry.Events).OfType<ElementActivated>()
            .FirstOrDefault(e => e.Instance == number);
        return activated is null || number == 0 ? null : instance.Graph.Elements[activated.Element].Id;
    }
}
