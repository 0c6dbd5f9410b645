using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>The called process threw an escalation that it did not catch itself; it may still run.</summary>
[MessagePackObject]
public sealed record ChildEscalated(
    [property: Key(0)] int ElementInstance, [property: Key(1)] string Code, [property: Key(2)] FeelContext? Variables) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if (Refusal.Find(turn, ElementInstance, out ElementInstance instance) is { } missing)
        {
            return missing;
        }

        Escalations.Throw(turn, instance, Code, Variables);
        return null;
    }
}
