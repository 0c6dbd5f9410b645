using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Runtime;

/// <summary>Does the jobs of one activity version of a plugin.</summary>
internal sealed class ActivityWorker(LoadedPlugin plugin, IActivity activity) : IJobWorker
{
    public string Type => activity.Description.JobType;

    public async Task<JobResult> ExecuteAsync(JobContext job, CancellationToken cancellationToken)
    {
        await plugin.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await activity.ExecuteAsync(Inputs(job), new ActivityContext(job), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An input is the task's variable of its name, or else the fixed setting of that name.</summary>
    private JsonObject Inputs(JobContext job)
    {
        var inputs = new JsonObject();
        foreach (var field in activity.Inputs)
        {
            inputs[field.Name] = job.Variables[field.Name]?.DeepClone()
                ?? (job.Headers.TryGetValue(field.Name, out var text) ? JsonValue.Create(text) : null);
        }

        return inputs;
    }
}
