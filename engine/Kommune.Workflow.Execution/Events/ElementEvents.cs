using System.Collections.Immutable;
using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>An element instance came into being.</summary>
/// <param name="Instance">Its local number; 0 for the process.</param>
/// <param name="Element">The element's index.</param>
/// <param name="Scope">The instance it lives in; -1 for the process.</param>
/// <param name="Role">What it does for its scope.</param>
/// <param name="LoopIndex">Its round or place in a loop, from 1; otherwise 0.</param>
/// <param name="Thrower">The throwing instance a compensation works for; otherwise 0. Takes that thrower's next record.</param>
[MessagePackObject]
public sealed record ElementActivated(
    [property: Key(0)] int Instance,
    [property: Key(1)] int Element,
    [property: Key(2)] int Scope,
    [property: Key(3)] InstanceRole Role,
    [property: Key(4)] int LoopIndex,
    [property: Key(5)] int Thrower) : InstanceEvent;

/// <summary>An element instance stays in a state between two steps; passing through one is not recorded.</summary>
[MessagePackObject]
public sealed record ElementStateChanged(
    [property: Key(0)] int Instance, [property: Key(1)] ElementState State) : InstanceEvent;

[MessagePackObject]
public sealed record ElementCompleted([property: Key(0)] int Instance) : InstanceEvent;

[MessagePackObject]
public sealed record ElementTerminated([property: Key(0)] int Instance) : InstanceEvent;

/// <summary>A token went along a sequence flow.</summary>
/// <param name="Flow">The flow's index.</param>
/// <param name="Scope">The container's instance.</param>
/// <param name="Waits">Whether it waits at the flow's end for others.</param>
[MessagePackObject]
public sealed record FlowTaken(
    [property: Key(0)] int Flow, [property: Key(1)] int Scope, [property: Key(2)] bool Waits) : InstanceEvent;

/// <summary>Tokens that waited on these flows (one each; a flow may be listed twice) went into an element instance.</summary>
[MessagePackObject]
public sealed record FlowsJoined(
    [property: Key(0)] int Instance, [property: Key(1)] ImmutableArray<int> Flows) : InstanceEvent;

/// <summary>An interrupting event sub-process took over a scope: nothing else in it goes on.</summary>
[MessagePackObject]
public sealed record ScopeInterrupted([property: Key(0)] int Scope) : InstanceEvent;

/// <summary>A loop or multi-instance body knows its rounds.</summary>
/// <param name="Body">The body's instance.</param>
/// <param name="Count">Number of instances; -1 where only the condition ends it.</param>
/// <param name="Items">The input collection, if any.</param>
[MessagePackObject]
public sealed record LoopStarted(
    [property: Key(0)] int Body, [property: Key(1)] int Count, [property: Key(2)] FeelList? Items) : InstanceEvent;

/// <summary>One round of a loop ended.</summary>
/// <param name="Body">The body's instance.</param>
/// <param name="Index">The round, from 1.</param>
/// <param name="Completed">Whether it completed; otherwise it was terminated.</param>
/// <param name="Output">Its output element, if the loop collects them.</param>
[MessagePackObject]
public sealed record LoopRoundEnded(
    [property: Key(0)] int Body,
    [property: Key(1)] int Index,
    [property: Key(2)] bool Completed,
    [property: Key(3)] FeelValue? Output) : InstanceEvent;

/// <summary>Elements that a sequential ad-hoc sub-process still has to start, in order; replaces the earlier list.</summary>
[MessagePackObject]
public sealed record ElementsQueued(
    [property: Key(0)] int Instance, [property: Key(1)] ImmutableArray<int> Elements) : InstanceEvent;

/// <summary>A called process runs for this call activity instance.</summary>
[MessagePackObject]
public sealed record ChildLinked(
    [property: Key(0)] int Instance, [property: Key(1)] InstanceKey Child) : InstanceEvent;

/// <summary>Something compensable completed in a scope.</summary>
[MessagePackObject]
public sealed record CompensationRecorded(
    [property: Key(0)] int Scope, [property: Key(1)] CompensationRecord Record) : InstanceEvent;

/// <summary>A thrower took records of a scope (places from 0, in the order they are to be compensated).</summary>
[MessagePackObject]
public sealed record CompensationConsumed(
    [property: Key(0)] int Scope, [property: Key(1)] int Thrower, [property: Key(2)] ImmutableArray<int> Places) : InstanceEvent;

/// <summary>An element wrote a line for the record.</summary>
/// <param name="Instance">The element's instance.</param>
/// <param name="Element">The element's index.</param>
/// <param name="Text">The line.</param>
[MessagePackObject]
public sealed record LineWritten(
    [property: Key(0)] int Instance, [property: Key(1)] int Element, [property: Key(2)] string Text) : InstanceEvent;

/// <summary>What a flowchart knows of one of its flows changed to this.</summary>
[MessagePackObject]
public sealed record FlowCounted([property: Key(0)] int Scope, [property: Key(1)] FlowCount Count) : InstanceEvent;

/// <summary>An element of a flowchart ended or was skipped once more.</summary>
[MessagePackObject]
public sealed record ElementCounted([property: Key(0)] int Scope, [property: Key(1)] int Element) : InstanceEvent;

/// <summary>A flowchart began with another element than its own start.</summary>
[MessagePackObject]
public sealed record FlowchartStarted([property: Key(0)] int Scope, [property: Key(1)] int Element) : InstanceEvent;
