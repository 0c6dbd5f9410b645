using System.Text.Json.Nodes;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Ideas;

/// <summary>Adds an item to the Chronik (job type <c>kommune:chronicle</c>).</summary>
/// <remarks>
/// Variables <c>von</c> and <c>nach</c>: the status before and after; or <c>text</c>: a note. The item carries the case's title
/// and number, and the person whose step made the change.
/// </remarks>
internal sealed class ChronicleWorker(IServiceScopeFactory scopes, ChangeFeed changes) : IJobWorker
{
    public string Type => "kommune:chronicle";

    public async Task<JobResult> ExecuteAsync(JobContext job, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().TenantId = job.TenantId;
        var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        if (await database.Chronicle.AnyAsync(c => c.JobKey == job.JobKey, cancellationToken))
        {
            return JobResult.Completed();
        }

        var about = await database.Instances.AsNoTracking().SingleAsync(i => i.Key == job.InstanceKey, cancellationToken);
        var at = await database.Jobs.Where(j => j.Key == job.JobKey).Select(j => j.CreatedAt).SingleAsync(cancellationToken);
        var row = new ChronicleRow
        {
            JobKey = job.JobKey,
            At = at,
            InstanceKey = about.Key,
            ProcessId = about.ProcessId,
            CaseNumber = about.CaseNumber,
            Title = about.Title ?? about.ProcessId,
            FromStatus = Text(job.Variables, "von"),
            ToStatus = Text(job.Variables, "nach"),
            Text = Text(job.Variables, "text"),
            ByUserId = await DoerAsync(database, about, at, cancellationToken),
        };
        database.Chronicle.Add(row);
        await database.SaveOnceAsync(cancellationToken);
        changes.Publish(new EngineChange(ChangeKind.Chronicle, job.TenantId, row.Key, about.Key, about.ProcessId));
        return JobResult.Completed();
    }

    /// <summary>Who completed the task, or started the case, in the step that made the job; null: the engine went on by itself.</summary>
    private static async Task<string?> DoerAsync(
        WorkflowDbContext database, InstanceRow about, DateTimeOffset at, CancellationToken cancellation)
    {
        var last = about.Key | InstanceKey.LocalMax;
        return await database.Tasks.IgnoreQueryFilters() // The case's key names its tenant's tasks already.
            .Where(t => t.Key > about.Key && t.Key <= last && t.EndedAt == at && t.CompletedBy != null)
            .OrderByDescending(t => t.Key).Select(t => t.CompletedBy).FirstOrDefaultAsync(cancellation)
            ?? (about.StartedAt == at ? about.StartedBy : null);
    }

    private static string? Text(JsonObject variables, string name) =>
        variables[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
