using System.Globalization;
using System.Text.Json.Nodes;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Cases;

/// <summary>Gathers running cases of a process by their variables (job type <c>kommune:find-cases</c>), oldest first.</summary>
/// <remarks>
/// Headers: <c>process</c>, its id; <c>where.NAME</c>, a text the variable must have (several are joined by «and»); <c>fields</c>,
/// names of variables to bring along, separated by commas; <c>limit</c>, at most <see cref="CasesMax"/>. Result <c>cases</c>: a
/// list of <c>{"key": …, "number": …, FIELD: …}</c>.
/// </remarks>
internal sealed class FindCasesWorker(IServiceScopeFactory scopes) : IJobWorker
{
    /// <summary>The most cases one job brings.</summary>
    public const int CasesMax = 500;

    private const string ConditionPrefix = "where.";

    public string Type => "kommune:find-cases";

    public async Task<JobResult> ExecuteAsync(JobContext job, CancellationToken cancellationToken)
    {
        if (!job.Headers.TryGetValue("process", out var processId))
        {
            return JobResult.Stuck("Die Aufgabe nennt keinen Prozess (Kopfangabe „process“).");
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().TenantId = job.TenantId;
        var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();

        // Variables are reached by the case's key; asking their tenant, too, would read all variables of that name for each case.
        var cases = database.Instances.AsNoTracking().IgnoreQueryFilters()
            .Where(i => i.TenantId == job.TenantId && i.ProcessId == processId && i.Status == InstanceStatus.Active);
        foreach (var (header, value) in job.Headers.Where(h => h.Key.StartsWith(ConditionPrefix, StringComparison.Ordinal)))
        {
            var name = header[ConditionPrefix.Length..];
            var hash = VariableHash.Of(FeelJson.ToJson(FeelString.Of(value)));
            cases = cases.Where(i => database.Variables.Any(v => v.Name == name && v.ValueHash == hash && v.ScopeKey == i.Key));
        }

        var rows = await cases.OrderBy(i => i.StartedAt).ThenBy(i => i.Key).Take(Limit(job)).ToListAsync(cancellationToken);
        var fields = await FieldsAsync(database, rows, job, cancellationToken);
        return JobResult.Completed(new JsonObject { ["cases"] = new JsonArray([.. rows.Select(row => Describe(row, fields))]) });
    }

    private static int Limit(JobContext job) =>
        int.TryParse(job.Headers.GetValueOrDefault("limit"), CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= CasesMax
            ? limit : CasesMax;

    private static async Task<ILookup<long, VariableRow>> FieldsAsync(
        WorkflowDbContext database, List<InstanceRow> rows, JobContext job, CancellationToken cancellation)
    {
        var keys = rows.Select(row => row.Key).ToList();
        var names = (job.Headers.GetValueOrDefault("fields") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var values = await database.Variables.AsNoTracking()
            .Where(v => keys.Contains(v.ScopeKey) && names.Contains(v.Name)).ToListAsync(cancellation);
        return values.ToLookup(value => value.ScopeKey);
    }

    private static JsonObject Describe(InstanceRow row, ILookup<long, VariableRow> fields)
    {
        var found = new JsonObject
        {
            ["key"] = ClusterKey.Text(row.Key),
            ["number"] = row.CaseNumber ?? ClusterKey.Text(row.Key),
        };
        foreach (var field in fields[row.Key])
        {
            found[field.Name] = JsonNode.Parse(field.Value);
        }

        return found;
    }
}
