namespace Kommune.Workflow.Expressions;

/// <summary>A compiled piece of an expression; immutable, evaluated any number of times.</summary>
internal abstract class Node
{
    /// <summary>What is known of the value's type before evaluation.</summary>
    public virtual FeelType StaticType => FeelType.Unknown;

    /// <param name="evaluation">The run.</param>
    /// <param name="frame">The innermost local value in sight, or null outside of all.</param>
    public abstract FeelValue Evaluate(Evaluation evaluation, Frame? frame);
}

/// <summary>A value known when the expression was compiled.</summary>
internal sealed class LiteralNode(FeelValue value, FeelType type) : Node
{
    public static LiteralNode Null { get; } = new(FeelNull.Instance, FeelType.Null);

    public FeelValue Value => value;

    public override FeelType StaticType => type;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) => value;
}

/// <summary>A temporal literal whose text says no time: null, with a reason.</summary>
internal sealed class InvalidTemporalNode(string text) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) =>
        evaluation.Null($"@\"{text}\" is no date, time or duration");
}
