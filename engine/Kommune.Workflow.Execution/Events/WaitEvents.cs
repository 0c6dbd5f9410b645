using MessagePack;

namespace Kommune.Workflow.Execution;

[MessagePackObject]
public sealed record JobCreated([property: Key(0)] Job Job) : InstanceEvent;

[MessagePackObject]
public sealed record JobLocked(
    [property: Key(0)] int Job, [property: Key(1)] string Worker, [property: Key(2)] DateTimeOffset Until) : InstanceEvent;

/// <summary>A try failed; the job is free again, but not before <paramref name="NotBefore"/>.</summary>
[MessagePackObject]
public sealed record JobFailed(
    [property: Key(0)] int Job,
    [property: Key(1)] int Retries,
    [property: Key(2)] DateTimeOffset? NotBefore,
    [property: Key(3)] string? Message) : InstanceEvent;

/// <summary>A job's retries or lease changed; null: as before.</summary>
[MessagePackObject]
public sealed record JobUpdated(
    [property: Key(0)] int Job, [property: Key(1)] int? Retries, [property: Key(2)] DateTimeOffset? LockedUntil) : InstanceEvent;

[MessagePackObject]
public sealed record JobEnded([property: Key(0)] int Job, [property: Key(1)] JobOutcome Outcome) : InstanceEvent;

public enum JobOutcome : byte
{
    Completed,
    Error,
    Canceled,
}

[MessagePackObject]
public sealed record TaskCreated([property: Key(0)] UserTask Task) : InstanceEvent;

/// <summary>A task has another holder; null: nobody.</summary>
[MessagePackObject]
public sealed record TaskAssigned(
    [property: Key(0)] int Task, [property: Key(1)] string? Assignee, [property: Key(2)] string? Owner) : InstanceEvent;

/// <summary>A task's properties changed to these.</summary>
[MessagePackObject]
public sealed record TaskUpdated([property: Key(0)] UserTask Task) : InstanceEvent;

/// <summary>A task is no longer open.</summary>
/// <param name="Task">The task.</param>
/// <param name="Completed">Whether it was done; otherwise it was withdrawn.</param>
/// <param name="UserId">Who really did it.</param>
/// <param name="Action">The caller's word for how it was done (such as a button), if any.</param>
[MessagePackObject]
public sealed record TaskEnded(
    [property: Key(0)] int Task,
    [property: Key(1)] bool Completed,
    [property: Key(2)] string? UserId,
    [property: Key(3)] string? Action) : InstanceEvent;

[MessagePackObject]
public sealed record TimerScheduled([property: Key(0)] Timer Timer) : InstanceEvent;

/// <summary>A timer is no longer waiting: it fired or was withdrawn.</summary>
[MessagePackObject]
public sealed record TimerEnded([property: Key(0)] int Timer, [property: Key(1)] bool Fired) : InstanceEvent;

[MessagePackObject]
public sealed record BookmarkOpened([property: Key(0)] Bookmark Bookmark) : InstanceEvent;

[MessagePackObject]
public sealed record BookmarkClosed([property: Key(0)] int Bookmark) : InstanceEvent;

/// <summary>What a bookmark waits for came; the bookmark stays until it is closed.</summary>
/// <param name="Bookmark">The bookmark.</param>
/// <param name="StimulusKey">The key of the message or signal; 0 for a condition.</param>
[MessagePackObject]
public sealed record BookmarkTriggered(
    [property: Key(0)] int Bookmark, [property: Key(1)] long StimulusKey) : InstanceEvent;

/// <summary>The condition a bookmark watches became true or stopped being true.</summary>
[MessagePackObject]
public sealed record ConditionChanged([property: Key(0)] int Bookmark, [property: Key(1)] bool Holds) : InstanceEvent;

/// <summary>One of several events that all must occur has occurred.</summary>
/// <param name="Instance">Who waits.</param>
/// <param name="Element">The catching element's index.</param>
/// <param name="EventIndex">Which of its events; for a gateway that waits for all, 0.</param>
[MessagePackObject]
public sealed record EventReceived(
    [property: Key(0)] int Instance, [property: Key(1)] int Element, [property: Key(2)] int EventIndex) : InstanceEvent;

/// <summary>All events of a catching element occurred; the count begins anew.</summary>
[MessagePackObject]
public sealed record EventsForgotten([property: Key(0)] int Instance, [property: Key(1)] int Element) : InstanceEvent;
