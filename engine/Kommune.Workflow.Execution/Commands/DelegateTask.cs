using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Hands the task to another person who gives it back with <see cref="ResolveTask"/>.</summary>
/// <param name="Task">The task.</param>
/// <param name="To">The person.</param>
/// <param name="Reason">Why, in the caller's words; kept on the record. Null: none given.</param>
[MessagePackObject]
public sealed record DelegateTask(
    [property: Key(0)] int Task, [property: Key(1)] string To, [property: Key(2)] string? Reason = null) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if ((Refusal.Find(turn, Task, out UserTask task) ?? Refusal.TooLong(turn, Reason)) is { } missing)
        {
            return missing;
        }

        if (FourEyes.Refuse(turn, task, To) is { } refusal)
        {
            return refusal;
        }

        if ((task.Owner ?? task.Assignee ?? turn.Context.Actor.UserId) is not { } owner)
        {
            return Refusal.InvalidState(
                $"Expected task {Task} to be somebody's, but nobody holds it.",
                "Eine Aufgabe, die niemandem gehört, lässt sich nicht delegieren.");
        }

        turn.Emit(new TaskAssigned(Task, To, owner));
        return null;
    }
}
