using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Gives the task to a person; claiming is assigning to oneself.</summary>
/// <param name="Task">The task.</param>
/// <param name="Assignee">The person.</param>
/// <param name="AllowOverride">Whether a task somebody else holds may be taken over.</param>
/// <param name="Reason">Why, in the caller's words; kept on the record. Null: none given.</param>
[MessagePackObject]
public sealed record AssignTask(
    [property: Key(0)] int Task,
    [property: Key(1)] string Assignee,
    [property: Key(2)] bool AllowOverride = true,
    [property: Key(3)] string? Reason = null) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if ((Refusal.Find(turn, Task, out UserTask task) ?? Refusal.TooLong(turn, Reason)) is { } missing)
        {
            return missing;
        }

        if (!AllowOverride && task.Assignee is { } holder && holder != Assignee)
        {
            return Refusal.InvalidState(
                $"Expected task {Task} to be free, but it is assigned to '{holder}'.", "Diese Aufgabe hat schon jemand übernommen.");
        }

        if (FourEyes.Refuse(turn, task, Assignee) is { } refusal)
        {
            return refusal;
        }

        turn.Emit(new TaskAssigned(Task, Assignee, Owner: null));
        return null;
    }
}
