using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>The port to effects that are not done yet.</summary>
public interface IOutbox
{
    /// <summary>Effects to be tried by a time, oldest first; not those that failed too often.</summary>
    ValueTask<IReadOnlyList<PendingEffect>> PendingAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>Keeps an effect that no instance asked for.</summary>
    Task AddAsync(PendingEffect effect);

    Task DeleteAsync(PendingEffect effect);

    /// <summary>Notes that an attempt failed.</summary>
    /// <param name="effect">The effect, as it was before this attempt.</param>
    /// <param name="nextAt">When it is tried again; null: a person decides.</param>
    /// <param name="problem">Why it failed.</param>
    Task FailAsync(PendingEffect effect, DateTimeOffset? nextAt, string problem);

    /// <summary>Lets an effect that failed too often be tried anew; null when there is none such.</summary>
    Task<PendingEffect?> RetryAsync(
        string tenantId, long position, int ordinal, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <param name="TenantId">Whose.</param>
/// <param name="Position">The journal position of the step that asked for it, or a key of its own.</param>
/// <param name="Ordinal">Its place among the effects of that step.</param>
/// <param name="Effect">What to do.</param>
/// <param name="At">When it was committed.</param>
public sealed record PendingEffect(string TenantId, long Position, int Ordinal, Effect Effect, DateTimeOffset At)
{
    /// <summary>Attempts that failed.</summary>
    public int Attempts { get; init; }

    /// <summary>The same for every attempt: the prefix of the ids of the commands that carry it out.</summary>
    public string IdempotencyKey => FormattableString.Invariant($"effect:{Position}.{Ordinal}");
}
