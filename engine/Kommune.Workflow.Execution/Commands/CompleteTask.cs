using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

[MessagePackObject]
public sealed record CompleteTask(
    [property: Key(0)] int Task, [property: Key(1)] FeelContext? Variables = null, [property: Key(2)] string? Action = null) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if ((Refusal.Find(turn, Task, out UserTask task) ?? Refusal.TooLarge(turn, Variables)) is { } refusal)
        {
            return refusal;
        }

        var doer = turn.Context.Actor.UserId;
        if (FourEyes.Refuse(turn, task, doer) is { } barred)
        {
            return barred;
        }

        if (task.Owner is { } owner)
        {
            return Refusal.InvalidState(
                $"Expected task {Task} to be resolved before it is completed, but it is delegated by '{owner}'.",
                "Diese Aufgabe ist delegiert: Geben Sie sie zurück, dann kann sie abgeschlossen werden.");
        }

        turn.Emit(new TaskEnded(Task, Completed: true, doer, Action));
        FourEyes.StepDone(turn, task.Element, doer);
        Transitions.Complete(turn, turn.State.Get(task.ElementInstance), Variables);
        return null;
    }
}
