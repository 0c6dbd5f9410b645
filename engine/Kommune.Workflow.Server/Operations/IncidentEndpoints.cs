using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Operations;

/// <summary>Cases that are stuck: look, repair variables, try again.</summary>
internal static class IncidentEndpoints
{
    public record IncidentItem(
        string Key,
        [property: AllowedValues("open", "resolved")] string State,
        DateTimeOffset CreatedAt,
        string CaseKey,
        string CaseNumber,
        string ProcessId,
        string ProcessName,
        int Version,
        string ElementId,
        string? ElementName,
        string Kind,
        string Message,
        string? JobKey);

    public sealed record IncidentVariable(string Name, JsonNode? Value, string ScopeKey, string ScopeName);

    public sealed record IncidentDetail : IncidentItem
    {
        public IncidentDetail(IncidentItem item)
            : base(item)
        {
        }

        /// <summary>Visible at the element, innermost scope first.</summary>
        public required IReadOnlyList<IncidentVariable> Variables { get; init; }

        /// <summary>More about it for experts, or null.</summary>
        public string? Details { get; init; }
    }

    public sealed record Repair([property: JsonRequired] string ScopeKey, [property: JsonRequired] JsonObject Values);

    public sealed record RetryRequest(IReadOnlyList<Repair>? Variables);

    public static void MapIncidents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/incidents", List).WithName("listIncidents").WithSummary("Incidents, newest first.")
            .Produces<Page<IncidentItem>>().ProducesProblem(403);
        api.MapGet("/incidents/{key}", Read).WithName("readIncident").WithSummary("One incident with the variables visible there.")
            .Produces<IncidentDetail>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/incidents/{key}/retry", Retry).WithName("retryIncident").WithSummary("Repairs variables and tries again.")
            .Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Page<IncidentItem>> List(
        [AllowedValues("open", "resolved")] string? state,
        string? process,
        string? q,
        string? after,
        int? limit,
        Caller caller,
        ProcessCatalogue catalogue,
        WorkflowDbContext database,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var resolved = state == "resolved";
        var rows = database.Incidents.AsNoTracking().Where(i => i.Resolved == resolved);
        if (process is { Length: > 0 })
        {
            rows = rows.Where(i => i.ProcessId == process);
        }

        if (!string.IsNullOrWhiteSpace(q))
        {
            var sought = FoldedText.Of(q.Trim());
            rows = rows.Where(i => i.SearchText.Contains(sought));
        }

        if (after is not null)
        {
            var place = ClusterKey.Parse(after, "after");
            rows = rows.Where(i => i.Key < place);
        }

        var size = InboxEndpoints.Limit(limit);
        var found = await rows.OrderByDescending(i => i.Key).Take(size + 1).ToListAsync(cancellation);
        var page = found.Take(size).ToList();
        var keys = page.Select(i => i.InstanceKey).Distinct().ToList();
        var cases = await database.Instances.AsNoTracking().Where(i => keys.Contains(i.Key))
            .ToDictionaryAsync(i => i.Key, cancellation);
        var items = new List<IncidentItem>();
        foreach (var row in page)
        {
            items.Add(await ItemAsync(row, cases[row.InstanceKey], catalogue, cancellation));
        }

        return new Page<IncidentItem>(items, found.Count > size ? ClusterKey.Text(page[^1].Key) : null);
    }

    private static async Task<IncidentDetail> Read(
        string key,
        Caller caller,
        ProcessCatalogue catalogue,
        VariableReading variables,
        WorkflowDbContext database,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var row = await FindAsync(key, database, cancellation);
        var instance = await database.Instances.AsNoTracking().SingleAsync(i => i.Key == row.InstanceKey, cancellation);
        var graph = await catalogue.GraphAsync(row.DefinitionKey, cancellation);
        var visible = await variables.VisibleAtAsync(row.ElementInstanceKey, cancellation);
        var scopeKeys = visible.Select(v => v.ScopeKey).Distinct().ToList();
        var scopes = await database.ElementInstances.Where(e => scopeKeys.Contains(e.Key))
            .ToDictionaryAsync(e => e.Key, e => e.ElementId, cancellation);
        string ScopeName(long scope) => scopes.GetValueOrDefault(scope) is { } element && scope != row.InstanceKey
            ? graph.Find(element)?.Name ?? element
            : graph.Name ?? row.ProcessId;
        var job = row.JobKey is { } jobKey
            ? await database.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Key == jobKey, cancellation)
            : null;
        return new IncidentDetail(await ItemAsync(row, instance, catalogue, cancellation))
        {
            Variables = [.. visible.Select(v =>
                new IncidentVariable(v.Name, v.Value, ClusterKey.Text(v.ScopeKey), ScopeName(v.ScopeKey)))],
            Details = job is null ? null : $"{job.Type}: {job.ErrorMessage}",
        };
    }

    private static async Task<IResult> Retry(
        string key,
        RetryRequest? request,
        Caller caller,
        HttpContext context,
        CaseCommands commands,
        WorkflowDbContext database)
    {
        caller.Require(Permissions.Operations);
        var row = await FindAsync(key, database, context.RequestAborted);
        foreach (var repair in request?.Variables ?? [])
        {
            var scope = ClusterKey.Parse(repair.ScopeKey, "scopeKey");
            if (InstanceKey.Of(scope, out _).Value != row.InstanceKey)
            {
                throw Problem.Invalid("Expected a scope of the incident's case, but it belongs to another.");
            }

            var values = VariableReading.ToContext(repair.Values)!;
            await commands.SendStepAsync(
                context, $"set-{scope}", scope, local => new SetVariables(local, values, Local: true), caller.Actor);
        }

        if (row.JobKey is { } job)
        {
            await commands.SendStepAsync(
                context, "retries", job, local => new UpdateJob(local, Retries: 1, LockedUntil: null), caller.Actor);
        }

        await commands.SendAsync(context, row.Key, local => new ResolveIncident(local), caller.Actor);
        return Results.NoContent();
    }

    private static async Task<IncidentRow> FindAsync(string key, WorkflowDbContext database, CancellationToken cancellation)
    {
        var incidentKey = ClusterKey.Parse(key, "the incident");
        return await database.Incidents.AsNoTracking().SingleOrDefaultAsync(i => i.Key == incidentKey, cancellation)
            ?? throw Problem.NotFound("an incident", key);
    }

    private static async Task<IncidentItem> ItemAsync(
        IncidentRow row, InstanceRow instance, ProcessCatalogue catalogue, CancellationToken cancellation)
    {
        var graph = await catalogue.GraphAsync(row.DefinitionKey, cancellation);
        return new IncidentItem(
            ClusterKey.Text(row.Key),
            row.Resolved ? "resolved" : "open",
            row.CreatedAt,
            ClusterKey.Text(row.InstanceKey),
            instance.CaseNumber ?? ClusterKey.Text(row.InstanceKey),
            row.ProcessId,
            graph.Name ?? row.ProcessId,
            instance.Version,
            row.ElementId,
            graph.Find(row.ElementId)?.Name,
            KindName(row.Kind),
            row.Message,
            ClusterKey.Text(row.JobKey));
    }

    private static string KindName(IncidentKind kind) => kind switch
    {
        IncidentKind.JobNoRetries => "jobNoRetries",
        IncidentKind.UnhandledError => "unhandledError",
        IncidentKind.CalledElement => "calledProcess",
        IncidentKind.Limit => "endlessLoop",
        IncidentKind.Decision => "decision",
        IncidentKind.Form => "form",
        _ => "expression",
    };
}
