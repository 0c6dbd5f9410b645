using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Server.Simulations;

/// <param name="Result">Of the version or draft asked for.</param>
/// <param name="Comparison">Of the version to compare with, over the same cases; null without one.</param>
public sealed record SimulationAnswer(SimulationResult Result, SimulationResult? Comparison);

/// <param name="Version">The version; null: the draft.</param>
/// <param name="DefinitionKey">The version's key, for the drawing; null: the draft.</param>
/// <param name="Cases">Cases that began.</param>
/// <param name="Finished">Cases that reached their end.</param>
/// <param name="VirtualDays">Days from the first arrival to the end of the last case.</param>
/// <param name="Cycle">From beginning to end, by the wall clock.</param>
/// <param name="Elements">Every element that was reached.</param>
/// <param name="Flows">How often each flow was taken, by its id.</param>
/// <param name="Groups">Who worked how much, the busiest first.</param>
/// <param name="Bottleneck">The group where it jams; null: nowhere.</param>
/// <param name="Stuck">Why cases did not end.</param>
public sealed record SimulationResult(
    int? Version,
    string? DefinitionKey,
    int Cases,
    int Finished,
    double VirtualDays,
    SimulationTimes Cycle,
    IReadOnlyList<SimulationElement> Elements,
    IReadOnlyDictionary<string, int> Flows,
    IReadOnlyList<SimulationGroup> Groups,
    string? Bottleneck,
    IReadOnlyList<SimulationStuck> Stuck)
{
    internal static SimulationResult Of(SimulationSubject subject, SimulationFigures figures) => new(
        subject.Version?.Version,
        subject.DefinitionKey,
        figures.Cases,
        figures.Finished,
        figures.Span.TotalDays,
        SimulationTimes.Of(figures.Cycle),
        [.. figures.Elements.Select(e => new SimulationElement(
            e.ElementId, e.Count, SimulationTimes.Of(e.Waiting), SimulationTimes.Of(e.Work), e.QueueMax))],
        figures.Flows,
        [.. figures.Groups.Select(g => new SimulationGroup(g.Group, g.People, g.Load, g.Tasks, g.QueueMax))],
        figures.Bottleneck?.Group,
        [.. figures.Stuck.Select(s => new SimulationStuck(s.ElementId, s.Cases, s.Reason))]);
}

/// <param name="Count">Durations there are.</param>
/// <param name="MedianSeconds">Half of them are longer.</param>
/// <param name="P90Seconds">One in ten is longer.</param>
public sealed record SimulationTimes(int Count, double MedianSeconds, double P90Seconds)
{
    internal static SimulationTimes Of(SimulatedSpread spread) =>
        new(spread.Count, spread.Median.TotalSeconds, spread.Ninetieth.TotalSeconds);
}

/// <param name="ElementId">The element.</param>
/// <param name="Count">How often it was reached.</param>
/// <param name="Waiting">For a task until a person began, otherwise from beginning to end; by the wall clock.</param>
/// <param name="Work">For a task: working time.</param>
/// <param name="QueueMax">The most tasks that waited at once.</param>
public sealed record SimulationElement(
    string ElementId, int Count, SimulationTimes Waiting, SimulationTimes Work, int QueueMax);

/// <param name="Group">The group's id; empty: tasks that name none.</param>
/// <param name="People">How many.</param>
/// <param name="Load">Share of their working time, 0 to 1.</param>
/// <param name="Tasks">Tasks they did.</param>
/// <param name="QueueMax">The most tasks that waited for them at once.</param>
public sealed record SimulationGroup(string Group, int People, double Load, int Tasks, int QueueMax);

/// <param name="ElementId">Where they stand; null: somewhere.</param>
/// <param name="Cases">How many.</param>
/// <param name="Reason">Why: a German sentence.</param>
public sealed record SimulationStuck(string? ElementId, int Cases, string Reason);
