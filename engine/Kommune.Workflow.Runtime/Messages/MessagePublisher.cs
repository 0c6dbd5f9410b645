using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>Takes messages in: their delivery is durable before it begins, so that a crash only puts it off.</summary>
/// <remarks>
/// A message with a time to live waits beside that for receivers to come. One without correlates with what waits when it is
/// delivered: right after its commit or, after a crash, when the engine is back; who begins to wait later does not get it.
/// </remarks>
internal sealed class MessagePublisher(
    EngineSilo silo, IMessageStore messages, IOutbox outbox, KeySource keys, EngineClock clock, RuntimeOptions options)
{
    public async Task<PublishOutcome> PublishAsync(
        string tenantId, MessagePublication publication, Actor actor, CancellationToken cancellationToken)
    {
        var effect = new PublishMessage(
            publication.Name,
            publication.CorrelationKey,
            publication.TimeToLive,
            publication.Variables ?? FeelContext.Empty,
            publication.MessageId,
            actor);
        var key = (await keys.NextAsync(cancellationToken).ConfigureAwait(false)).Value;
        var delivery = new PendingEffect(tenantId, key, 0, effect, clock.GetUtcNow());
        var message = Describe(delivery, effect, key);
        if (!IsKept(message))
        {
            await outbox.AddAsync(delivery).ConfigureAwait(false);
            var reached = await DeliverAsync(message, actor, single: false, cancellationToken).ConfigureAwait(false);
            await outbox.DeleteAsync(delivery).ConfigureAwait(false);
            return new PublishOutcome(key, AlreadyPublished: false, reached);
        }

        if (await messages.AddAsync(message, delivery, delivery.At).ConfigureAwait(false) is { } earlier)
        {
            return new PublishOutcome(earlier, AlreadyPublished: true, []);
        }

        var receivers = await DeliverAsync(message, actor, single: false, cancellationToken).ConfigureAwait(false);
        await messages.SetDeliveredAsync(key, delivery).ConfigureAwait(false);
        return new PublishOutcome(key, AlreadyPublished: false, receivers);
    }

    public async Task<CorrelateOutcome> CorrelateAsync(
        string tenantId,
        string name,
        string? correlationKey,
        FeelContext? variables,
        Actor actor,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = (await keys.NextAsync(cancellationToken).ConfigureAwait(false)).Value;
        var message = new StoredMessage(
            key, tenantId, name, correlationKey ?? "", null, variables ?? FeelContext.Empty, now, now, Delivered: false);
        var receivers = await DeliverAsync(message, actor, single: true, cancellationToken).ConfigureAwait(false);
        return new CorrelateOutcome(key, receivers is [var receiver, ..] ? new InstanceKey(receiver) : null);
    }

    /// <summary>Publishes what an instance threw, or what a crash cut off; who has it already does not get it twice.</summary>
    public async Task PublishEffectAsync(PendingEffect delivery, PublishMessage effect, CancellationToken cancellationToken)
    {
        var isThrown = InstanceKey.Of(delivery.Position, out var entry).Value > 0 && entry > 0;
        var key = isThrown ? (await keys.NextAsync(cancellationToken).ConfigureAwait(false)).Value : delivery.Position;
        var message = Describe(delivery, isThrown ? effect with { MessageId = delivery.IdempotencyKey } : effect, key);
        if (IsKept(message)
            && await messages.AddAsync(message, delivery: null, clock.GetUtcNow()).ConfigureAwait(false) is { } earlier
            && isThrown)
        {
            message = message with { Key = earlier };
        }

        await DeliverAsync(message, effect.Actor ?? Actor.Engine, single: false, cancellationToken).ConfigureAwait(false);
        if (IsKept(message))
        {
            await messages.SetDeliveredAsync(message.Key, delivery: null).ConfigureAwait(false);
        }
    }

    /// <summary>Delivers messages that wait beside somebody who waits for them.</summary>
    public async Task SweepAsync(DateTimeOffset openedBefore, CancellationToken cancellationToken)
    {
        var unmatched = await messages
            .UnmatchedAsync(openedBefore, clock.GetUtcNow(), cancellationToken)
            .ConfigureAwait(false);
        var grains = await silo.GrainsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var message in unmatched)
        {
            await grains.GetGrain<IMessageGrain>(GrainKey(message.TenantId, message.Name, message.CorrelationKey))
                .DeliverBufferedAsync(message.TenantId, message.Name, message.CorrelationKey)
                .ConfigureAwait(false);
        }
    }

    public static string GrainKey(string tenantId, string name, string correlationKey) =>
        $"{tenantId}\n{name}\n{correlationKey}";

    private static bool IsKept(StoredMessage message) => message.ExpiresAt > message.PublishedAt;

    private StoredMessage Describe(PendingEffect delivery, PublishMessage effect, long key)
    {
        var timeToLive = effect.TimeToLive < options.MessageTimeToLiveMax ? effect.TimeToLive : options.MessageTimeToLiveMax;
        return new StoredMessage(
            key,
            delivery.TenantId,
            effect.Name,
            effect.CorrelationKey ?? "",
            effect.MessageId,
            effect.Variables,
            delivery.At,
            delivery.At + timeToLive,
            Delivered: false);
    }

    private async Task<long[]> DeliverAsync(
        StoredMessage message, Actor actor, bool single, CancellationToken cancellationToken)
    {
        var grains = await silo.GrainsAsync(cancellationToken).ConfigureAwait(false);
        return await grains
            .GetGrain<IMessageGrain>(GrainKey(message.TenantId, message.Name, message.CorrelationKey))
            .DeliverAsync(new MessageParcel(message, actor), single)
            .ConfigureAwait(false);
    }
}
