using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>The port to effects that are not done yet.</summary>
public interface IOutbox
{
    /// <summary>Effects committed before a time, oldest first.</summary>
    ValueTask<IReadOnlyList<PendingEffect>> PendingAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>Keeps an effect that no instance asked for.</summary>
    Task AddAsync(PendingEffect effect);

    Task DeleteAsync(long position, int ordinal);
}

/// <param name="TenantId">Whose.</param>
/// <param name="Position">The journal position of the step that asked for it, or a key of its own.</param>
/// <param name="Ordinal">Its place among the effects of that step.</param>
/// <param name="Effect">What to do.</param>
/// <param name="At">When it was committed.</param>
public sealed record PendingEffect(string TenantId, long Position, int Ordinal, Effect Effect, DateTimeOffset At)
{
    /// <summary>The same for every attempt: the prefix of the ids of the commands that carry it out.</summary>
    public string IdempotencyKey => FormattableString.Invariant($"effect:{Position}.{Ordinal}");
}
