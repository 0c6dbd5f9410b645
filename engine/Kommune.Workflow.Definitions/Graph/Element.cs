using System.Collections.Immutable;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions;

/// <summary>One element of a <see cref="ProcessGraph"/>; elements and flows refer to each other by index.</summary>
/// <remarks>Only the properties that the element's <see cref="Kind"/> knows are set; the others keep their default.</remarks>
public sealed record Element
{
    /// <summary>The value of an index that points nowhere.</summary>
    public const int None = -1;

    public required int Index { get; init; }

    /// <summary>The id in the source document, unique in the graph.</summary>
    public required string Id { get; init; }

    public string? Name { get; init; }

    public required ElementKind Kind { get; init; }

    /// <summary>The container this element stands in; <see cref="None"/> for the process.</summary>
    public required int Scope { get; init; }

    /// <summary>The line of the element in the source document, 1-based; 0 when built in code.</summary>
    public int Line { get; init; }

    // ---- flow ----

    /// <summary>Indices into <see cref="ProcessGraph.Flows"/>, in document order.</summary>
    public ImmutableArray<int> Incoming { get; init; } = [];

    /// <summary>Indices into <see cref="ProcessGraph.Flows"/>, in document order.</summary>
    public ImmutableArray<int> Outgoing { get; init; } = [];

    /// <summary>
    /// Inside <see cref="FlowDiscipline.Counters"/> and <see cref="FlowDiscipline.Tokens"/>: the names of the outcomes it ends with,
    /// a text or a list of texts; null, here or as its value, means <see cref="SequenceFlow.Done"/>.
    /// </summary>
    public FeelExpression? Outcomes { get; init; }

    /// <summary>Inside <see cref="FlowDiscipline.Counters"/> and <see cref="FlowDiscipline.Tokens"/>: when it runs.</summary>
    public MergeMode Merge { get; init; }

    /// <summary>The flow taken when no condition of the others holds, or <see cref="None"/>.</summary>
    public int DefaultFlow { get; init; } = None;

    // ---- containers ----

    /// <summary>The elements that stand directly in this container, boundary events included.</summary>
    public ImmutableArray<int> Children { get; init; } = [];

    /// <summary>The none start event, or for an event sub-process its only start event; <see cref="None"/> without one.</summary>
    /// <remarks>
    /// A process or sub-process without any start event starts at every child without incoming flow, except boundary events,
    /// event sub-processes, compensating activities and catching links (BPMN 2.0.2, 13.3.4).
    /// </remarks>
    public int StartEvent { get; init; } = None;

    /// <summary>Event sub-processes that stand directly in this container.</summary>
    public ImmutableArray<int> EventSubProcesses { get; init; } = [];

    /// <summary>Names of data objects and properties declared in this container: variables local to it, with null at first.</summary>
    public ImmutableArray<string> DataObjects { get; init; } = [];

    public AdHocDefinition? AdHoc { get; init; }

    /// <summary>How tokens move among the children; only processes and sub-processes have another one than BPMN's.</summary>
    public FlowDiscipline Discipline { get; init; }

    /// <summary>
    /// For another discipline than BPMN's: a list of ids of the children to start with, instead of <see cref="StartEvent"/> or
    /// all that nothing leads to.
    /// </summary>
    public FeelExpression? StartsWith { get; init; }

    // ---- activities ----

    /// <summary>For an undefined task: a line of text for the record.</summary>
    public FeelExpression? Note { get; init; }

    public ImmutableArray<int> BoundaryEvents { get; init; } = [];

    public LoopDefinition? Loop { get; init; }

    /// <summary>Assignments into the element's own scope before it starts, in order.</summary>
    public ImmutableArray<VariableMapping> Inputs { get; init; } = [];

    /// <summary>Assignments into the parent scope after it ends, in order; empty means: every result variable goes up.</summary>
    public ImmutableArray<VariableMapping> Outputs { get; init; } = [];

    public bool IsForCompensation { get; init; }

    /// <summary>Tokens an activity needs to start once (BPMN startQuantity).</summary>
    public int StartQuantity { get; init; } = 1;

    /// <summary>Tokens an activity puts on each outgoing flow (BPMN completionQuantity).</summary>
    public int CompletionQuantity { get; init; } = 1;

    public JobDefinition? Job { get; init; }

    public UserTaskDefinition? UserTask { get; init; }

    public ScriptDefinition? Script { get; init; }

    public DecisionDefinition? Decision { get; init; }

    public CallDefinition? Call { get; init; }

    // ---- events ----

    /// <summary>
    /// The event definitions; none for a none event, several for a multiple event. A receive task has its one message here,
    /// and so has a send task, or a message-throwing event, that is no <see cref="Job"/>.
    /// </summary>
    public ImmutableArray<EventDefinition> Events { get; init; } = [];

    /// <summary>Whether all of <see cref="Events"/> must occur (parallel multiple) instead of any.</summary>
    public bool ParallelMultiple { get; init; }

    /// <summary>The activity a boundary event is attached to, or <see cref="None"/>.</summary>
    public int AttachedTo { get; init; } = None;

    /// <summary>Whether a boundary event, or the start event of an event sub-process, ends what it interrupts.</summary>
    public bool Interrupting { get; init; } = true;

    /// <summary>For a compensation boundary event: the activity that compensates; otherwise <see cref="None"/>.</summary>
    public int CompensationHandler { get; init; } = None;

    // ---- gateways ----

    /// <summary>Whether a receive task or event-based gateway starts an instance.</summary>
    public bool Instantiate { get; init; }

    /// <summary>Whether an instantiating event-based gateway waits for all of its events (eventGatewayType Parallel).</summary>
    public bool AllEvents { get; init; }

    /// <summary>Complex gateway: when it fires, over <c>activationCount</c> and the counts per incoming flow id.</summary>
    public FeelExpression? ActivationCondition { get; init; }

    // ---- office ----

    /// <summary>The innermost lane's name when the element stands in one.</summary>
    public string? Lane { get; init; }

    /// <summary>Free properties of the model (<c>zeebe:properties</c>), for the designer and for plugins.</summary>
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>A sequence flow.</summary>
/// <param name="Index">Its place in <see cref="ProcessGraph.Flows"/>.</param>
/// <param name="Id">The id in the source document.</param>
/// <param name="Name">The label, if any.</param>
/// <param name="Source">The index of the element it leaves.</param>
/// <param name="Target">The index of the element it enters.</param>
/// <param name="Condition">Taken only when this is true; null: unconditional.</param>
public sealed record SequenceFlow(
    int Index, string Id, string? Name, int Source, int Target, FeelExpression? Condition)
{
    /// <summary>The outcome of an activity that says no other.</summary>
    public const string Done = "Done";

    /// <summary>Inside <see cref="FlowDiscipline.Counters"/> and <see cref="FlowDiscipline.Tokens"/>: taken when its source ends
    /// so.</summary>
    public string Outcome { get; init; } = Done;
}
