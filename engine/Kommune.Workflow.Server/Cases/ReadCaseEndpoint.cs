using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Operations;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using InstanceStatus = Kommune.Workflow.Execution.InstanceStatus;

namespace Kommune.Workflow.Server.Cases;

/// <summary>One case: where it stands, the way it took, its data, tasks, parent and children.</summary>
internal static class ReadCaseEndpoint
{
    /// <param name="ElementInstanceKey">The activation's key.</param>
    /// <param name="ElementId">The element.</param>
    /// <param name="ElementName">Its name, or null.</param>
    /// <param name="Type">BPMN type without prefix, such as <c>userTask</c>.</param>
    /// <param name="State">How far it came.</param>
    /// <param name="StartedAt">When it was activated.</param>
    /// <param name="EndedAt">When it ended, or null.</param>
    /// <param name="Progress">How far its machine work is; null when it is none, or has not said.</param>
    public sealed record ElementVisit(
        string ElementInstanceKey,
        string ElementId,
        string? ElementName,
        string Type,
        [property: AllowedValues("active", "waiting", "incident", "completed", "terminated")] string State,
        DateTimeOffset StartedAt,
        DateTimeOffset? EndedAt,
        JobEndpoints.JobProgressItem? Progress);

    public sealed record TakenFlow(string FlowId, DateTimeOffset At);

    public sealed record CaseIncident(
        string Key, string ElementId, string Message, DateTimeOffset CreatedAt, DateTimeOffset? ResolvedAt);

    /// <param name="Name">The variable.</param>
    /// <param name="Label">The title of the question that asks for it; null when no form does.</param>
    /// <param name="Value">JSON.</param>
    /// <param name="ScopeKey">Where it lives.</param>
    public sealed record CaseField(string Name, string? Label, JsonNode? Value, string ScopeKey);

    public sealed record CaseActions(Permission Cancel, Permission Comment, Permission Attach, Permission EditData);

    public sealed record CaseDetail : CaseItem
    {
        public CaseDetail(CaseItem item)
            : base(item)
        {
        }

        public required string DefinitionKey { get; init; }
        public required IReadOnlyList<ElementVisit> Visits { get; init; }
        public required IReadOnlyList<TakenFlow> Flows { get; init; }
        public required IReadOnlyList<CaseIncident> Incidents { get; init; }
        public required IReadOnlyList<CaseField> Fields { get; init; }
        public required IReadOnlyList<TaskItem> Tasks { get; init; }
        public CaseRef? Parent { get; init; }
        public required IReadOnlyList<CaseRef> Children { get; init; }
        public required CaseActions Actions { get; init; }
    }

    public static void MapReadCase(this IEndpointRouteBuilder api) =>
        api.MapGet("/cases/{key}", Read).WithName("readCase").WithSummary("One case.")
            .Produces<CaseDetail>().ProducesProblem(403).ProducesProblem(404);

    private static async Task<CaseDetail> Read(
        string key, Caller caller, CaseAccess access, CaseReading reading, CancellationToken cancellation) =>
        await reading.ReadAsync(await access.FindAsync(key, caller, cancellation), caller, cancellation);
}

/// <summary>Puts the page of a case together.</summary>
internal sealed class CaseReading(
    WorkflowDbContext database,
    CaseRecord record,
    CaseItems items,
    TaskReading tasks,
    ProcessCatalogue catalogue,
    FormCatalogue forms,
    EngineClock clock)
{
    /// <summary>Called cases shown; further ones are found by search.</summary>
    private const int ChildrenMax = 100;

    public async Task<ReadCaseEndpoint.CaseDetail> ReadAsync(InstanceRow row, Caller caller, CancellationToken cancellation)
    {
        var last = row.Key | InstanceKey.LocalMax;
        var path = await record.PathAsync(row.Key, cancellation);
        var waiting = await database.Timers.Where(t => t.InstanceKey == row.Key).Select(t => t.ElementId)
            .Union(database.Bookmarks.Where(b => b.InstanceKey == row.Key).Select(b => b.ElementId)).ToListAsync(cancellation);
        var progress = await ProgressAsync(row.Key, cancellation);
        var taskRows = await database.Tasks.AsNoTracking()
            .Where(t => t.Key > row.Key && t.Key <= last).OrderBy(t => t.Key).ToListAsync(cancellation);
        var children = await database.Instances.AsNoTracking()
            .Where(i => i.ParentKey >= row.Key && i.ParentKey <= last).OrderBy(i => i.Key).Take(ChildrenMax).ToListAsync(cancellation);
        return new ReadCaseEndpoint.CaseDetail((await items.ItemsAsync([row], cancellation))[0])
        {
            DefinitionKey = ClusterKey.Text(row.DefinitionKey),
            Visits = [.. path.Visits.Where(v => v.Element.Index > 0).Select(v => View(v, waiting, progress))],
            Flows = [.. path.Flows.Select(f => new ReadCaseEndpoint.TakenFlow(f.Flow.Id, f.At))],
            Incidents = await IncidentsAsync(row.Key, cancellation),
            Fields = await FieldsAsync(row, cancellation),
            Tasks = await tasks.ItemsAsync(taskRows, caller, cancellation),
            Parent = await ParentAsync(row, cancellation),
            Children = await ChildrenAsync(children, cancellation),
            Actions = Actions(row, caller),
        };
    }

    private static ReadCaseEndpoint.ElementVisit View(
        Visit visit, List<string> waiting, Dictionary<long, JobEndpoints.JobProgressItem> progress) => new(
        ClusterKey.Text(visit.Key),
        visit.Element.Id,
        visit.Element.Name,
        BpmnType(visit.Element.Kind),
        StateOf(visit, waiting),
        visit.StartedAt,
        visit.EndedAt,
        progress.GetValueOrDefault(visit.Key));

    private static string StateOf(Visit visit, List<string> waiting)
    {
        if (visit.EndedAt is not null)
        {
            return visit.Terminated ? "terminated" : "completed";
        }

        return visit.IncidentKey is not null ? "incident" : waiting.Contains(visit.Element.Id) ? "waiting" : "active";
    }

    /// <summary>The name of the element in BPMN XML.</summary>
    internal static string BpmnType(ElementKind kind) => kind switch
    {
        ElementKind.EventSubProcess => "subProcess",
        _ => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..],
    };

    private async Task<Dictionary<long, JobEndpoints.JobProgressItem>> ProgressAsync(long instanceKey, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var jobs = await database.Jobs.AsNoTracking()
            .Where(j => j.Key > instanceKey && j.Key <= (instanceKey | InstanceKey.LocalMax) && j.ProgressPercent != null)
            .ToListAsync(cancellation);
        return jobs.Select(job => (job.ElementInstanceKey, Progress: JobEndpoints.ProgressOf(job, now)))
            .Where(j => j.Progress is not null).ToDictionary(j => j.ElementInstanceKey, j => j.Progress!);
    }

    private async Task<List<ReadCaseEndpoint.CaseIncident>> IncidentsAsync(long instanceKey, CancellationToken cancellation)
    {
        var rows = await database.Incidents.AsNoTracking()
            .Where(i => i.InstanceKey == instanceKey).OrderBy(i => i.Key).ToListAsync(cancellation);
        return [.. rows.Select(i => new ReadCaseEndpoint.CaseIncident(
            ClusterKey.Text(i.Key), i.ElementId, i.Message, i.CreatedAt, i.ResolvedAt))];
    }

    private async Task<List<ReadCaseEndpoint.CaseField>> FieldsAsync(InstanceRow row, CancellationToken cancellation)
    {
        var graph = await catalogue.GraphAsync(row.DefinitionKey, cancellation);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(labels, await forms.OfStartAsync(database, graph, row.DefinitionKey, cancellation));
        foreach (var task in graph.Elements.Where(e => e.UserTask is not null))
        {
            Collect(labels, await forms.OfTaskAsync(database, task.UserTask, row.DefinitionKey, cancellation));
        }

        var variables = await database.Variables.AsNoTracking()
            .Where(v => v.InstanceKey == row.Key).OrderBy(v => v.ScopeKey).ThenBy(v => v.Name).ToListAsync(cancellation);
        return [.. variables.Select(v => new ReadCaseEndpoint.CaseField(
            v.Name, labels.GetValueOrDefault(v.Name), JsonNode.Parse(v.Value), ClusterKey.Text(v.ScopeKey)))];
    }

    private static void Collect(Dictionary<string, string> labels, DeployedFormSchema? form)
    {
        foreach (var (name, title) in form?.Schema?.Titles() ?? new Dictionary<string, string>())
        {
            labels.TryAdd(name, title);
        }
    }

    private async Task<List<CaseRef>> ChildrenAsync(List<InstanceRow> rows, CancellationToken cancellation)
    {
        var children = new List<CaseRef>();
        foreach (var row in rows)
        {
            children.Add(await items.RefAsync(row, cancellation));
        }

        return children;
    }

    private async Task<CaseRef?> ParentAsync(InstanceRow row, CancellationToken cancellation)
    {
        if (row.ParentKey is not { } parentElement)
        {
            return null;
        }

        var parentKey = InstanceKey.Of(parentElement, out _).Value;
        var parent = await database.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Key == parentKey, cancellation);
        return parent is null ? null : await items.RefAsync(parent, cancellation);
    }

    private static ReadCaseEndpoint.CaseActions Actions(InstanceRow row, Caller caller)
    {
        var ended = Permission.Denied("Der Vorgang ist beendet.");
        var notOperator = Permission.Denied("Dafür brauchen Sie die Berechtigung „Betrieb“.");
        var byHand = row.Status != InstanceStatus.Active ? ended
            : caller.May(Permissions.Operations) ? Permission.Granted : notOperator;
        return new ReadCaseEndpoint.CaseActions(byHand, Permission.Granted, Permission.Granted, byHand);
    }
}
