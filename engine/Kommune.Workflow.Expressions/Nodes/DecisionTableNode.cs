using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>Which of several matching rules count (DMN 1.5, clause 8.2.8).</summary>
internal enum HitPolicy
{
    Unique,
    Any,
    Priority,
    First,
    RuleOrder,
    OutputOrder,
    Collect,
}

/// <summary>What the policy "collect" makes of the outputs.</summary>
internal enum Aggregation
{
    List,
    Sum,
    Min,
    Max,
    Count,
}

internal sealed record TableInput(Node Expression, Node? AllowedValues);

/// <param name="Name">The entry of the result when there are several outputs.</param>
/// <param name="Type">The declared type.</param>
/// <param name="Priorities">Tests of the output values, the most important first.</param>
/// <param name="Default">The output when no rule matches.</param>
internal sealed record TableOutput(string Name, FeelType Type, ImmutableArray<Node> Priorities, Node? Default);

internal sealed record DecisionRule(ImmutableArray<Node> Tests, ImmutableArray<Node> Entries);

/// <summary>A decision table.</summary>
internal sealed class DecisionTableNode(
    HitPolicy hitPolicy,
    Aggregation aggregation,
    ImmutableArray<TableInput> inputs,
    ImmutableArray<TableOutput> outputs,
    ImmutableArray<DecisionRule> rules) : Node
{
    private bool HasManyHits => hitPolicy is HitPolicy.RuleOrder or HitPolicy.OutputOrder or HitPolicy.Collect;

    public override FeelValue Evaluate(Evaluation evaluation, Frame? frame)
    {
        var values = new Frame[inputs.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new Frame(inputs[i].Expression.Evaluate(evaluation, frame), frame);
            if (inputs[i].AllowedValues?.Evaluate(evaluation, values[i]) is FeelBoolean { Value: false })
            {
                return evaluation.Null($"{values[i].Value} is not among the allowed values of input {i + 1}");
            }
        }

        var hits = new List<FeelValue[]>();
        foreach (var rule in rules)
        {
            evaluation.Charge();
            if (Matches(evaluation, rule, values))
            {
                hits.Add(Outputs(evaluation, rule.Entries, frame));
                if (hitPolicy == HitPolicy.First)
                {
                    break;
                }
            }
        }

        return hits.Count == 0 ? WithoutHit(evaluation, frame) : HasManyHits ? Many(evaluation, hits) : One(evaluation, hits);
    }

    private static bool Matches(Evaluation evaluation, DecisionRule rule, Frame[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (rule.Tests[i].Evaluate(evaluation, values[i]) is not FeelBoolean { Value: true })
            {
                return false;
            }
        }

        return true;
    }

    private FeelValue[] Outputs(Evaluation evaluation, ImmutableArray<Node> entries, Frame? frame)
    {
        var values = new FeelValue[entries.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = entries[i].Evaluate(evaluation, frame);
            values[i] = outputs[i].Type.Coerce(value)
                ?? evaluation.Null($"output '{outputs[i].Name}' is to be of type {outputs[i].Type}, but is {value}");
        }

        return values;
    }

    private FeelValue WithoutHit(Evaluation evaluation, Frame? frame)
    {
        if (outputs.Any(output => output.Default is not null))
        {
            var defaults = Result(Outputs(evaluation, [.. outputs.Select(output => output.Default ?? LiteralNode.Null)], frame));
            return HasManyHits && aggregation == Aggregation.List ? FeelList.Of(defaults) : defaults;
        }

        return (hitPolicy, aggregation) switch
        {
            (HitPolicy.Collect, Aggregation.Count) => FeelNumber.Zero,
            (HitPolicy.Collect, not Aggregation.List) => evaluation.Null($"no rule of the decision table matches"),
            _ when HasManyHits => FeelList.Empty,
            _ => evaluation.Null($"no rule of the decision table matches"),
        };
    }

    private FeelValue One(Evaluation evaluation, List<FeelValue[]> hits)
    {
        switch (hitPolicy)
        {
            case HitPolicy.Unique when hits.Count > 1:
                return evaluation.Null($"the decision table allows one rule to match, but {hits.Count} do");
            case HitPolicy.Any when hits.Exists(hit => !hit.AsSpan().SequenceEqual(hits[0])):
                return evaluation.Null($"the decision table's matching rules contradict each other");
            case HitPolicy.Priority:
                return Result(Ordered(evaluation, hits)[0]);
            default:
                return Result(hits[0]);
        }
    }

    private FeelValue Many(Evaluation evaluation, List<FeelValue[]> hits)
    {
        var ordered = hitPolicy == HitPolicy.OutputOrder ? Ordered(evaluation, hits) : hits;
        var list = FeelList.From(ordered.Select(Result));
        return hitPolicy != HitPolicy.Collect ? list : aggregation switch
        {
            Aggregation.Count => FeelNumber.Of(list.Count),
            Aggregation.Sum => Aggregate(evaluation, "sum", list),
            Aggregation.Min => Aggregate(evaluation, "min", list),
            Aggregation.Max => Aggregate(evaluation, "max", list),
            _ => list,
        };
    }

    private static FeelValue Aggregate(Evaluation evaluation, string function, FeelList list) =>
        BuiltInFunctions.Find(function)!.Invoke(evaluation, [list]);

    /// <summary>By the order of the output values, the first output counting most; rules alike keep their order.</summary>
    private List<FeelValue[]> Ordered(Evaluation evaluation, List<FeelValue[]> hits)
    {
        var order = hits.OrderBy(_ => 0);
        for (var i = 0; i < outputs.Length; i++)
        {
            var (column, priorities) = (i, outputs[i].Priorities);
            order = order.ThenBy(hit => Priority(evaluation, priorities, hit[column]));
        }

        return [.. order];
    }

    private static int Priority(Evaluation evaluation, ImmutableArray<Node> priorities, FeelValue value)
    {
        var frame = new Frame(value, null);
        for (var i = 0; i < priorities.Length; i++)
        {
            if (priorities[i].Evaluate(evaluation, frame) is FeelBoolean { Value: true })
            {
                return i;
            }
        }

        return priorities.Length;
    }

    private FeelValue Result(FeelValue[] values) =>
        values.Length == 1
            ? values[0]
            : FeelContext.From(outputs.Zip(values, (output, value) => KeyValuePair.Create(output.Name, value)));
}
