namespace Kommune.Workflow.Execution;

/// <summary>Ends the whole instance before its time, and tells the process that called it.</summary>
internal static class Ending
{
    /// <summary>Ended from outside.</summary>
    public static void Cancel(Turn turn, string? reason)
    {
        Transitions.Terminate(turn, turn.State.Get(0));
        turn.Emit(new InstanceTerminated(turn.Now, reason, null));
        Report(turn, new ChildReport(ChildOutcome.Terminated, null, null, reason));
    }

    /// <summary>Ended by an error that nothing in it caught: the calling process has to.</summary>
    public static void Fail(Turn turn, ThrownError error)
    {
        Transitions.Terminate(turn, turn.State.Get(0));
        turn.Emit(new InstanceTerminated(turn.Now, error.Message, error.Code));
        Report(turn, new ChildReport(ChildOutcome.Failed, error.Variables, error.Code, error.Message));
    }

    private static void Report(Turn turn, ChildReport report)
    {
        if (turn.State.Parent is { } parent)
        {
            turn.Ask(new NotifyParent(parent, report));
        }
    }
}
