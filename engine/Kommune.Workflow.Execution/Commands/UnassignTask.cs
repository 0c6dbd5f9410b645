using MessagePack;

namespace Kommune.Workflow.Execution;

[MessagePackObject]
public sealed record UnassignTask([property: Key(0)] int Task) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if (Refusal.Find(turn, Task, out UserTask _) is { } missing)
        {
            return missing;
        }

        turn.Emit(new TaskAssigned(Task, Assignee: null, Owner: null));
        return null;
    }
}
