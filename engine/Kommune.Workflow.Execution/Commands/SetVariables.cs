using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Sets variables at an element instance: at that scope itself, or where each is visible from there.</summary>
[MessagePackObject]
public sealed record SetVariables(
    [property: Key(0)] int ElementInstance, [property: Key(1)] FeelContext Variables, [property: Key(2)] bool Local) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if ((Refusal.Find(turn, ElementInstance, out ElementInstance instance) ?? Refusal.TooLarge(turn, Variables)) is { } refusal)
        {
            return refusal;
        }

        if (Local)
        {
            Mapping.SetLocal(turn, instance.Number, Variables);
        }
        else
        {
            Mapping.Propagate(turn, instance.Number, Variables);
        }

        AdHocSubProcess.AskIdle(turn);
        return null;
    }
}
