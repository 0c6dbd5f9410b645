using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>The refusals that commands share, and the checks that lead to them. A check returns null when all is well.</summary>
internal static class Refusal
{
    public static Rejection NotFound(string message, string notice) => new(RejectionCode.NotFound, message, notice);

    public static Rejection InvalidState(string message, string notice) => new(RejectionCode.InvalidState, message, notice);

    public static Rejection InvalidArgument(string message, string notice) => new(RejectionCode.InvalidArgument, message, notice);

    /// <summary>The job, or the refusal when there is none.</summary>
    public static Rejection? Find(Turn turn, int number, out Job job) =>
        turn.State.Jobs.TryGetValue(number, out job!)
            ? null
            : NotFound($"Expected job {number} to be open, but it is not.", "Dieser Auftrag ist nicht mehr offen.");

    /// <summary>The user task, or the refusal when there is none.</summary>
    public static Rejection? Find(Turn turn, int number, out UserTask task) =>
        turn.State.UserTasks.TryGetValue(number, out task!)
            ? null
            : NotFound($"Expected user task {number} to be open, but it is not.", "Diese Aufgabe ist nicht mehr offen.");

    /// <summary>The element instance, or the refusal when it is not active.</summary>
    public static Rejection? Find(Turn turn, int number, out ElementInstance instance)
    {
        instance = turn.State.Find(number)!;
        return instance is not null
            ? null
            : NotFound(
                $"Expected element instance {number} to be active, but it is not.", "Dieser Schritt ist nicht mehr aktiv.");
    }

    /// <summary>The refusal of a reason that is longer than allowed.</summary>
    public static Rejection? TooLong(Turn turn, string? reason) => !(reason?.Length > turn.Limits.ReasonLengthMax)
        ? null
        : InvalidArgument(
            $"Expected a reason of at most {turn.Limits.ReasonLengthMax} characters, but got {reason.Length}.",
            $"Die Begründung ist zu lang: erlaubt sind {turn.Limits.ReasonLengthMax} Zeichen.");

    /// <summary>The refusal of variables that are larger than allowed.</summary>
    public static Rejection? TooLarge(Turn turn, FeelContext? variables)
    {
        if (variables is null || variables.Count == 0)
        {
            return null;
        }

        var limits = turn.Limits;
        return ValueLimits.TryMeasure(variables, limits, limits.PayloadBytesMax, out _)
            ? null
            : InvalidArgument(
                $"Expected at most {limits.PayloadBytesMax} bytes of variables, {limits.ValuePartsMax} values and "
                    + $"{limits.ValueDepthMax} levels, but got more.",
                $"Die Daten sind zu groß: erlaubt sind {limits.PayloadBytesMax / 1024} KB und {limits.ValueDepthMax} Ebenen.");
    }
}
