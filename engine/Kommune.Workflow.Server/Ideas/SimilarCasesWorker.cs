using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Ideas;

/// <summary>Proposes cases of the same process with similar texts (job type <c>kommune:similar-cases</c>).</summary>
/// <remarks>
/// Result <c>similar</c>: a list of <c>{"nummer": …, "titel": …}</c>, likeliest first, at most <see cref="SimilarCases.CountMax"/>.
/// </remarks>
internal sealed class SimilarCasesWorker(IServiceScopeFactory scopes, SimilarCases similar) : IJobWorker
{
    public string Type => "kommune:similar-cases";

    public async Task<JobResult> ExecuteAsync(JobContext job, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().TenantId = job.TenantId;
        var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        var keys = await similar.ToCaseAsync(database, job.ProcessId, job.InstanceKey, cancellationToken);
        var rows = await database.Instances.AsNoTracking().Where(i => keys.Contains(i.Key))
            .ToDictionaryAsync(i => i.Key, cancellationToken);
        return JobResult.Completed(new JsonObject
        {
            ["similar"] = new JsonArray([.. keys.Where(rows.ContainsKey).Select(key => new JsonObject
            {
                ["nummer"] = rows[key].CaseNumber ?? ClusterKey.Text(key),
                ["titel"] = rows[key].Title,
            })]),
        });
    }
}
