using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>A value converted to a declared type, or null.</summary>
internal sealed class TypedNode(FeelType type, Node node) : Node
{
    public override FeelType StaticType => type;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        var value = node.Evaluate(evaluation, frame);
        return type.Coerce(value) ?? evaluation.Null($"{value} is not of type {type}");
    }
}

/// <summary>What could not be compiled: null, with the reason.</summary>
internal sealed class FaultyNode(string message) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) => evaluation.Null($"{message}");
}

/// <summary>A row of a relation: unlike a context's entries its cells do not see each other.</summary>
internal sealed class RowNode(ImmutableArray<(string Name, Node Value)> cells) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        var row = new FeelContext.Builder();
        foreach (var (name, node) in cells)
        {
            row.Set(name, node.Evaluate(evaluation, frame));
        }

        return row.Build();
    }
}
