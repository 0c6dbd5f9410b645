using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>A local value: loop variable, parameter, earlier context entry.</summary>
internal sealed class LocalNode(int hops) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) => frame!.At(hops).Value;
}

/// <summary>A name of the environment, or else a built-in function.</summary>
internal sealed class VariableNode(string name, FeelFunction? builtIn) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) =>
        evaluation.Environment.TryGetVariable(name, out var value) ? value
        : builtIn ?? (FeelValue)evaluation.Null($"there is no variable '{name}'");
}

/// <summary>A name inside filters: an entry of the filtered item wins, the innermost filter first.</summary>
internal sealed class ItemEntryNode(string name, ImmutableArray<int> filterHops, Node otherwise) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        foreach (var hops in filterHops)
        {
            if (frame!.At(hops).Value is FeelContext item && item.TryGet(name, out var value))
            {
                return value;
            }
        }

        return otherwise.Evaluate(evaluation, frame);
    }
}
