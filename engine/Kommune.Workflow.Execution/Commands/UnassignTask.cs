using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Gives the task back to its candidates.</summary>
/// <param name="Task">The task.</param>
/// <param name="Reason">Why, in the caller's words; kept on the record. Null: none given.</param>
[MessagePackObject]
public sealed record UnassignTask([property: Key(0)] int Task, [property: Key(1)] string? Reason = null) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if ((Refusal.Find(turn, Task, out UserTask _) ?? Refusal.TooLong(turn, Reason)) is { } missing)
        {
            return missing;
        }

        turn.Emit(new TaskAssigned(Task, Assignee: null, Owner: null));
        return null;
    }
}
