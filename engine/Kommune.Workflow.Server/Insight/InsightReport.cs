using Kommune.Workflow.Server.People;

namespace Kommune.Workflow.Server.Insight;

/// <summary>Figures over the cases of a process in a span of time; none over single people.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Name">Its name.</param>
/// <param name="DefinitionKey">The version to draw: the one asked for, or the latest.</param>
/// <param name="Versions">All versions, newest first.</param>
/// <param name="Groups">Groups that can be asked for: those with enough members.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Counts">Cases.</param>
/// <param name="Cycle">From beginning to end of the cases finished in the span.</param>
/// <param name="Deadlines">Tasks completed in the span that had a deadline.</param>
/// <param name="Elements">Elements where people worked or cases stand.</param>
/// <param name="Trend">Week by week, oldest first; weeks without anything included.</param>
public sealed record InsightReport(
    string ProcessId,
    string Name,
    string DefinitionKey,
    IReadOnlyList<int> Versions,
    IReadOnlyList<GroupRef> Groups,
    DateOnly From,
    DateOnly To,
    InsightCounts Counts,
    InsightTimes Cycle,
    InsightDeadlines Deadlines,
    IReadOnlyList<InsightElement> Elements,
    IReadOnlyList<InsightWeek> Trend);

/// <param name="Started">Began in the span.</param>
/// <param name="Finished">Reached their end in the span.</param>
/// <param name="Canceled">Were ended before it in the span.</param>
/// <param name="Running">Run now.</param>
/// <param name="Incidents">Are stuck now.</param>
public sealed record InsightCounts(long Started, long Finished, long Canceled, long Running, long Incidents);

/// <param name="Count">Durations there are.</param>
/// <param name="MedianSeconds">Half of them are longer; null with fewer than five, which could tell about single people.</param>
/// <param name="P90Seconds">One in ten is longer; null as above.</param>
public sealed record InsightTimes(long Count, double? MedianSeconds, double? P90Seconds);

/// <param name="Tasks">Completed tasks with a deadline.</param>
/// <param name="Missed">Those completed after it.</param>
/// <param name="Share">Their share, 0 to 1; null without any.</param>
public sealed record InsightDeadlines(long Tasks, long Missed, double? Share);

/// <param name="ElementId">The element.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Completed">Tasks completed in the span.</param>
/// <param name="Standing">Cases that stand here now.</param>
/// <param name="Overdue">Open tasks here whose deadline has passed.</param>
/// <param name="Waiting">From a task's creation until somebody took it.</param>
/// <param name="Work">From then until it was completed.</param>
public sealed record InsightElement(
    string ElementId, string? Name, long Completed, long Standing, long Overdue, InsightTimes Waiting, InsightTimes Work);

/// <param name="Monday">The week's first day.</param>
/// <param name="Week">Its number, such as <c>2026-W38</c> (ISO 8601).</param>
/// <param name="Started">Cases that began.</param>
/// <param name="Finished">Cases that reached their end.</param>
/// <param name="Missed">Tasks completed after their deadline.</param>
public sealed record InsightWeek(DateOnly Monday, string Week, long Started, long Finished, long Missed);
