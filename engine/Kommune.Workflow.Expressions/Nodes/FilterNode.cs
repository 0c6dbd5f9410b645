using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary><c>list[condition]</c> or <c>list[position]</c>; a value that is no list counts as a list of one.</summary>
internal sealed class FilterNode(Node source, Node filter) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        var list = source.Evaluate(evaluation, frame) switch
        {
            FeelList items => items,
            FeelNull => FeelList.Empty,
            var single => FeelList.Of(single),
        };

        // A literal position needs no look at the items.
        if (filter is LiteralNode { Value: FeelNumber literal })
        {
            return At(evaluation, list, literal);
        }

        var kept = ImmutableArray.CreateBuilder<FeelValue>();
        evaluation.Charge(list.Count + 1);
        foreach (var item in list)
        {
            switch (filter.Evaluate(evaluation, new Frame(item, frame)))
            {
                case FeelNumber position:
                    return At(evaluation, list, position);
                case FeelBoolean { Value: true }:
                    kept.Add(item);
                    break;
            }
        }

        return list.Count == 0 && filter.Evaluate(evaluation, new Frame(FeelNull.Instance, frame)) is FeelNumber
            ? evaluation.Null($"an empty list has no position")
            : FeelList.From(kept.DrainToImmutable());
    }

    private static FeelValue At(Evaluation evaluation, FeelList list, FeelNumber position)
    {
        var index = position.Value < 0 ? list.Count + position.Value : position.Value - 1;
        return index >= 0 && index < list.Count && decimal.IsInteger(index)
            ? list[(int)index]
            : evaluation.Null($"a list of {list.Count} has no position {position}");
    }
}
