using System.Collections.Immutable;
using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>The instance exists and runs on a definition version.</summary>
[MessagePackObject]
public sealed record InstanceStarted(
    [property: Key(0)] InstanceKey InstanceKey,
    [property: Key(1)] long DefinitionKey,
    [property: Key(2)] DateTimeOffset At,
    [property: Key(3)] long? Parent,
    [property: Key(4)] string? CaseNumber,
    [property: Key(5)] int CallDepth) : InstanceEvent;

/// <summary>The process ran to its end.</summary>
[MessagePackObject]
public sealed record InstanceCompleted([property: Key(0)] DateTimeOffset At) : InstanceEvent;

/// <summary>The process was ended before its end: cancelled, or by an error that nothing in it caught.</summary>
[MessagePackObject]
public sealed record InstanceTerminated(
    [property: Key(0)] DateTimeOffset At, [property: Key(1)] string? Reason, [property: Key(2)] string? ErrorCode) : InstanceEvent;

/// <summary>The case's title in lists changed.</summary>
[MessagePackObject]
public sealed record InstanceTitled([property: Key(0)] string Title) : InstanceEvent;

/// <summary>The instance continues on another version.</summary>
/// <param name="DefinitionKey">The version it runs on from now on.</param>
/// <param name="Elements">For each element index of the old graph its index in the new one, or -1.</param>
/// <param name="Flows">For each flow index of the old graph its index in the new one, or -1.</param>
[MessagePackObject]
public sealed record InstanceMigrated(
    [property: Key(0)] long DefinitionKey,
    [property: Key(1)] ImmutableArray<int> Elements,
    [property: Key(2)] ImmutableArray<int> Flows) : InstanceEvent;

/// <summary>A note was put on the record; see <see cref="AddRemark"/>.</summary>
[MessagePackObject]
public sealed record RemarkAdded(
    [property: Key(0)] string Kind, [property: Key(1)] string Reference, [property: Key(2)] int? Task) : InstanceEvent;

/// <summary>A variable has a new value in a scope.</summary>
/// <param name="Scope">The element instance that owns the variable; 0 is the process.</param>
/// <param name="Name">The variable's name.</param>
/// <param name="Value">The value; JSON kinds only.</param>
[MessagePackObject]
public sealed record VariableSet(
    [property: Key(0)] int Scope, [property: Key(1)] string Name, [property: Key(2)] FeelValue Value) : InstanceEvent;

/// <summary>A decision was evaluated for a business rule task.</summary>
[MessagePackObject]
public sealed record DecisionEvaluated(
    [property: Key(0)] int Instance,
    [property: Key(1)] string DecisionId,
    [property: Key(2)] long DefinitionKey,
    [property: Key(3)] FeelValue Output) : InstanceEvent;

/// <summary>An error was thrown at an element instance; <paramref name="CaughtBy"/> is an element index, -1: by nothing here.</summary>
[MessagePackObject]
public sealed record ErrorThrown(
    [property: Key(0)] int Instance,
    [property: Key(1)] string Code,
    [property: Key(2)] string? Message,
    [property: Key(3)] int CaughtBy) : InstanceEvent;

/// <summary>An escalation was thrown at an instance; <paramref name="CaughtBy"/> is an element index, -1: by nothing here.</summary>
[MessagePackObject]
public sealed record EscalationThrown(
    [property: Key(0)] int Instance, [property: Key(1)] string Code, [property: Key(2)] int CaughtBy) : InstanceEvent;

/// <summary>An element instance is stuck until a person repairs and retries it.</summary>
[MessagePackObject]
public sealed record IncidentRaised([property: Key(0)] Incident Incident) : InstanceEvent;

[MessagePackObject]
public sealed record IncidentResolved([property: Key(0)] int Incident) : InstanceEvent;
