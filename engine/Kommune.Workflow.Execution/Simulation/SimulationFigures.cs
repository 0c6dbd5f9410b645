namespace Kommune.Workflow.Execution;

/// <summary>What came out of a simulation.</summary>
/// <param name="Cases">Cases that began.</param>
/// <param name="Finished">Cases that reached their end.</param>
/// <param name="Span">Virtual time from the first arrival to the end of the last case, or until the simulation gave up.</param>
/// <param name="Cycle">From beginning to end of the finished cases, wall-clock time.</param>
/// <param name="Elements">Every element that was reached.</param>
/// <param name="Flows">How often each flow was taken, by its id.</param>
/// <param name="Groups">Who worked how much, the busiest first.</param>
/// <param name="Stuck">Why cases did not end.</param>
public sealed record SimulationFigures(
    int Cases,
    int Finished,
    TimeSpan Span,
    SimulatedSpread Cycle,
    IReadOnlyList<SimulatedElement> Elements,
    IReadOnlyDictionary<string, int> Flows,
    IReadOnlyList<SimulatedGroup> Groups,
    IReadOnlyList<StuckCases> Stuck)
{
    /// <summary>The group that is busiest while cases queue for it; null when nobody queues for long.</summary>
    public SimulatedGroup? Bottleneck =>
        Groups.FirstOrDefault(group => group.Load >= BusyShare && group.WaitingTotal > TimeSpan.Zero);

    /// <summary>Share of the working time from which on queues grow quickly.</summary>
    public const double BusyShare = 0.8;
}

/// <param name="Count">How many durations there are.</param>
/// <param name="Median">Half of them are longer; zero without any.</param>
/// <param name="Ninetieth">One in ten is longer.</param>
public sealed record SimulatedSpread(int Count, TimeSpan Median, TimeSpan Ninetieth)
{
    internal static SimulatedSpread Of(List<TimeSpan> durations)
    {
        if (durations.Count == 0)
        {
            return new SimulatedSpread(0, TimeSpan.Zero, TimeSpan.Zero);
        }

        durations.Sort();
        return new SimulatedSpread(
            durations.Count, durations[(durations.Count - 1) / 2], durations[(int)((durations.Count - 1) * 0.9)]);
    }
}

/// <param name="ElementId">The element.</param>
/// <param name="Count">How often it was reached.</param>
/// <param name="Waiting">For a task: from its creation until a person begins. For others: from beginning to end.</param>
/// <param name="Work">For a task: working time of the person.</param>
/// <param name="QueueMax">The most tasks that waited for a person at once.</param>
public sealed record SimulatedElement(
    string ElementId, int Count, SimulatedSpread Waiting, SimulatedSpread Work, int QueueMax);

/// <param name="Group">The group; empty: nobody named.</param>
/// <param name="People">How many.</param>
/// <param name="Load">Share of their working time, 0 to 1, from the first arrival to the last.</param>
/// <param name="Tasks">Tasks they did.</param>
/// <param name="WaitingTotal">Time tasks waited for them, all together.</param>
/// <param name="QueueMax">The most tasks that waited for them at once.</param>
public sealed record SimulatedGroup(
    string Group, int People, double Load, int Tasks, TimeSpan WaitingTotal, int QueueMax);

/// <param name="ElementId">Where they stand; null: somewhere.</param>
/// <param name="Cases">How many.</param>
/// <param name="Reason">Why: a German sentence.</param>
public sealed record StuckCases(string? ElementId, int Cases, string Reason);
