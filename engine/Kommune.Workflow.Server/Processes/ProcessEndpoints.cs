using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Insight;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Procedures;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using InstanceStatus = Kommune.Workflow.Execution.InstanceStatus;

namespace Kommune.Workflow.Server.Processes;

/// <summary>The catalogue of processes, and starting one by hand.</summary>
internal static class ProcessEndpoints
{
    public record ProcessItem(
        string Id,
        string Name,
        string? Description,
        int Version,
        string? VersionTag,
        string DefinitionKey,
        DateTimeOffset DeployedAt,
        int ActiveCases,
        int OpenIncidents,
        Permission Start);

    public sealed record ProcessVersion(
        int Version,
        string? VersionTag,
        string DefinitionKey,
        DateTimeOffset DeployedAt,
        int ActiveCases,
        int TotalCases);

    public sealed record ProcessDetail : ProcessItem
    {
        public ProcessDetail(ProcessItem item)
            : base(item)
        {
        }

        /// <summary>Newest first.</summary>
        public required IReadOnlyList<ProcessVersion> Versions { get; init; }

        /// <summary>Whether the caller may move running cases to another version.</summary>
        public required Permission Migrate { get; init; }

        /// <summary>Whether the caller may simulate the process.</summary>
        public required Permission Simulate { get; init; }

        /// <summary>Whether the caller may see its figures.</summary>
        public required Permission Insight { get; init; }
    }

    public sealed record StartForm(string ProcessName, Form? Form, JsonObject Data);

    public sealed record StartRequest(JsonObject? Variables);

    public sealed record Started(string Key, string Number);

    /// <param name="Name">The message's name.</param>
    /// <param name="ProcessId">The process that takes it.</param>
    /// <param name="ProcessName">The process, for people.</param>
    /// <param name="Starts">Whether it starts cases; otherwise running ones wait for it.</param>
    public sealed record MessageItem(string Name, string ProcessId, string ProcessName, bool Starts);

    public static void MapProcesses(this IEndpointRouteBuilder api)
    {
        api.MapGet("/processes", List).WithName("listProcesses").WithSummary("The latest version of every process.")
            .Produces<IReadOnlyList<ProcessItem>>();
        api.MapGet("/processes/{id}", Read).WithName("readProcess").WithSummary("One process with its versions, newest first.")
            .Produces<ProcessDetail>().ProducesProblem(404);
        api.MapGet("/processes/{id}/start-form", ReadStartForm).WithName("readStartForm").WithSummary("The form that starts a case.")
            .Produces<StartForm>().ProducesProblem(404);
        api.MapGet("/messages", Messages).WithName("listMessages")
            .WithSummary("Messages that start the latest versions of processes or reach their cases, by name.")
            .Produces<IReadOnlyList<MessageItem>>();
        api.MapPost("/processes/{id}/cases", Start).WithName("startCase").WithSummary("Starts a case with the start form's answers.")
            .Produces<Started>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
    }

    internal static async Task<IReadOnlyList<ProcessItem>> ItemsAsync(
        IReadOnlyList<DefinitionRow> rows,
        Caller caller,
        ProcessCatalogue catalogue,
        WorkflowDbContext database,
        CancellationToken cancellation)
    {
        var ids = rows.Select(r => r.ProcessId).ToList();
        var active = await database.Instances
            .Where(i => i.Status == InstanceStatus.Active && ids.Contains(i.ProcessId))
            .GroupBy(i => i.ProcessId)
            .Select(g => new { g.Key, Cases = g.Count(), Incidents = g.Sum(i => i.IncidentCount) })
            .ToDictionaryAsync(g => g.Key, cancellation);
        var items = new List<ProcessItem>();
        foreach (var row in rows)
        {
            var graph = await catalogue.GraphAsync(row.Key, cancellation);
            var counts = active.GetValueOrDefault(row.ProcessId);
            items.Add(new ProcessItem(
                row.ProcessId,
                row.Name ?? row.ProcessId,
                graph.Settings.Properties.GetValueOrDefault("kommune:description"),
                row.Version,
                row.VersionTag,
                ClusterKey.Text(row.Key),
                row.DeployedAt,
                counts?.Cases ?? 0,
                counts?.Incidents ?? 0,
                ProcessRights.MayStart(graph, caller)));
        }

        return items;
    }

    private static async Task<IReadOnlyList<ProcessItem>> List(
        Caller caller, ProcessCatalogue catalogue, WorkflowDbContext database, CancellationToken cancellation) =>
        await ItemsAsync(await catalogue.LatestAsync(cancellation), caller, catalogue, database, cancellation);

    private static async Task<IReadOnlyList<MessageItem>> Messages(ProcessCatalogue catalogue, CancellationToken cancellation)
    {
        var found = new HashSet<MessageItem>();
        foreach (var row in await catalogue.LatestAsync(cancellation))
        {
            foreach (var element in (await catalogue.GraphAsync(row.Key, cancellation)).Elements)
            {
                if (element.Kind is ElementKind.SendTask or ElementKind.IntermediateThrowEvent or ElementKind.EndEvent)
                {
                    continue; // It throws.
                }

                var starts = element is { Kind: ElementKind.StartEvent, Scope: 0 };
                found.UnionWith(element.Events.OfType<MessageEvent>().Where(message => message.Name.Text is not null)
                    .Select(message => new MessageItem(message.Name.Text!, row.ProcessId, row.Name ?? row.ProcessId, starts)));
            }
        }

        return [.. found.OrderBy(m => m.Name, StringComparer.Ordinal).ThenByDescending(m => m.Starts)
            .ThenBy(m => m.ProcessName, StringComparer.Ordinal)];
    }

    private static async Task<ProcessDetail> Read(
        string id,
        Caller caller,
        ProcessCatalogue catalogue,
        ProcessOwnership ownership,
        InsightReading insight,
        WorkflowDbContext database,
        CancellationToken cancellation)
    {
        var latest = await LatestAsync(id, database, cancellation);
        var versions = await database.Definitions.AsNoTracking()
            .Where(d => d.ProcessId == id)
            .OrderByDescending(d => d.Version)
            .Select(d => new
            {
                Row = d,
                Active = database.Instances.Count(i => i.DefinitionKey == d.Key && i.ProcessId == id && i.Status == InstanceStatus.Active),
                Total = database.Instances.Count(i => i.DefinitionKey == d.Key && i.ProcessId == id),
            })
            .ToListAsync(cancellation);
        var item = (await ItemsAsync([latest], caller, catalogue, database, cancellation))[0];
        return new ProcessDetail(item)
        {
            Versions = [.. versions.Select(v => new ProcessVersion(
                v.Row.Version, v.Row.VersionTag, ClusterKey.Text(v.Row.Key), v.Row.DeployedAt, v.Active, v.Total))],
            Migrate = await ownership.MayMigrateAsync(id, caller, cancellation),
            Simulate = await ownership.MayStudyAsync(id, caller, cancellation),
            Insight = await insight.MaySeeAsync(latest, caller, cancellation),
        };
    }

    private static async Task<StartForm> ReadStartForm(
        string id, ProcessCatalogue catalogue, FormCatalogue forms, WorkflowDbContext database, CancellationToken cancellation)
    {
        var latest = await LatestAsync(id, database, cancellation);
        var graph = await catalogue.GraphAsync(latest.Key, cancellation);
        var form = await forms.OfStartAsync(database, graph, latest.Key, cancellation);
        return new StartForm(
            latest.Name ?? id, form is null ? null : new Form(form.FormId, JsonNode.Parse(form.Json)!.AsObject()), []);
    }

    private static async Task<IResult> Start(
        string id,
        StartRequest request,
        Caller caller,
        HttpContext context,
        ProcessCatalogue catalogue,
        FormCatalogue forms,
        WorkflowDbContext database,
        WorkflowEngine engine,
        CancellationToken cancellation)
    {
        var latest = await LatestAsync(id, database, cancellation);
        var graph = await catalogue.GraphAsync(latest.Key, cancellation);
        if (ProcessRights.MayStart(graph, caller) is { Allowed: false, Reason: { } reason })
        {
            throw Problem.Forbidden(reason, graph.Settings.Starters);
        }

        var answers = request.Variables;
        if (await forms.OfStartAsync(database, graph, latest.Key, cancellation) is { Schema: { } schema })
        {
            var submission = schema.Check(answers ?? []);
            answers = submission.IsValid ? submission.Answers : throw Problem.Unprocessable(submission.Errors);
        }

        var outcome = await engine.StartAsync(
            database.TenantId,
            new ProcessReference.ByKey(latest.Key),
            VariableReading.ToContext(answers),
            caller.Actor,
            new StartOptions { CommandId = CaseCommands.CommandId(context.Request, caller.Actor) },
            cancellation);
        if (outcome.Rejection is { } rejection)
        {
            throw Problem.From(rejection);
        }

        var key = outcome.Instance.Value;
        var number = await database.Instances.Where(i => i.Key == key).Select(i => i.CaseNumber).SingleOrDefaultAsync(cancellation);
        return Results.Created($"/api/cases/{key}", new Started(ClusterKey.Text(key), number ?? ClusterKey.Text(key)));
    }

    private static async Task<DefinitionRow> LatestAsync(string id, WorkflowDbContext database, CancellationToken cancellation) =>
        await database.Definitions.AsNoTracking().SingleOrDefaultAsync(d => d.ProcessId == id && d.Latest, cancellation)
        ?? throw Problem.NotFound("a process", id);
}
