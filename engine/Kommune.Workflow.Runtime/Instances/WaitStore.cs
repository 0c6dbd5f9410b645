using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>The port to what running instances wait for.</summary>
public interface IWaitStore
{
    /// <summary>Timers due at <paramref name="now"/>, earliest first.</summary>
    ValueTask<IReadOnlyList<WaitingKey>> DueTimersAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>The earliest due time of all timers; null without timers.</summary>
    ValueTask<DateTimeOffset?> NextTimerAsync(CancellationToken cancellationToken);

    /// <summary>Jobs of a type that a worker may have at <paramref name="now"/>, longest available first; of no tenants: of all.</summary>
    ValueTask<IReadOnlyList<WaitingKey>> AvailableJobsAsync(
        IReadOnlyList<string> tenantIds, string type, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>When the next job of a type becomes available after <paramref name="now"/>; null without one.</summary>
    ValueTask<DateTimeOffset?> NextJobAsync(string type, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Whether a job is still to be done.</summary>
    ValueTask<bool> HasJobAsync(long key, CancellationToken cancellationToken);

    /// <summary>Keeps how far a job is, until it ends or is tried again; nothing for a job that has ended.</summary>
    /// <param name="key">The job.</param>
    /// <param name="percent">From 0 to 100.</param>
    /// <param name="text">What is done just now; null for nothing.</param>
    ValueTask ReportProgressAsync(long key, int percent, string? text);

    /// <summary>Bookmarks that wait for a message or signal, by key.</summary>
    ValueTask<IReadOnlyList<WaitingBookmark>> BookmarksAsync(
        BookmarkQuery query, long afterKey, int limit, CancellationToken cancellationToken);
}

/// <summary>The key of a timer or job, and its tenant.</summary>
public readonly record struct WaitingKey(long Key, string TenantId);

/// <param name="TenantId">Whose.</param>
/// <param name="Kind">Message or signal.</param>
/// <param name="Name">The name waited for.</param>
/// <param name="CorrelationKey">Empty: by name alone. Signals have none.</param>
public sealed record BookmarkQuery(string TenantId, BookmarkKind Kind, string Name, string CorrelationKey)
{
    /// <summary>Only those that waited at this time already; null: all.</summary>
    public DateTimeOffset? OpenedUntil { get; init; }
}

public sealed record WaitingBookmark(long Key, string ProcessId, string ElementId);
