using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

/// <summary>Stands for the engine and remembers what it heard; the first calls fail as told.</summary>
internal sealed class HeardProcesses(int failures = 0) : IProcesses
{
    private readonly ConcurrentQueue<(string Fact, JsonObject Variables)> heard = new();
    private int left = failures;

    /// <summary>Name, correlation key and idempotency key of each message and stimulus, in order.</summary>
    public List<string> Facts => [.. heard.Select(entry => entry.Fact)];

    public List<JsonObject> Variables => [.. heard.Select(entry => entry.Variables)];

    public Task PublishAsync(ProcessMessage message, CancellationToken cancellationToken)
    {
        Hear($"{message.Name}/{message.CorrelationKey}/{message.IdempotencyKey}", message.Variables!);
        return Task.CompletedTask;
    }

    public Task<StimulusReceipt> RaiseAsync(Stimulus stimulus, CancellationToken cancellationToken)
    {
        Hear($"{stimulus.Type}/{stimulus.CorrelationKey}/{stimulus.IdempotencyKey}", stimulus.Variables);
        return Task.FromResult(new StimulusReceipt([]));
    }

    public Task<long?> StartAsync(
        string processId, JsonObject? variables, string idempotencyKey, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<StimulusListener>> ListenersAsync(string stimulusType, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string?> ReadTextAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    private void Hear(string fact, JsonObject variables)
    {
        if (Interlocked.Decrement(ref left) >= 0)
        {
            throw new IOException("not now");
        }

        heard.Enqueue((fact, variables));
    }
}
