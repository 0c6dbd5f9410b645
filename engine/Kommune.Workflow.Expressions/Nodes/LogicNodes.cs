using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary><c>a and b and …</c>: false as soon as one is.</summary>
internal sealed class ConjunctionNode(ImmutableArray<Node> operands) : Node
{
    public override FeelType StaticType => BuiltInTypes.Boolean;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        bool? result = true;
        foreach (var operand in operands)
        {
            result = Logic.And(result, Logic.Truth(operand.Evaluate(evaluation, frame)));
            if (result == false)
            {
                return FeelBoolean.False;
            }
        }

        return FeelBoolean.Of(result);
    }
}

/// <summary><c>a or b or …</c>: true as soon as one is.</summary>
internal sealed class DisjunctionNode(ImmutableArray<Node> operands) : Node
{
    public override FeelType StaticType => BuiltInTypes.Boolean;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        bool? result = false;
        foreach (var operand in operands)
        {
            result = Logic.Or(result, Logic.Truth(operand.Evaluate(evaluation, frame)));
            if (result == true)
            {
                return FeelBoolean.True;
            }
        }

        return FeelBoolean.Of(result);
    }
}

/// <summary><c>if … then … else …</c>: whatever is not true takes the else branch.</summary>
internal sealed class IfNode(Node condition, Node then, Node otherwise) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) =>
        condition.Evaluate(evaluation, frame) is FeelBoolean { Value: true }
            ? then.Evaluate(evaluation, frame)
            : otherwise.Evaluate(evaluation, frame);
}
