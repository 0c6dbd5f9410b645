using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>The port to messages that wait for receivers.</summary>
public interface IMessageStore
{
    /// <summary>Keeps a message; durable when it answers.</summary>
    /// <returns>The key of the message with the same name, correlation key and id that waits already; null when it was kept.</returns>
    Task<long?> AddAsync(StoredMessage message, DateTimeOffset now);

    /// <summary>Notes that those who waited for it at its publication have it.</summary>
    Task SetDeliveredAsync(long key);

    /// <summary>Messages that wait now, oldest first.</summary>
    ValueTask<IReadOnlyList<StoredMessage>> WaitingAsync(
        string tenantId, string name, string correlationKey, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Messages a crash left undelivered, and messages beside a bookmark that waits for them.</summary>
    ValueTask<IReadOnlyList<StoredMessage>> LeftoversAsync(
        DateTimeOffset publishedBefore, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes messages whose time is over, and command ids accepted before a time.</summary>
    Task DeleteExpiredAsync(DateTimeOffset now, DateTimeOffset commandIdsBefore, CancellationToken cancellationToken);
}

/// <param name="Key">The message's key.</param>
/// <param name="TenantId">Whose.</param>
/// <param name="Name">The message's name.</param>
/// <param name="CorrelationKey">Empty: by name alone.</param>
/// <param name="MessageId">The publisher's id.</param>
/// <param name="Variables">What receivers get.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="ExpiresAt">Until when it waits.</param>
/// <param name="Delivered">Whether those who waited at its publication have it.</param>
public sealed record StoredMessage(
    long Key,
    string TenantId,
    string Name,
    string CorrelationKey,
    string? MessageId,
    FeelContext Variables,
    DateTimeOffset PublishedAt,
    DateTimeOffset ExpiresAt,
    bool Delivered)
{
    /// <summary>The prefix of the ids of the commands that deliver it: each process gets it once.</summary>
    public string StimulusId => MessageId is { } id && id.StartsWith(EffectPrefix, StringComparison.Ordinal)
        ? id
        : FormattableString.Invariant($"message:{Key}");

    /// <summary>Ids of messages that instances throw: made from the effect, so that carrying it out twice publishes it once.</summary>
    internal const string EffectPrefix = "effect:";
}
