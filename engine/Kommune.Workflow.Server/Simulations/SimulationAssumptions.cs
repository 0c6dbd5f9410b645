using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Insight;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Simulations;

/// <summary>What a simulation begins with: members of groups, times measured in real cases, and guesses for the rest.</summary>
internal sealed class SimulationAssumptions(WorkflowDbContext database, InsightReading insight)
{
    /// <param name="subject">What is simulated.</param>
    /// <param name="withTimes">Whether measured times of the process may be told.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<SimulationBasis> OfAsync(SimulationSubject subject, bool withTimes, CancellationToken cancellation)
    {
        var graph = subject.Graph;
        var known = withTimes ? await insight.WorkTimesAsync(graph.ProcessId, cancellation) : [];
        var members = await database.GroupMembers.GroupBy(m => m.GroupId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var names = await database.Groups.ToDictionaryAsync(g => g.Id, g => g.Name, cancellation);
        var groups = graph.Elements.Where(e => e.UserTask is not null).SelectMany(GroupsOf).Distinct(StringComparer.Ordinal);
        return new SimulationBasis(
            graph.ProcessId,
            subject.Version?.Version,
            subject.DefinitionKey,
            subject.Model,
            [.. groups.Select(g => new SimulationGroupBasis(
                g, names.GetValueOrDefault(g, g), Math.Max(1, members.GetValueOrDefault(g, 1))))],
            [.. graph.Elements.Select(e => Step(e, known)).OfType<SimulationStepBasis>()],
            [.. graph.Elements.Where(e => e.Kind is ElementKind.ExclusiveGateway or ElementKind.InclusiveGateway && e.Outgoing.Length > 1)
                .Select(e => Choice(graph, e))]);
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
