using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>The port to messages that wait for receivers.</summary>
public interface IMessageStore
{
    /// <summary>Keeps a message together with the effect that delivers it; durable when it answers.</summary>
    /// <param name="message">The message.</param>
    /// <param name="delivery">The effect; null: it is committed already.</param>
    /// <param name="now">Messages with the same id whose time is over by then do not count.</param>
    /// <returns>
    /// The key of the message that was there already: this one, or one with the same name, correlation key and id that waits. Then
    /// nothing was kept. Null when it was kept.
    /// </returns>
    Task<long?> AddAsync(StoredMessage message, PendingEffect? delivery, DateTimeOffset now);

    /// <summary>Notes that those who waited for it at its publication have it, and that the effect is done.</summary>
    Task SetDeliveredAsync(long key, PendingEffect? delivery);

    /// <summary>Messages that wait now, oldest first.</summary>
    ValueTask<IReadOnlyList<StoredMessage>> WaitingAsync(
        string tenantId, string name, string correlationKey, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Messages beside a bookmark that waits for them: nobody compared them, because of a crash or a full queue.</summary>
    /// <param name="openedBefore">Only bookmarks that waited by then, and messages published by then.</param>
    /// <param name="now">Messages whose time is over do not count.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<IReadOnlyList<StoredMessage>> UnmatchedAsync(
        DateTimeOffset openedBefore, DateTimeOffset now, CancellationToken cancellationToken);

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
    public string StimulusId => MessageId is { } id
        && (id.StartsWith(EffectPrefix, StringComparison.Ordinal) || id.StartsWith(StimulusPrefix, StringComparison.Ordinal))
        ? id
        : FormattableString.Invariant($"message:{Key}");

    /// <summary>Ids of messages that instances throw: made from the effect, so that carrying it out twice publishes it once.</summary>
    internal const string EffectPrefix = "effect:";

    /// <summary>Ids of messages that plugins publish: one fact told twice is one message, also after its time to live.</summary>
    internal const string StimulusPrefix = "stimulus:";
}
