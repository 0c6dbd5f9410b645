using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>The delegate is done: the task returns to its owner.</summary>
[MessagePackObject]
public sealed record ResolveTask([property: Key(0)] int Task, [property: Key(1)] FeelContext? Variables = null) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if ((Refusal.Find(turn, Task, out UserTask task) ?? Refusal.TooLarge(turn, Variables)) is { } refusal)
        {
            return refusal;
        }

        if (task.Owner is not { } owner)
        {
            return Refusal.InvalidState($"Expected task {Task} to be delegated, but it is not.", "Diese Aufgabe wurde nicht delegiert.");
        }

        if (FourEyes.Refuse(turn, task, turn.Context.Actor.UserId) is { } barred)
        {
            return barred;
        }

        Mapping.Propagate(turn, task.ElementInstance, Variables);
        turn.Emit(new TaskAssigned(Task, owner, Owner: null));
        return null;
    }
}
