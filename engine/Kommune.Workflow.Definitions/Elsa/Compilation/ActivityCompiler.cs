using System.Collections.Immutable;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Compiles activities, each into one element; what has activities inside becomes a sub-process.</summary>
internal sealed partial class ActivityCompiler(GraphDraft graph, ElsaFindings findings, ElsaOptions options)
{
    private readonly ElsaExpressions expressions = new(findings);

    /// <summary>Compiles an activity; an unknown or refused one becomes a finding and an empty task in its place.</summary>
    /// <returns>The element's index.</returns>
    public int Compile(ElsaActivity activity, bool mayStart = false)
    {
        Check(activity, mayStart);
        return activity.Type switch
        {
            "Elsa.Flowchart" or "Elsa.Sequence" or "Elsa.Parallel" or "Elsa.Fork" or "Elsa.Container" or "Elsa.FlowNode" =>
                Container(activity),
            "Elsa.If" => If(activity),
            "Elsa.Switch" => Switch(activity),
            "Elsa.While" or "Elsa.For" or "Elsa.ForEach" or "Elsa.ParallelForEach" => Loop(activity),
            "Elsa.Start" => Task(activity, []),
            "Elsa.End" => Ending(activity, new TerminateEvent()),
            "Elsa.Finish" => Ending(activity, new TerminateEvent(WholeInstance: true)),
            "Elsa.Break" => Ending(activity, new BreakEvent()),
            "Elsa.Complete" => Complete(activity),
            "Elsa.Fault" => Fault(activity),
            "Elsa.FlowDecision" => Decision(activity),
            "Elsa.FlowSwitch" => FlowSwitch(activity),
            "Elsa.FlowFork" => FlowFork(activity),
            "Elsa.FlowJoin" => FlowJoin(activity),
            "Elsa.WriteLine" => WriteLine(activity),
            "Elsa.SetVariable" => SetVariable(activity),
            "Elsa.SetName" => Set(activity, "value", ElsaNames.InstanceName),
            "Elsa.Correlate" => Set(activity, "correlationId", ElsaNames.CorrelationId),
            "Elsa.SetOutput" => SetOutput(activity),
            "Elsa.RunJavaScript" => RunJavaScript(activity),
            "Elsa.Delay" or "Elsa.Timer" or "Elsa.Cron" or "Elsa.StartAt" => Timer(activity),
            "Elsa.Event" => Event(activity),
            "Elsa.PublishEvent" => PublishEvent(activity),
            "Elsa.HttpEndpoint" => HttpEndpoint(activity),
            "Elsa.RunTask" => RunTask(activity),
            ElsaActivity.UserTask => UserTask(activity),
            "Elsa.ExecuteWorkflow" => ExecuteWorkflow(activity, waitsAlways: true),
            "Elsa.DispatchWorkflow" => ExecuteWorkflow(activity, waitsAlways: false),
            _ when activity.Json.TextOf("workflowDefinitionId") is not null => CallWorkflow(activity),
            _ => Refuse(activity),
        };
    }

    /// <summary>Compiles what may stand inside an activity; null when nothing does.</summary>
    public int? CompileInner(ElsaActivity outer, string member, int scope, ElsaNames names) =>
        outer.Json[member] is { IsObject: true } inner ? Compile(new ElsaActivity(inner, scope, names)) : null;

    private int Refuse(ElsaActivity activity)
    {
        var (rule, reason) = RefusedActivities.Reason(activity);
        findings.Error(rule, activity.Id, activity.Json, reason);
        return Task(activity, []);
    }

    private void Check(ElsaActivity activity, bool mayStart)
    {
        if (activity.Id.Length == 0)
        {
            findings.Error("no-id", null, activity.Json, $"Einer Aktivität vom Typ „{activity.Type}“ fehlt die Id.");
        }
        else if (graph.Contains(activity.Id))
        {
            findings.Error("duplicate-id", activity.Id, activity.Json, $"Die Id „{activity.Id}“ ist doppelt vergeben.");
        }

        if (activity.CanStart && IsTrigger(activity) && !mayStart)
        {
            findings.Error("inner-trigger", activity.Id, activity.Json,
                "Ein Auslöser kann den Ablauf nur beginnen, wenn er auf der obersten Ebene steht.");
        }

        if (activity.RunsAsynchronously)
        {
            findings.Warning("asynchronous", activity.Id, activity.Json,
                "„Asynchron ausführen“ ist ohne Wirkung: Die Aktivität läuft im Schritt des Vorgangs.");
        }

        if (activity.Settings?["resilienceStrategy"] is { } resilience)
        {
            findings.Warning("resilience", activity.Id, resilience,
                "Wiederholungsregeln gelten hier nicht; Störungen stehen unter Betrieb.");
        }

        if ((activity.Settings?["commitStrategyName"] ?? activity.Settings?["logPersistenceMode"]) is { } persistence)
        {
            findings.Hint("persistence", activity.Id, persistence,
                "Jeder Schritt wird vollständig und dauerhaft gespeichert; eine andere Einstellung gibt es nicht.");
        }
    }

    private static bool IsTrigger(ElsaActivity activity) =>
        activity.Type is "Elsa.Timer" or "Elsa.Cron" or "Elsa.StartAt" or "Elsa.Event" or "Elsa.HttpEndpoint";

    // ---- elements ----

    private static Element New(ElsaActivity activity, ElementKind kind) => new()
    {
        Index = 0,
        Id = activity.Id,
        Name = activity.Label,
        Kind = kind,
        Scope = activity.Scope,
        Line = activity.Json.Line,
        Properties = ImmutableDictionary<string, string>.Empty.Add("elsa:type", activity.Type),
        Merge = MergeOf(activity),
    };

    private int Task(ElsaActivity activity, ImmutableArray<VariableMapping> outputs, FeelExpression? outcomes = null) =>
        graph.Add(New(activity, ElementKind.Task) with { Outputs = outputs, Outcomes = outcomes });

    private int Ending(ElsaActivity activity, EventDefinition definition, ImmutableArray<VariableMapping> outputs = default) =>
        graph.Add(New(activity, ElementKind.EndEvent) with { Events = [definition], Outputs = outputs.IsDefault ? [] : outputs });

    // In token mode authors choose how ways meet; a join activity names it itself.
    private static MergeMode MergeOf(ElsaActivity activity) =>
        Enum.TryParse<MergeMode>(activity.Settings?.TextOf("mergeMode"), out var mode)
        && mode is MergeMode.Merge or MergeMode.Converge or MergeMode.Cascade or MergeMode.Race
            ? mode : MergeMode.Default;

    // ---- expressions ----

    private static FeelExpression Read(string name) =>
        FeelExpression.Foreign(name, [name], environment => ElsaNames.Read(environment, name));

    private static FeelExpression Null => ElsaExpressions.Constant(FeelNull.Instance);

    private FeelExpression InputOr(ElsaActivity activity, string name, string? typeName, FeelValue value) =>
        expressions.Input(activity, name, typeName) ?? ElsaExpressions.Constant(value);

    private FeelExpression? Required(ElsaActivity activity, string name, string? typeName)
    {
        var input = expressions.Input(activity, name, typeName);
        if (input is null && activity.Json[name]?["expression"]?["value"] is null)
        {
            findings.Error("missing-input", activity.Id, activity.Json, $"Die Eingabe „{name}“ fehlt.");
        }

        return input;
    }

    /// <summary>Where an activity's output goes: variables and workflow outputs, and what scripts may ask for later.</summary>
    private ImmutableArray<VariableMapping> Outputs(ElsaActivity activity,
        params ReadOnlySpan<(string Name, FeelExpression Source)> outputs)
    {
        var mappings = ImmutableArray.CreateBuilder<VariableMapping>();
        foreach (var (name, source) in outputs)
        {
            if (activity.Names.Workflow.KeepsOutputs)
            {
                mappings.Add(new VariableMapping(source, $"{ElsaNames.ActivityOutputs}.{activity.Id}.{name}"));
                mappings.Add(new VariableMapping(source, ElsaNames.LastResult));
            }

            if (Target(activity, ElsaNames.Camel(name)) is { } target)
            {
                mappings.Add(new VariableMapping(source, target));
            }
        }

        return mappings.ToImmutable();
    }

    /// <summary>The variable or workflow output that takes an output; null when nothing does.</summary>
    private string? Target(ElsaActivity activity, string member)
    {
        if (activity.Json[member] is not { IsObject: true } output || output["memoryReference"]?.TextOf("id") is not { Length: > 0 } id)
        {
            return null;
        }

        if (activity.Names.Find(id) is { } variable)
        {
            return variable.Name;
        }

        if (activity.Names.Workflow.Outputs.Contains(id))
        {
            return $"{ElsaNames.Output}.{id}";
        }

        // An id of the activity's own memory is nobody's.
        if (!id.StartsWith(activity.Id, StringComparison.Ordinal))
        {
            findings.Warning("unknown-target", activity.Id, output, $"Das Ergebnis soll nach „{id}“; das gibt es nicht, es verfällt.");
        }

        return null;
    }
}
