using System.Collections.Immutable;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>A task for a person, as the state holds it and as lists show it.</summary>
public sealed record UserTask
{
    public required int Number { get; init; }
    public required int ElementInstance { get; init; }

    /// <summary>Index of the task's element.</summary>
    public required int Element { get; init; }
    public required string Title { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public string? Assignee { get; init; }

    /// <summary>Who gave the task away with «delegate» and gets it back.</summary>
    public string? Owner { get; init; }
    public ImmutableArray<string> CandidateGroups { get; init; } = [];
    public ImmutableArray<string> CandidateUsers { get; init; } = [];
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? FollowUpAt { get; init; }
    public int Priority { get; init; } = 50;
    public string? FormId { get; init; }
    public string? ExternalFormReference { get; init; }

    /// <summary>People who may not do the task because they did the other step (four eyes), with that step's element index.</summary>
    public ImmutableArray<Doer> Barred { get; init; } = [];
}

/// <summary>Who did a step: the person who really acted, substitutes included.</summary>
public sealed record Doer(string UserId, int Element);

/// <summary>A unit of machine work.</summary>
public sealed record Job
{
    public required int Number { get; init; }
    public required int ElementInstance { get; init; }
    public required int Element { get; init; }
    public required string Type { get; init; }
    public required int Retries { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public string? Worker { get; init; }
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Not before this time (back-off).</summary>
    public DateTimeOffset? NotBefore { get; init; }
    public string? ErrorMessage { get; init; }
}

public sealed record Timer(
    int Number, int ElementInstance, int Element, int EventIndex, DateTimeOffset DueAt, int RepetitionsLeft);

/// <summary>A stored wait for a message or signal, matched by kind, name and key.</summary>
/// <param name="Number">Its local number.</param>
/// <param name="ElementInstance">Who waits: the element instance, or the scope for boundary and event sub-process starts.</param>
/// <param name="Element">The catching element's index.</param>
/// <param name="EventIndex">Which of the element's event definitions.</param>
/// <param name="Kind">Message or signal.</param>
/// <param name="Name">The message's or signal's name.</param>
/// <param name="CorrelationKey">Null: correlates by name alone. Signals have none.</param>
public sealed record Bookmark(
    int Number, int ElementInstance, int Element, int EventIndex, BookmarkKind Kind, string Name, string? CorrelationKey);

public enum BookmarkKind : byte
{
    Message,
    Signal,
}

/// <summary>An instance is stuck at an element; a person looks, repairs and retries.</summary>
public sealed record Incident(
    int Number, int ElementInstance, int Element, IncidentKind Kind, string Message, DateTimeOffset RaisedAt, int? Job);

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
