namespace Kommune.Workflow.Expressions;

/// <summary><c>+ - * / **</c></summary>
internal sealed class ArithmeticNode(ArithmeticOperator op, Node left, Node right) : Node
{
    public override FeelType StaticType =>
        left.StaticType == BuiltInTypes.Number && right.StaticType == BuiltInTypes.Number
            ? BuiltInTypes.Number
            : FeelType.Unknown;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) =>
        Arithmetic.Apply(evaluation, op, left.Evaluate(evaluation, frame), right.Evaluate(evaluation, frame));
}

/// <summary>A minus sign before a value.</summary>
internal sealed class NegationNode(Node operand) : Node
{
    public override FeelType StaticType => operand.StaticType;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) => operand.Evaluate(evaluation, frame) switch
    {
        FeelNumber number => FeelNumber.Of(-number.Value),
        FeelDaysTimeDuration duration => new FeelDaysTimeDuration(-duration.TotalSeconds),
        FeelYearsMonthsDuration duration => new FeelYearsMonthsDuration(-duration.TotalMonths),
        var other => evaluation.Null($"-{other.TypeName} is not defined"),
    };
}
