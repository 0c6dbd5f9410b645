using System.Collections.Immutable;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions;

/// <summary>Either a fixed text or an expression.</summary>
/// <remarks>Attributes of the <c>zeebe:</c> dialect that start with <c>=</c> are expressions.</remarks>
public sealed record TextValue(string? Text, FeelExpression? Expression)
{
    public static TextValue Fixed(string text) => new(text, null);

    public static TextValue Computed(FeelExpression expression) => new(null, expression);
}

/// <summary>Assigns <paramref name="Source"/> to the variable at the path <paramref name="Target"/>, such as <c>a.b</c>.</summary>
public sealed record VariableMapping(FeelExpression Source, string Target);

/// <summary>Work done outside the engine (<c>zeebe:taskDefinition</c>).</summary>
/// <param name="Type">The job type that workers ask for.</param>
/// <param name="Retries">How often it may fail before an incident is raised; a whole number.</param>
/// <param name="Headers">Fixed settings handed to the worker.</param>
public sealed record JobDefinition(TextValue Type, TextValue Retries, ImmutableDictionary<string, string> Headers);

/// <summary>A value computed inside the step (<c>zeebe:script</c>).</summary>
public sealed record ScriptDefinition(FeelExpression Expression, string ResultVariable);

/// <summary>A decision evaluated inside the step (<c>zeebe:calledDecision</c>).</summary>
public sealed record DecisionDefinition(TextValue DecisionId, string ResultVariable, Binding Binding, string? VersionTag);

/// <summary>Which version of a called process, decision or form is meant.</summary>
public enum Binding : byte
{
    Latest,
    /// <summary>The version deployed together with the caller.</summary>
    Deployment,
    VersionTag,

    /// <summary>The version with the tag; the latest where there is none.</summary>
    VersionTagOrLatest,
}

/// <summary>A called process (<c>zeebe:calledElement</c>), or a called global task.</summary>
public sealed record CallDefinition
{
    public required TextValue ProcessId { get; init; }
    public Binding Binding { get; init; }
    public string? VersionTag { get; init; }

    /// <summary>Whether the child gets all variables visible to the caller, or only those the input mappings made.</summary>
    public bool PropagateAllParentVariables { get; init; } = true;

    /// <summary>A context whose entries the child gets beside the others; null: none.</summary>
    public FeelExpression? Variables { get; init; }

    /// <summary>Whether the caller waits for the child's end; without, it only asks for the latest version to be started.</summary>
    public bool WaitsForEnd { get; init; } = true;

    /// <summary>Whether all the child's variables go up, or only those the output mappings name.</summary>
    public bool PropagateAllChildVariables { get; init; } = true;
}

/// <summary>Work for a person (<c>zeebe:userTask</c> with assignment, schedule, priority and form).</summary>
public sealed record UserTaskDefinition
{
    public TextValue? Assignee { get; init; }

    /// <summary>A comma-separated text or an expression giving a list of group ids; without one, the lane's name counts.</summary>
    public TextValue? CandidateGroups { get; init; }

    public TextValue? CandidateUsers { get; init; }

    /// <summary>ISO 8601 date-time, or a duration from the task's creation (our addition).</summary>
    public TextValue? DueDate { get; init; }

    /// <summary>ISO 8601 date-time, or a duration from the task's creation (our addition). Wiedervorlage.</summary>
    public TextValue? FollowUpDate { get; init; }

    /// <summary>0 to 100, 50 when absent.</summary>
    public TextValue? Priority { get; init; }

    /// <summary>The id of the form, as deployed beside the process.</summary>
    public string? FormId { get; init; }

    public Binding FormBinding { get; init; }

    /// <summary>For <see cref="Binding.VersionTag"/>: the version tag of the form.</summary>
    public string? FormVersionTag { get; init; }

    /// <summary>A reference to a form outside, or an expression giving one.</summary>
    public TextValue? ExternalFormReference { get; init; }

    /// <summary>What the list shows as the task's title; the element's name without one (property <c>kommune:title</c>).</summary>
    public TextValue? Title { get; init; }

    /// <summary>Ids of the tasks whose doer may not do this one (property <c>kommune:fourEyes</c>).</summary>
    public ImmutableArray<string> FourEyes { get; init; } = [];

    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>Repetition of an activity: a standard loop or a multi-instance.</summary>
public sealed record LoopDefinition
{
    public required LoopKind Kind { get; init; }

    // Standard loop
    public FeelExpression? Condition { get; init; }

    /// <summary>Whether <see cref="Condition"/> is asked before the first round.</summary>
    public bool TestBefore { get; init; }

    /// <summary>The most rounds of a standard loop; null: no limit but the engine's.</summary>
    public int? Maximum { get; init; }

    // Multi-instance
    /// <summary>The list to go through; or, with <see cref="Cardinality"/>, null.</summary>
    public FeelExpression? InputCollection { get; init; }
    public string? InputElement { get; init; }

    /// <summary>A number of instances (BPMN loopCardinality).</summary>
    public FeelExpression? Cardinality { get; init; }
    public string? OutputCollection { get; init; }
    public FeelExpression? OutputElement { get; init; }
    public FeelExpression? CompletionCondition { get; init; }

    /// <summary>Which instance ends throw the boundary-catchable behaviour event (BPMN behavior): All throws none.</summary>
    public LoopBehavior Behavior { get; init; } = LoopBehavior.All;

    /// <summary>For <see cref="LoopBehavior.None"/> and <see cref="LoopBehavior.One"/>: the event thrown.</summary>
    public EventDefinition? BehaviorEvent { get; init; }

    /// <summary>For <see cref="LoopBehavior.Complex"/>: condition and event, each time an instance ends.</summary>
    public ImmutableArray<ComplexBehavior> ComplexBehaviors { get; init; } = [];
}

/// <summary>A complex multi-instance behaviour: throw <paramref name="Event"/> when <paramref name="Condition"/> holds.</summary>
public sealed record ComplexBehavior(FeelExpression Condition, EventDefinition Event);

public enum LoopKind : byte
{
    Standard,
    Sequential,
    Parallel,
}

public enum LoopBehavior : byte
{
    All,
    None,
    One,
    Complex,
}

/// <summary>An ad-hoc sub-process: which activities run is decided at run time.</summary>
public sealed record AdHocDefinition
{
    public bool Sequential { get; init; }

    /// <summary>Asked whenever an inner activity ends; without one it ends when nothing runs any more.</summary>
    public FeelExpression? CompletionCondition { get; init; }

    public bool CancelRemaining { get; init; } = true;

    /// <summary>A list of ids of the elements activated at once (<c>zeebe:adHoc activeElementsCollection</c>);
    /// without one, every activity without incoming flow starts.</summary>
    public FeelExpression? ActiveElements { get; init; }
}
