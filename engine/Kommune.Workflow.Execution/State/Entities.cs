using System.Collections.Immutable;
using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>A task for a person, as the state holds it and as lists show it.</summary>
[MessagePackObject]
public sealed record UserTask
{
    [Key(0)] public required int Number { get; init; }
    [Key(1)] public required int ElementInstance { get; init; }

    /// <summary>Index of the task's element.</summary>
    [Key(2)] public required int Element { get; init; }
    [Key(3)] public required string Title { get; init; }
    [Key(4)] public required DateTimeOffset CreatedAt { get; init; }
    [Key(5)] public string? Assignee { get; init; }

    /// <summary>Who gave the task away with «delegate» and gets it back.</summary>
    [Key(6)] public string? Owner { get; init; }
    [Key(7)] public ImmutableArray<string> CandidateGroups { get; init; } = [];
    [Key(8)] public ImmutableArray<string> CandidateUsers { get; init; } = [];
    [Key(9)] public DateTimeOffset? DueAt { get; init; }
    [Key(10)] public DateTimeOffset? FollowUpAt { get; init; }

    /// <summary>0 to 100.</summary>
    [Key(11)] public int Priority { get; init; } = 50;
    [Key(12)] public string? FormId { get; init; }
    [Key(13)] public string? ExternalFormReference { get; init; }

    /// <summary>People who may not do the task because they did the other step (four eyes), with that step's element index.</summary>
    [Key(14)] public ImmutableArray<Doer> Barred { get; init; } = [];
}

/// <summary>Who did a step: the person who really acted, substitutes included.</summary>
[MessagePackObject]
public sealed record Doer([property: Key(0)] string UserId, [property: Key(1)] int Element);

/// <summary>A unit of machine work.</summary>
[MessagePackObject]
public sealed record Job
{
    [Key(0)] public required int Number { get; init; }
    [Key(1)] public required int ElementInstance { get; init; }
    [Key(2)] public required int Element { get; init; }
    [Key(3)] public required string Type { get; init; }
    [Key(4)] public required int Retries { get; init; }
    [Key(5)] public required DateTimeOffset CreatedAt { get; init; }
    [Key(6)] public string? Worker { get; init; }
    [Key(7)] public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Not before this time (back-off).</summary>
    [Key(8)] public DateTimeOffset? NotBefore { get; init; }
    [Key(9)] public string? ErrorMessage { get; init; }
}

/// <summary>A point in time at which something goes on.</summary>
/// <param name="Number">Its local number.</param>
/// <param name="ElementInstance">Who waits: the element instance, or the scope for boundary and event sub-process starts.</param>
/// <param name="Element">The catching element's index.</param>
/// <param name="EventIndex">Which of the element's event definitions.</param>
/// <param name="DueAt">When, UTC.</param>
/// <param name="RepetitionsLeft">How often it fires again after this time; -1: without end.</param>
[MessagePackObject]
public sealed record Timer(
    [property: Key(0)] int Number,
    [property: Key(1)] int ElementInstance,
    [property: Key(2)] int Element,
    [property: Key(3)] int EventIndex,
    [property: Key(4)] DateTimeOffset DueAt,
    [property: Key(5)] int RepetitionsLeft);

/// <summary>A stored wait for a message, a signal or a condition; messages and signals are matched by kind, name and key.</summary>
/// <param name="Number">Its local number.</param>
/// <param name="ElementInstance">Who waits: the element instance, or the scope for boundary and event sub-process starts.</param>
/// <param name="Element">The catching element's index.</param>
/// <param name="EventIndex">Which of the element's event definitions.</param>
/// <param name="Kind">Message, signal, or a condition over the instance's own variables.</param>
/// <param name="Name">The message's or signal's name; the condition's text.</param>
/// <param name="CorrelationKey">Null: correlates by name alone. Signals and conditions have none.</param>
/// <param name="Holds">Whether a condition held when it was last asked.</param>
[MessagePackObject]
public sealed record Bookmark(
    [property: Key(0)] int Number,
    [property: Key(1)] int ElementInstance,
    [property: Key(2)] int Element,
    [property: Key(3)] int EventIndex,
    [property: Key(4)] BookmarkKind Kind,
    [property: Key(5)] string Name,
    [property: Key(6)] string? CorrelationKey,
    [property: Key(7)] bool Holds = false);

public enum BookmarkKind : byte
{
    Message,
    Signal,

    /// <summary>Nothing comes from outside: the instance itself watches its variables.</summary>
    Condition,
}

/// <summary>An instance is stuck at an element; a person looks, repairs and retries.</summary>
[MessagePackObject]
public sealed record Incident(
    [property: Key(0)] int Number,
    [property: Key(1)] int ElementInstance,
    [property: Key(2)] int Element,
    [property: Key(3)] IncidentKind Kind,
    [property: Key(4)] string Message,
    [property: Key(5)] DateTimeOffset RaisedAt,
    [property: Key(6)] int? Job);

/// <summary>What kind of trouble; named as the Orchestration Cluster REST API's error types.</summary>
public enum IncidentKind : byte
{
    IoMapping,
    JobNoRetries,
    Condition,
    ExtractValue,
    CalledElement,
    UnhandledError,
    Decision,
    Form,
    /// <summary>A limit of the engine was reached: loop without a wait state, too many elements, too deep.</summary>
    Limit,
    Message,
}

/// <summary>What completed and can be undone.</summary>
/// <param name="Element">The completed activity's index.</param>
/// <param name="LoopIndex">Its round or place in a loop, from 1; otherwise 0.</param>
/// <param name="Variables">Its own variables when it completed.</param>
/// <param name="Nested">What completed inside it, in order of completion.</param>
[MessagePackObject]
public sealed record CompensationRecord(
    [property: Key(0)] int Element,
    [property: Key(1)] int LoopIndex,
    [property: Key(2)] FeelContext Variables,
    [property: Key(3)] ImmutableArray<CompensationRecord> Nested);
