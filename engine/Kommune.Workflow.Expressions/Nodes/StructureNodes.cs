using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary><c>[a, b, …]</c></summary>
internal sealed class ListNode(ImmutableArray<Node> items) : Node
{
    public override FeelType StaticType =>
        items.Length > 0 && items.All(item => item.StaticType == items[0].StaticType)
            ? new ListType(items[0].StaticType)
            : BuiltInTypes.AnyList;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        var values = ImmutableArray.CreateBuilder<FeelValue>(items.Length);
        foreach (var item in items)
        {
            values.Add(item.Evaluate(evaluation, frame));
        }

        return FeelList.From(values.MoveToImmutable());
    }
}

/// <summary>One entry of a context.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, which sees the entries before it.</param>
/// <param name="SeesItself">A function sees its own name, too, so that it can call itself.</param>
internal readonly record struct ContextEntry(string Name, Node Value, bool SeesItself);

/// <summary>
/// <c>{name: value, …}</c>; each entry sees those before it. With a result expression after the entries (a boxed
/// context's last cell) that is the value.
/// </summary>
internal sealed class ContextNode(ImmutableArray<ContextEntry> entries, Node? result = null) : Node
{
    private readonly bool _hasDuplicates =
        entries.Select(entry => entry.Name).Distinct(StringComparer.Ordinal).Count() != entries.Length;

    public override FeelType StaticType =>
        result?.StaticType ?? new ContextType([.. entries.Select(entry => (entry.Name, entry.Value.StaticType))]);

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        if (_hasDuplicates)
        {
            return evaluation.Null($"a context may have each name once only");
        }

        var context = new FeelContext.Builder();
        foreach (var entry in entries)
        {
            var inner = new Frame(FeelNull.Instance, frame);
            inner.Value = entry.Value.Evaluate(evaluation, entry.SeesItself ? inner : frame);
            context.Set(entry.Name, inner.Value);
            frame = inner;
        }

        return result?.Evaluate(evaluation, frame) ?? context.Build();
    }
}

/// <summary><c>[a..b)</c>, <c>(&lt; a)</c></summary>
internal sealed class RangeNode(Node? start, bool startIncluded, Node? end, bool endIncluded, FeelRangeForm form) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        var from = start?.Evaluate(evaluation, frame) ?? FeelNull.Instance;
        var to = end?.Evaluate(evaluation, frame) ?? FeelNull.Instance;
        return from is FeelNull || to is FeelNull || Comparison.Compare(from, to) is not null || form != FeelRangeForm.Interval
            ? new FeelRange(from, startIncluded, to, endIncluded, form)
            : evaluation.Null($"{from} and {to} are no end points of one range");
    }
}
