using System.Collections.Immutable;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Activities that hold others.</summary>
internal sealed partial class ActivityCompiler
{
    private const string CurrentValue = "CurrentValue";
    private const string CurrentIndex = "CurrentIndex";
    private const string Condition = "$condition";
    private const string Cases = "$cases";

    /// <summary>Puts the activities of a container into an element.</summary>
    /// <param name="container">The container.</param>
    /// <param name="into">The element's index.</param>
    /// <param name="isRoot">Whether triggers inside may start the process.</param>
    public void Fill(ElsaActivity container, int into, bool isRoot)
    {
        var inner = Declare(container, into);
        switch (container.Type)
        {
            case "Elsa.Flowchart":
                new FlowchartCompiler(this, graph, findings, options).Compile(inner, into, isRoot);
                break;
            case "Elsa.Sequence":
                Chain([.. ElsaList.Of(container.Json["activities"])
                    .Select((child, i) => Compile(inner with { Json = child }, isRoot && i == 0))]);
                break;
            case "Elsa.Fork":
                FillFork(inner, into);
                break;
            case "Elsa.Parallel":
                foreach (var child in ElsaList.Of(container.Json["activities"]))
                {
                    Compile(inner with { Json = child });
                }

                break;
            case "Elsa.Container" or "Elsa.FlowNode":
                CompileInner(container, "body", into, inner.Names);
                break;
            default:
                Compile(container with { Scope = into, Names = inner.Names }, isRoot);
                break;
        }
    }

    // Whether it holds activities, and variables of its own.
    private static bool IsContainer(ElsaActivity activity) =>
        activity.Type is "Elsa.Flowchart" or "Elsa.Sequence" or "Elsa.Parallel" or "Elsa.Fork" or "Elsa.Container" or "Elsa.FlowNode";

    private int Container(ElsaActivity activity)
    {
        var index = SubProcess(activity, []);
        Fill(activity, index, isRoot: false);
        return index;
    }

    private int SubProcess(ElsaActivity activity, ImmutableArray<VariableMapping> inputs) => graph.Add(
        New(activity, ElementKind.SubProcess) with { Discipline = FlowDiscipline.Queued, Inputs = inputs });

    // The container's variables, and what its activities see.
    private ElsaActivity Declare(ElsaActivity container, int into)
    {
        var variables = IsContainer(container) ? ElsaVariables.Read(container.Json["variables"], container.Id, findings) : [];
        graph[into] = graph[into] with { Inputs = graph[into].Inputs.AddRange(ElsaVariables.Initial(variables, container.Id, findings)) };
        return container with { Scope = into, Names = container.Names.With(variables) };
    }

    private void Chain(IReadOnlyList<int> elements)
    {
        for (var i = 1; i < elements.Count; i++)
        {
            graph.Connect(elements[i - 1], elements[i]);
        }

        if (elements.Count > 0)
        {
            var scope = graph[elements[0]].Scope;
            graph[scope] = graph[scope] with { StartEvent = elements[0] };
        }
    }

    private void FillFork(ElsaActivity fork, int into)
    {
        var waitsForAny = !string.Equals(expressions.FixedText(fork, "joinMode"), "WaitAll", StringComparison.OrdinalIgnoreCase)
            && fork.Json["joinMode"]?.Raw != "1";
        foreach (var branch in ElsaList.Of(fork.Json["branches"]))
        {
            var index = Compile(fork with { Json = branch });
            if (waitsForAny)
            {
                graph.Connect(index, graph.Add(new Element
                {
                    Index = 0,
                    Id = $"{graph[index].Id}:first",
                    Kind = ElementKind.EndEvent,
                    Scope = into,
                    Line = branch.Line,
                    Events = [new TerminateEvent()],
                }));
            }
        }
    }

    private int If(ElsaActivity activity)
    {
        var condition = InputOr(activity, "condition", "Boolean", FeelBoolean.False);
        var index = SubProcess(activity, [new VariableMapping(condition, Condition)]);
        var then = IdOf(CompileInner(activity, "then", index, activity.Names));
        var otherwise = IdOf(CompileInner(activity, "else", index, activity.Names));
        graph[index] = graph[index] with
        {
            StartsWith = FeelExpression.Foreign(
                condition.Text,
                [Condition],
                environment => Ids(ElsaNames.Read(environment, Condition) is FeelBoolean { Value: true } ? then : otherwise)),
            Outputs = Outputs(activity, ("Result", Read(Condition))),
        };
        return index;
    }

    private int Switch(ElsaActivity activity)
    {
        var cases = CasesOf(activity);
        var index = SubProcess(activity, [new VariableMapping(Matching(activity, cases), Cases)]);
        var targets = cases.Select(one => IdOf(CompileInner(activity with { Json = one }, "activity", index, activity.Names))).ToArray();
        var otherwise = IdOf(CompileInner(activity, "default", index, activity.Names));
        graph[index] = graph[index] with
        {
            StartsWith = FeelExpression.Foreign("cases", [Cases], environment =>
                ElsaNames.Read(environment, Cases) is FeelList { Count: > 0 } matching
                    ? FeelList.From(matching.Items.SelectMany(place => Ids(targets[(int)((FeelNumber)place).Value]).Items))
                    : Ids(otherwise)),
        };
        return index;
    }

    // The places of the cases whose condition holds: the first, or all of them.
    private FeelExpression Matching(ElsaActivity activity, IReadOnlyList<ElsaNode> cases)
    {
        var conditions = cases.Select(one => one["condition"] is { } condition ? expressions.Of(activity, condition, "Boolean") : null)
            .ToArray();
        var matchesAny = activity.Json["mode"] is { } mode
            && ((mode.IsObject ? expressions.FixedText(activity, "mode") : mode.Text ?? mode.Raw) is "MatchAny" or "1");
        return FeelExpression.Foreign(
            string.Join("; ", conditions.Select(condition => condition?.Text)),
            conditions.SelectMany(condition => condition?.FreeVariables ?? new HashSet<string>()),
            environment =>
            {
                var matching = conditions.Select((condition, place) => (condition, place))
                    .Where(one => one.condition?.Evaluate(environment) is FeelBoolean { Value: true })
                    .Select(one => FeelNumber.Of(one.place));
                return FeelList.From((matchesAny ? matching : matching.Take(1)).ToArray<FeelValue>());
            });
    }

    private IReadOnlyList<ElsaNode> CasesOf(ElsaActivity activity)
    {
        if (activity.Json["cases"] is { IsObject: true } wrapped && wrapped["$values"] is null)
        {
            findings.Error("computed-cases", activity.Id, wrapped, "Die Fälle müssen einzeln aufgeführt sein; berechnet werden sie nicht.");
            return [];
        }

        return [.. ElsaList.Of(activity.Json["cases"])];
    }

    private int Loop(ElsaActivity activity)
    {
        var isWhile = activity.Type == "Elsa.While";
        ElsaVariable[] variables = isWhile ? [] :
            [new($"{activity.Id}:value", CurrentValue, null, false, null), new($"{activity.Id}:index", CurrentIndex, null, false, null)];
        var index = SubProcess(activity, isWhile ? [] : [.. LoopInputs(activity)]);
        graph[index] = graph[index] with { Loop = LoopOf(activity) };
        CompileInner(activity, "body", index, activity.Names.With(variables));
        return index;
    }

    private IEnumerable<VariableMapping> LoopInputs(ElsaActivity activity)
    {
        yield return new VariableMapping(
            FeelExpression.Foreign("loopCounter", ["loopCounter"], environment =>
                ElsaNames.Read(environment, "loopCounter") is FeelNumber counter ? FeelNumber.Of(counter.Value - 1) : FeelNull.Instance),
            CurrentIndex);
        if (Target(activity, "currentValue") is { } target)
        {
            // Each round tells its value outside.
            yield return new VariableMapping(
                FeelExpression.Foreign(target, [CurrentValue], environment =>
                {
                    var value = ElsaNames.Read(environment, CurrentValue);
                    environment.SetVariable(target, value);
                    return value;
                }),
                "$current");
        }
    }

    private LoopDefinition LoopOf(ElsaActivity activity) => activity.Type switch
    {
        "Elsa.While" => new LoopDefinition
        {
            Kind = LoopKind.Standard,
            TestBefore = true,
            Condition = InputOr(activity, "condition", "Boolean", FeelBoolean.False),
        },
        "Elsa.For" => new LoopDefinition { Kind = LoopKind.Sequential, InputCollection = Range(activity), InputElement = CurrentValue },
        _ => new LoopDefinition
        {
            Kind = activity.Type == "Elsa.ForEach" ? LoopKind.Sequential : LoopKind.Parallel,
            InputCollection = InputOr(activity, "items", "Object[]", FeelList.Empty),
            InputElement = CurrentValue,
        },
    };

    private FeelExpression Range(ElsaActivity activity)
    {
        var start = InputOr(activity, "start", "Decimal", FeelNumber.Zero);
        var end = InputOr(activity, "end", "Decimal", FeelNumber.Zero);
        var step = InputOr(activity, "step", "Decimal", FeelNumber.One);
        var inclusive = InputOr(activity, "outerBoundInclusive", "Boolean", FeelBoolean.True);
        return FeelExpression.Foreign(
            $"{start.Text} … {end.Text}",
            [.. start.FreeVariables, .. end.FreeVariables, .. step.FreeVariables],
            environment => Numbers(
                Number(start, environment), Number(end, environment), Number(step, environment),
                inclusive.Evaluate(environment) is FeelBoolean { Value: true }));
    }

    private static decimal Number(FeelExpression expression, FeelEnvironment environment) =>
        expression.Evaluate(environment) is FeelNumber number ? number.Value : 0;

    // One more than a loop may have rounds, so that the loop's own limit is what stops it.
    private static FeelList Numbers(decimal start, decimal end, decimal step, bool inclusive)
    {
        const int RoundsMax = 10_001;
        var numbers = ImmutableArray.CreateBuilder<FeelValue>();
        for (var number = start; numbers.Count < RoundsMax && IsWithin(number, end, step, inclusive); number += step)
        {
            numbers.Add(FeelNumber.Of(number));
        }

        return FeelList.From(numbers.ToImmutable());
    }

    private static bool IsWithin(decimal number, decimal end, decimal step, bool inclusive) =>
        (inclusive && number == end) || (step >= 0 ? number < end : number > end);

    private string? IdOf(int? element) => element is { } index ? graph[index].Id : null;

    private static FeelList Ids(string? id) => id is null ? FeelList.Empty : FeelList.Of(FeelString.Of(id));
}
