using System.Collections.Immutable;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Activities that are done within the step.</summary>
internal sealed partial class ActivityCompiler
{
    private const string Result = "$result";

    private int WriteLine(ElsaActivity activity) =>
        graph.Add(New(activity, ElementKind.Task) with { Note = InputOr(activity, "text", "String", FeelString.Empty) });

    private int SetVariable(ElsaActivity activity)
    {
        var described = activity.Json["variable"];
        var id = described?.TextOf("id") ?? described?["memoryReference"]?.TextOf("id") ?? described?.Text;
        var variable = activity.Names.Find(id) ?? activity.Names.Find(described?.TextOf("name"));
        if (variable is null || activity.Names.Hides(variable))
        {
            findings.Error("unknown-variable", activity.Id, described ?? activity.Json, variable is null
                ? "Die Variable, die gesetzt werden soll, gibt es hier nicht."
                : $"Die Variable „{variable.Name}“ ist hier von einer inneren gleichen Namens verdeckt.");
            return Task(activity, []);
        }

        var value = InputOr(activity, "value", variable.FullType, FeelNull.Instance);
        return Task(activity, [new VariableMapping(value, variable.Name)]);
    }

    private int Set(ElsaActivity activity, string input, string variable) =>
        Task(activity, [new VariableMapping(InputOr(activity, input, "String", FeelNull.Instance), variable)]);

    private int SetOutput(ElsaActivity activity)
    {
        if (expressions.FixedText(activity, "outputName") is not { Length: > 0 } name)
        {
            findings.Error("missing-input", activity.Id, activity.Json, "Der Name der Ausgabe (outputName) fehlt.");
            return Task(activity, []);
        }

        return Task(activity,
            [new VariableMapping(InputOr(activity, "outputValue", null, FeelNull.Instance), $"{ElsaNames.Output}.{name}")]);
    }

    private int RunJavaScript(ElsaActivity activity)
    {
        var script = expressions.FixedText(activity, "script");
        var result = string.IsNullOrWhiteSpace(script)
            ? Null
            : expressions.Script(activity, activity.Json["script"]!, script, "Object", choosesOutcomes: true) ?? Null;
        return graph.Add(New(activity, ElementKind.Task) with
        {
            Inputs = [new VariableMapping(Null, ElsaNames.Outcomes), new VariableMapping(result, Result)],
            Outputs = Outputs(activity, ("Result", Read(Result))),
            Outcomes = Read(ElsaNames.Outcomes),
        });
    }

    private int Complete(ElsaActivity activity)
    {
        var outcomes = expressions.Input(activity, "outcomes", "Object");
        return Ending(
            activity,
            new TerminateEvent(WholeInstance: true),
            outcomes is null ? [] : [new VariableMapping(NamesOf(outcomes), ElsaNames.Outcomes)]);
    }

    private int Fault(ElsaActivity activity)
    {
        var code = InputOr(activity, "code", "String", FeelString.Of("0"));
        var message = expressions.Input(activity, "message", "String");
        return Ending(activity, new ErrorEvent(TextValue.Computed(code))
        {
            Message = message is null ? null : TextValue.Computed(message),
        });
    }

    private int Decision(ElsaActivity activity)
    {
        var condition = InputOr(activity, "condition", "Boolean", FeelBoolean.False);
        return Task(activity, [], FeelExpression.Foreign(
            condition.Text,
            condition.FreeVariables,
            environment => FeelString.Of(condition.Evaluate(environment) is FeelBoolean { Value: true } ? "True" : "False")));
    }

    private int FlowSwitch(ElsaActivity activity)
    {
        var cases = CasesOf(activity);
        var labels = cases.Select(one => one.TextOf("label") ?? "").ToArray();
        var matching = Matching(activity, cases);
        return Task(activity, [], FeelExpression.Foreign(
            matching.Text,
            matching.FreeVariables,
            environment => matching.Evaluate(environment) is FeelList { Count: > 0 } places
                ? FeelList.From(places.Items.Select(place => FeelString.Of(labels[(int)((FeelNumber)place).Value])))
                : FeelString.Of("Default")));
    }

    private int FlowFork(ElsaActivity activity)
    {
        var branches = expressions.Input(activity, "branches", "String[]");
        return Task(activity, [], branches is null ? null : FeelExpression.Foreign(
            branches.Text, branches.FreeVariables, environment =>
                branches.Evaluate(environment) is FeelList { Count: > 0 } list ? list : FeelNull.Instance));
    }

    private int FlowJoin(ElsaActivity activity)
    {
        var mode = expressions.FixedText(activity, "mode");
        var usesTokens = graph[activity.Scope].Discipline == FlowDiscipline.Tokens;
        var merge = mode switch
        {
            "WaitAll" or "0" => usesTokens ? MergeMode.Merge : MergeMode.WaitAll,
            "WaitAllActive" or "2" => usesTokens ? MergeMode.Merge : MergeMode.WaitAllActive,
            null or "WaitAny" or "1" => usesTokens ? MergeMode.Race : MergeMode.WaitAny,
            _ => MergeMode.Default,
        };
        if (merge == MergeMode.Default)
        {
            findings.Error("join-mode", activity.Id, activity.Json["mode"]!, $"Die Zusammenführung „{mode}“ gibt es nicht.");
        }

        return graph.Add(New(activity, ElementKind.Task) with { Merge = merge });
    }

    // A name, names with commas, or a list of names.
    private static FeelExpression NamesOf(FeelExpression outcomes) => FeelExpression.Foreign(
        outcomes.Text,
        outcomes.FreeVariables,
        environment => ElsaTypes.Parsed(outcomes.Evaluate(environment)) switch
        {
            FeelString text => FeelList.From(text.Value
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(FeelString.Of)),
            FeelList list => FeelList.From(list.Items.Select(item => FeelString.Of(ElsaTypes.ToText(item)))),
            FeelNull => FeelNull.Instance,
            var other => FeelString.Of(ElsaTypes.ToText(other)),
        });
}
