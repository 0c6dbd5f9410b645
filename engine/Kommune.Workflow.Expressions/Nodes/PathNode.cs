namespace Kommune.Workflow.Expressions;

/// <summary><c>value.name</c>: an entry, a property of a temporal value or range, or that of every item of a list.</summary>
internal sealed class PathNode(Node source, string name) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame) =>
        Select(evaluation, source.Evaluate(evaluation, frame));

    private FeelValue Select(Evaluation evaluation, FeelValue value)
    {
        switch (value)
        {
            case FeelContext context:
                return context.TryGet(name, out var entry)
                    ? entry
                    : evaluation.Null($"the context has no entry '{name}'");
            case FeelList list:
                evaluation.Charge(list.Count);
                return FeelList.From(list.Select(item => Select(evaluation, item)));
            default:
                return TemporalProperties.Find(value, name)
                    ?? evaluation.Null($"{value.TypeName} has no property '{name}'");
        }
    }
}
