namespace Kommune.Workflow.Expressions;

/// <summary>An expression that another language evaluates.</summary>
internal sealed class ForeignNode(Func<FeelEnvironment, FeelValue> evaluate) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        evaluation.Charge();
        return evaluate(evaluation.Environment);
    }
}
