using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>Where a loop takes its values from: a list, a range value, or <c>a..b</c> counting up or down.</summary>
internal sealed class IterationSource(Node from, Node? to)
{
    /// <summary>The values, or null when there is nothing to go through.</summary>
    public IEnumerable<FeelValue>? Values(Evaluation evaluation, Frame? frame)
    {
        var start = from.Evaluate(evaluation, frame);
        if (to is not null)
        {
            return Count(start, to.Evaluate(evaluation, frame), mayCountDown: true);
        }

        return start switch
        {
            FeelList list => list,
            FeelRange range => Count(range),
            FeelNull => null,
            _ => FeelList.Of(start),
        };
    }

    private static IEnumerable<FeelValue>? Count(FeelRange range)
    {
        var values = range.Form == FeelRangeForm.Interval ? Count(range.Start, range.End, mayCountDown: false) : null;
        return values?.Where(value => Comparison.Contains(range, value) == true);
    }

    private static IEnumerable<FeelValue>? Count(FeelValue start, FeelValue end, bool mayCountDown)
    {
        var isCountable = (start is FeelNumber && end is FeelNumber) || (start is FeelDate && end is FeelDate);
        return isCountable && (mayCountDown || Comparison.Compare(start, end) <= 0) ? Steps(start, end) : null;
    }

    private static IEnumerable<FeelValue> Steps(FeelValue start, FeelValue end)
    {
        var direction = Comparison.Compare(start, end) <= 0 ? 1 : -1;
        for (FeelValue? value = start; value is not null && Comparison.Compare(value, end) * direction <= 0;)
        {
            yield return value;
            value = value is FeelDate date
                ? FeelDate.TryFromEpochDay(date.EpochDay + direction)
                : FeelNumber.Of(((FeelNumber)value).Value + direction);
        }
    }
}

/// <summary><c>for x in a, y in b return …</c></summary>
internal sealed class ForNode(ImmutableArray<IterationSource> sources, Node result, bool readsPartial) : Node
{
    public override FeelType StaticType => BuiltInTypes.AnyList;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        var results = ImmutableArray.CreateBuilder<FeelValue>();
        var partial = new Frame(FeelList.Empty, frame);
        return Run(evaluation, partial, partial, 0, results)
            ? FeelList.From(results.DrainToImmutable())
            : evaluation.Null($"for needs lists or ranges of numbers or dates to go through");
    }

    private bool Run(
        Evaluation evaluation, Frame partial, Frame frame, int level, ImmutableArray<FeelValue>.Builder results)
    {
        if (level == sources.Length)
        {
            if (readsPartial)
            {
                evaluation.Charge(results.Count);
                partial.Value = FeelList.From(results.ToImmutable());
            }

            results.Add(result.Evaluate(evaluation, frame));
            return true;
        }

        if (sources[level].Values(evaluation, frame) is not { } values)
        {
            return false;
        }

        foreach (var value in values)
        {
            evaluation.Charge();
            if (!Run(evaluation, partial, new Frame(value, frame), level + 1, results))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary><c>some x in a satisfies …</c> and <c>every x in a satisfies …</c></summary>
internal sealed class QuantifiedNode(bool isEvery, ImmutableArray<IterationSource> sources, Node condition) : Node
{
    public override FeelType StaticType => BuiltInTypes.Boolean;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        bool? result = isEvery;
        return Run(evaluation, frame, 0, ref result)
            ? FeelBoolean.Of(result)
            : evaluation.Null($"some and every need lists or ranges of numbers or dates to go through");
    }

    private bool Run(Evaluation evaluation, Frame? frame, int level, ref bool? result)
    {
        if (level == sources.Length)
        {
            var truth = Logic.Truth(condition.Evaluate(evaluation, frame));
            result = isEvery ? Logic.And(result, truth) : Logic.Or(result, truth);
            return true;
        }

        if (sources[level].Values(evaluation, frame) is not { } values)
        {
            return false;
        }

        foreach (var value in values)
        {
            evaluation.Charge();
            if (result == !isEvery)
            {
                return true;
            }

            if (!Run(evaluation, new Frame(value, frame), level + 1, ref result))
            {
                return false;
            }
        }

        return true;
    }
}
