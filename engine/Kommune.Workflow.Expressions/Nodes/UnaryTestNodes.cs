using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

// A test is evaluated with the tested value as innermost frame and answers true, false or null.

/// <summary><c>-</c>: every input passes.</summary>
internal sealed class AnyInputNode : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) => FeelBoolean.True;
}

/// <summary><c>&lt; 5</c>, <c>!= "x"</c></summary>
internal sealed class ComparisonTestNode(ComparisonOperator op, Node operand) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) =>
        ComparisonNode.Apply(evaluation, op, frame!.Value, operand.Evaluate(evaluation, frame));
}

/// <summary>
/// A value, list or range the input is looked for in, or a condition on the input (<c>?</c>) that decides by itself.
/// </summary>
internal sealed class ExpressionTestNode(Node expression, bool readsInput) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        var input = frame!.Value;
        var wanted = expression.Evaluate(evaluation, frame);
        if (readsInput && wanted is FeelBoolean or FeelNull)
        {
            return wanted;
        }

        if (Matches(input, wanted) is { } known)
        {
            return FeelBoolean.Of(known);
        }

        return wanted is FeelBoolean && input is not FeelNull
            ? wanted
            : evaluation.Null($"{input} cannot be tested against {wanted}");
    }

    private static bool? Matches(FeelValue input, FeelValue wanted)
    {
        switch (wanted)
        {
            case FeelRange range:
                return input is FeelRange ? Comparison.AreEqual(input, range) : Comparison.Contains(range, input);
            case FeelList list:
                return (input is FeelList && Comparison.AreEqual(input, list) == true)
                    || list.Any(item => Comparison.AreEqual(input, item) == true
                        || (item is FeelRange range && Comparison.Contains(range, input) == true));
            default:
                return Comparison.AreEqual(input, wanted);
        }
    }
}

/// <summary>Tests separated by commas: one that holds is enough.</summary>
internal sealed class AnyTestNode(ImmutableArray<Node> tests) : Node
{
    public ImmutableArray<Node> Tests => tests;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        bool? result = false;
        foreach (var test in tests)
        {
            result = Logic.Or(result, Logic.Truth(test.Evaluate(evaluation, frame)));
            if (result == true)
            {
                return FeelBoolean.True;
            }
        }

        return FeelBoolean.Of(result);
    }
}

/// <summary><c>not(…)</c> around tests.</summary>
internal sealed class NegatedTestNode(Node test) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) =>
        FeelBoolean.Of(!Logic.Truth(test.Evaluate(evaluation, frame)));
}

/// <summary><c>value in tests</c></summary>
internal sealed class InNode(Node value, Node test) : Node
{
    public override FeelType StaticType => BuiltInTypes.Boolean;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) =>
        test.Evaluate(evaluation, new Frame(value.Evaluate(evaluation, frame), frame));
}
