using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>Takes messages in: kept first when they have a time to live, then delivered.</summary>
internal sealed class MessagePublisher(
    EngineSilo silo, IMessageStore messages, KeySource keys, EngineClock clock, RuntimeOptions options)
{
    public async Task<PublishOutcome> PublishAsync(
        string tenantId, MessagePublication publication, Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var timeToLive = TimeSpan.FromTicks(Math.Min(publication.TimeToLive.Ticks, options.MessageTimeToLiveMax.Ticks));
        var message = new StoredMessage(
            (await keys.NextAsync(cancellationToken).ConfigureAwait(false)).Value,
            tenantId,
            publication.Name,
            publication.CorrelationKey ?? "",
            publication.MessageId,
            publication.Variables ?? FeelContext.Empty,
            now,
            now + timeToLive,
            Delivered: false);
        var kept = timeToLive > TimeSpan.Zero;
        if (kept && await messages.AddAsync(message, now).ConfigureAwait(false) is { } earlier)
        {
            return new PublishOutcome(earlier, AlreadyPublished: true);
        }

        await DeliverAsync(new MessageParcel(message, actor), single: false, cancellationToken).ConfigureAwait(false);
        if (kept)
        {
            await messages.SetDeliveredAsync(message.Key).ConfigureAwait(false);
        }

        return new PublishOutcome(message.Key, AlreadyPublished: false);
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
        var receivers = await DeliverAsync(new MessageParcel(message, actor), single: true, cancellationToken).ConfigureAwait(false);
        return new CorrelateOutcome(key, receivers is [var receiver, ..] ? new InstanceKey(receiver) : null);
    }

    /// <summary>Publishes what an instance threw; a second attempt publishes nothing more.</summary>
    public Task PublishEffectAsync(PendingEffect pending, PublishMessage thrown, CancellationToken cancellationToken) =>
        PublishAsync(
            pending.TenantId,
            new MessagePublication(
                thrown.Name, thrown.CorrelationKey, thrown.TimeToLive, pending.IdempotencyKey, thrown.Variables),
            Actor.Engine,
            cancellationToken);

    /// <summary>Delivers again what a crash may have left undelivered; who has it already does not get it twice.</summary>
    public async Task SweepAsync(DateTimeOffset publishedBefore, CancellationToken cancellationToken)
    {
        var leftovers = await messages
            .LeftoversAsync(publishedBefore, clock.GetUtcNow(), cancellationToken)
            .ConfigureAwait(false);
        var grains = await silo.GrainsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var message in leftovers)
        {
            await grains.GetGrain<IMessageGrain>(GrainKey(message.TenantId, message.Name, message.CorrelationKey))
                .DeliverBufferedAsync(message.TenantId, message.Name, message.CorrelationKey)
                .ConfigureAwait(false);
            await messages.SetDeliveredAsync(message.Key).ConfigureAwait(false);
        }
    }

    public static string GrainKey(string tenantId, string name, string correlationKey) =>
        $"{tenantId}\n{name}\n{correlationKey}";

    private async Task<long[]> DeliverAsync(MessageParcel parcel, bool single, CancellationToken cancellationToken)
    {
        var grains = await silo.GrainsAsync(cancellationToken).ConfigureAwait(false);
        var message = parcel.Message;
        return await grains
            .GetGrain<IMessageGrain>(GrainKey(message.TenantId, message.Name, message.CorrelationKey))
            .DeliverAsync(parcel, single)
            .ConfigureAwait(false);
    }
}
