using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Insight;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Simulations;

/// <summary>Tries a procedure out with many generated cases, before anybody has to work with it.</summary>
internal static class SimulationEndpoints
{
    public static void MapSimulations(this IEndpointRouteBuilder api)
    {
        api.MapGet("/processes/{id}/simulation-basis", ReadBasis).WithName("readSimulationBasis")
            .WithSummary("What a simulation has to be told: people, durations, ways; with what is known from real cases.")
            .Produces<SimulationBasis>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/processes/{id}/simulations", Run).WithName("simulate")
            .WithSummary("Lets generated cases run through a version, or through two to compare them; stores nothing.")
            .Produces<SimulationAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422).ProducesProblem(429);
    }

    private static async Task<SimulationBasis> ReadBasis(
        string id,
        int? version,
        Caller caller,
        WorkflowDbContext database,
        ProcessCatalogue catalogue,
        InsightReading insight,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations, Permissions.Deploy);
        var row = await VersionAsync(id, version, database, cancellation);
        var graph = await catalogue.GraphAsync(row.Key, cancellation);
        var known = await insight.WorkTimesAsync(id, cancellation);
        var members = await database.GroupMembers.GroupBy(m => m.GroupId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var names = await database.Groups.ToDictionaryAsync(g => g.Id, g => g.Name, cancellation);
        var groups = graph.Elements.Where(e => e.UserTask is not null).SelectMany(GroupsOf).Distinct(StringComparer.Ordinal);
        return new SimulationBasis(
            row.Version,
            ClusterKey.Text(row.Key),
            [.. groups.Select(g => new SimulationGroupBasis(
                g, names.GetValueOrDefault(g, g), Math.Max(1, members.GetValueOrDefault(g, 1))))],
            [.. graph.Elements.Select(e => Step(e, known)).OfType<SimulationStepBasis>()],
            [.. graph.Elements.Where(e => e.Kind is ElementKind.ExclusiveGateway or ElementKind.InclusiveGateway && e.Outgoing.Length > 1)
                .Select(e => Choice(graph, e))]);
    }

    private static async Task<SimulationAnswer> Run(
        string id,
        SimulationWish wish,
        Caller caller,
        WorkflowDbContext database,
        ProcessCatalogue catalogue,
        SimulationDesk desk,
        Runtime.EngineClock clock,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations, Permissions.Deploy);
        var row = await VersionAsync(id, wish.Version, database, cancellation);
        var other = wish.CompareWith is { } version ? await VersionAsync(id, version, database, cancellation) : null;
        var settings = wish.Settings(clock.GetUtcNow());
        var figures = await desk.RunAsync(await catalogue.GraphAsync(row.Key, cancellation), settings, cancellation);
        var compared = other is null
            ? null : await desk.RunAsync(await catalogue.GraphAsync(other.Key, cancellation), settings, cancellation);
        return new SimulationAnswer(
            SimulationResult.Of(row, figures), other is null ? null : SimulationResult.Of(other, compared!));
    }

    private static async Task<DefinitionRow> VersionAsync(
        string id, int? version, WorkflowDbContext database, CancellationToken cancellation)
    {
        var versions = database.Definitions.AsNoTracking().Where(d => d.ProcessId == id);
        if (!await versions.AnyAsync(cancellation))
        {
            throw Problem.NotFound("a process", id);
        }

        return await versions.SingleOrDefaultAsync(d => version == null ? d.Latest : d.Version == version, cancellation)
            ?? throw Problem.Unprocessable("version", $"Version {version} gibt es nicht.");
    }

    private static IEnumerable<string> GroupsOf(Element element) => element.UserTask!.CandidateGroups switch
    {
        { Text: { } text } => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        null when element.Lane is { } lane => [lane],
        _ => [""],
    };

    private static SimulationStepBasis? Step(Element element, Dictionary<string, SimulatedDuration> known)
    {
        SimulatedDuration? usual = element switch
        {
            { UserTask: not null } => SimulatedDuration.Task,
            { Kind: ElementKind.CallActivity or ElementKind.ReceiveTask } => SimulatedDuration.Answer,
            { Kind: ElementKind.IntermediateCatchEvent } when element.Events.Any(e => e is MessageEvent or SignalEvent) =>
                SimulatedDuration.Answer,
            { Job: not null } => SimulatedDuration.Job,
            _ => null,
        };
        if (usual is not { } guess)
        {
            return null;
        }

        var isKnown = known.TryGetValue(element.Id, out var measured);
        var duration = isKnown ? measured : guess;
        return new SimulationStepBasis(
            element.Id,
            element.Name,
            CaseReading.BpmnType(element.Kind),
            element.UserTask is null ? [] : [.. GroupsOf(element)],
            duration.Median.TotalMinutes,
            duration.Ninetieth.TotalMinutes,
            isKnown);
    }

    private static SimulationChoiceBasis Choice(ProcessGraph graph, Element gateway)
    {
        var isOne = gateway.Kind == ElementKind.ExclusiveGateway;
        return new SimulationChoiceBasis(
            gateway.Id,
            gateway.Name,
            isOne,
            [.. gateway.Outgoing.Select(flow => graph.Flows[flow]).Select(flow => new SimulationWayBasis(
                flow.Id,
                flow.Name,
                graph.Elements[flow.Target].Name,
                isOne ? Math.Round(100.0 / gateway.Outgoing.Length) : 50))]);
    }
}
