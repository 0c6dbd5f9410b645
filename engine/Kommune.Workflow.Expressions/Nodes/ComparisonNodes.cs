namespace Kommune.Workflow.Expressions;

internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary><c>= != &lt; &lt;= &gt; &gt;=</c></summary>
internal sealed class ComparisonNode(ComparisonOperator op, Node left, Node right) : Node
{
    public override FeelType StaticType => BuiltInTypes.Boolean;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) =>
        Apply(evaluation, op, left.Evaluate(evaluation, frame), right.Evaluate(evaluation, frame));

    public static FeelValue Apply(Evaluation evaluation, ComparisonOperator op, FeelValue left, FeelValue right)
    {
        if (left is FeelList list)
        {
            evaluation.Charge(list.Count);
        }

        bool? result;
        if (op <= ComparisonOperator.NotEqual)
        {
            result = Comparison.AreEqual(left, right) is { } equal ? equal == (op == ComparisonOperator.Equal) : null;
        }
        else
        {
            result = Comparison.Compare(left, right) is { } order ? Holds(op, order) : null;
        }

        return result is { } known
            ? FeelBoolean.Of(known)
            : evaluation.Null($"{left.TypeName} and {right.TypeName} cannot be compared: {left}, {right}");
    }

    private static bool Holds(ComparisonOperator op, int order) => op switch
    {
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };
}

/// <summary><c>value between low and high</c>, both included.</summary>
internal sealed class BetweenNode(Node value, Node low, Node high) : Node
{
    public override FeelType StaticType => BuiltInTypes.Boolean;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        var tested = value.Evaluate(evaluation, frame);
        var from = low.Evaluate(evaluation, frame);
        var to = high.Evaluate(evaluation, frame);
        return Comparison.Compare(tested, from) is { } aboveLow && Comparison.Compare(tested, to) is { } aboveHigh
            ? FeelBoolean.Of(aboveLow >= 0 && aboveHigh <= 0)
            : evaluation.Null($"{tested} cannot be compared with {from} and {to}");
    }
}

/// <summary><c>value instance of type</c></summary>
internal sealed class InstanceOfNode(Node value, FeelType type) : Node
{
    public override FeelType StaticType => BuiltInTypes.Boolean;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        var tested = value.Evaluate(evaluation, frame);
        return FeelBoolean.Of(
            tested is FeelNull ? ReferenceEquals(type, FeelType.Null) : type.Holds(tested, withConstraints: false));
    }
}
