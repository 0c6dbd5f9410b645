using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Durations on the wire are whole milliseconds.</summary>
internal static class Milliseconds
{
    /// <summary>A duration within its limits; one beyond them ends the request with 400.</summary>
    public static TimeSpan Read(long value, string name, TimeSpan most, long least = 0) =>
        value >= least && value <= most.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(value)
            : throw Problem.Invalid($"Expected {name} to be {least} to {most.TotalMilliseconds:0} milliseconds, but found {value}.");
}
