using System.Collections.Immutable;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>One activation of an element. Only <see cref="InstanceState.Apply"/> changes it.</summary>
public sealed class ElementInstance
{
    private static readonly List<int> Nothing = [];

    private SortedDictionary<int, FlowCount>? flowCounts;
    private SortedDictionary<int, int>? elementCounts;

    internal ElementInstance(int number, int element, int scope, InstanceRole role, int loopIndex)
    {
        Number = number;
        Element = element;
        Scope = scope;
        Role = role;
        LoopIndex = loopIndex;
    }

    /// <summary>Its local number; 0 for the process.</summary>
    public int Number { get; }

    /// <summary>The element's index in the graph of the version the instance runs on.</summary>
    public int Element { get; internal set; }

    /// <summary>The instance it lives in; -1 for the process.</summary>
    public int Scope { get; }

    public InstanceRole Role { get; }

    /// <summary>Its round or place in a loop, from 1; otherwise 0.</summary>
    public int LoopIndex { get; }

    public ElementState State { get; internal set; } = ElementState.Active;

    /// <summary>Variables of its own scope.</summary>
    public FeelContext Variables { get; internal set; } = FeelContext.Empty;

    /// <summary>The job it waits for, or 0.</summary>
    public int Job { get; internal set; }

    /// <summary>The user task it waits for, or 0.</summary>
    public int UserTask { get; internal set; }

    /// <summary>The incident that holds it, or 0.</summary>
    public int Incident { get; internal set; }

    /// <summary>The called process that runs for it.</summary>
    public InstanceKey? Child { get; internal set; }

    /// <summary>The throwing instance that a compensation works for, or 0.</summary>
    public int Thrower { get; internal set; }

    /// <summary>Whether an interrupting event sub-process took this scope over.</summary>
    public bool Interrupted { get; internal set; }

    /// <summary>The rounds, for the body of a loop.</summary>
    public LoopState? Loop { get; internal set; }

    /// <summary>Active instances in this scope, oldest first.</summary>
    public IReadOnlyList<int> Children => ChildList ?? Nothing;

    /// <summary>Flows in this scope on which a token waits for others, oldest first.</summary>
    public IReadOnlyList<int> WaitingFlows => WaitingFlowList ?? Nothing;

    /// <summary>Numbers of the timers and bookmarks this instance waits for.</summary>
    public IReadOnlyList<int> Waits => WaitList ?? Nothing;

    /// <summary>The flows whose tokens went into it; a complex gateway waits for the others before its reset.</summary>
    public ImmutableArray<int> JoinedFlows { get; internal set; } = [];

    /// <summary>Elements a sequential ad-hoc sub-process still has to start.</summary>
    public ImmutableArray<int> QueuedElements { get; internal set; } = [];

    /// <summary>Events received of those that all must occur.</summary>
    public ImmutableArray<ReceivedEvent> Received { get; internal set; } = [];

    /// <summary>What completed in this scope and can be undone, in order of completion.</summary>
    public ImmutableArray<CompensationRecord> Compensations { get; internal set; } = [];

    /// <summary>What this thrower still has to undo, in that order.</summary>
    public ImmutableArray<CompensationRecord> PendingCompensations { get; internal set; } = [];

    /// <summary>For a flowchart: what is known of each of its flows, by the flow's index.</summary>
    public IReadOnlyDictionary<int, FlowCount> FlowCounts => FlowCountsByFlow;

    /// <summary>For a flowchart: how often each of its elements ended or was skipped, by the element's index.</summary>
    public IReadOnlyDictionary<int, int> ElementCounts => ElementCountsByElement;

    /// <summary>For a flowchart: the element it began with, where that is not its own start; otherwise -1.</summary>
    public int FlowchartStart { get; internal set; } = Definitions.Element.None;

    internal SortedDictionary<int, FlowCount> FlowCountsByFlow => flowCounts ??= [];

    internal SortedDictionary<int, int> ElementCountsByElement => elementCounts ??= [];

    internal bool IsFlowchart => flowCounts is { Count: > 0 } || elementCounts is { Count: > 0 } || FlowchartStart >= 0;

    internal List<int>? ChildList { get; set; }

    internal List<int>? WaitingFlowList { get; set; }

    internal List<int>? WaitList { get; set; }
}

/// <summary>One of several events that all must occur: the catching element's index and which of its events.</summary>
[MessagePack.MessagePackObject]
public readonly record struct ReceivedEvent([property: MessagePack.Key(0)] int Element, [property: MessagePack.Key(1)] int EventIndex);

/// <summary>What a flowchart knows of one of its flows.</summary>
/// <param name="Flow">The flow's index.</param>
/// <param name="Visits">How often its source ended or was skipped.</param>
/// <param name="Followed">Whether a token went along it the last time.</param>
/// <param name="Tokens">Tokens on it that its target has not used yet.</param>
/// <param name="Blocked">How many of the next tokens are lost, because another flow was quicker.</param>
[MessagePack.MessagePackObject]
public readonly record struct FlowCount(
    [property: MessagePack.Key(0)] int Flow,
    [property: MessagePack.Key(1)] int Visits,
    [property: MessagePack.Key(2)] bool Followed,
    [property: MessagePack.Key(3)] int Tokens,
    [property: MessagePack.Key(4)] int Blocked);

/// <summary>What an element instance does for its scope.</summary>
public enum InstanceRole : byte
{
    Normal,

    /// <summary>Holds the rounds of a loop or multi-instance together; boundary events belong to it.</summary>
    LoopBody,

    /// <summary>One round of a loop.</summary>
    LoopRound,

    /// <summary>Undoes a completed activity.</summary>
    CompensationHandler,

    /// <summary>A completed sub-process brought back so that what completed inside it can be undone.</summary>
    CompensationScope,
}

/// <summary>Where an element instance stands in its life; see <c>ElementLifecycle</c> for what follows what.</summary>
public enum ElementState : byte
{
    /// <summary>Not yet working: its inputs or waits could not be made.</summary>
    Activating,
    Active,

    /// <summary>Done, but its outputs could not be mapped.</summary>
    Completing,

    /// <summary>Outputs are mapped, but which flow to take could not be decided.</summary>
    Leaving,

    /// <summary>Its end is decided, but compensation has to run before it.</summary>
    Terminating,
    Completed,
    Terminated,
}

/// <summary>The rounds of a loop or multi-instance.</summary>
public sealed class LoopState
{
    internal LoopState(int count, FeelList? items)
    {
        Count = count;
        Items = items;
    }

    /// <summary>Number of instances to run; -1 where only the condition ends it.</summary>
    public int Count { get; }

    /// <summary>The input collection, if any.</summary>
    public FeelList? Items { get; }

    public int Started { get; internal set; }

    public int Completed { get; internal set; }

    public int Terminated { get; internal set; }

    public int Active => Started - Completed - Terminated;

    /// <summary>The output elements by place; null where none came (yet). Empty when the loop collects nothing.</summary>
    public IReadOnlyList<FeelValue> Outputs => OutputList;

    internal List<FeelValue> OutputList { get; } = [];
}
