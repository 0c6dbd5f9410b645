using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>Broadcasts signals: to every instance that waited when it was sent, and to every process it starts.</summary>
internal sealed class SignalBroadcaster(
    IOutbox outbox,
    IWaitStore waits,
    IDefinitionStore definitions,
    InstanceRouter router,
    InstanceStarter starter,
    KeySource keys,
    EngineClock clock)
{
    private const int BookmarkPage = 500;
    private const int DeliveriesAtOnce = 16;

    public async Task<long> BroadcastAsync(
        string tenantId, string name, FeelContext? variables, Actor actor, CancellationToken cancellationToken)
    {
        var key = (await keys.NextAsync(cancellationToken).ConfigureAwait(false)).Value;
        var signal = new BroadcastSignal(name, variables ?? FeelContext.Empty);
        var pending = new PendingEffect(tenantId, key, 0, signal, clock.GetUtcNow());
        await outbox.AddAsync(pending).ConfigureAwait(false);
        await DeliverAsync(pending, signal, actor, cancellationToken).ConfigureAwait(false);
        await outbox.DeleteAsync(pending.Position, pending.Ordinal).ConfigureAwait(false);
        return key;
    }

    public Task DeliverAsync(PendingEffect pending, BroadcastSignal signal, CancellationToken cancellationToken) =>
        DeliverAsync(pending, signal, Actor.Engine, cancellationToken);

    private async Task DeliverAsync(
        PendingEffect pending, BroadcastSignal signal, Actor actor, CancellationToken cancellationToken)
    {
        var query = new BookmarkQuery(pending.TenantId, BookmarkKind.Signal, signal.Name, "") { OpenedUntil = pending.At };
        var after = 0L;
        while (true)
        {
            var page = await waits.BookmarksAsync(query, after, BookmarkPage, cancellationToken).ConfigureAwait(false);
            await Parallel.ForEachAsync(
                page,
                new ParallelOptions { MaxDegreeOfParallelism = DeliveriesAtOnce, CancellationToken = cancellationToken },
                async (bookmark, token) => await SendAsync(pending, signal, actor, bookmark.Key, token).ConfigureAwait(false))
                .ConfigureAwait(false);
            if (page.Count < BookmarkPage)
            {
                break;
            }

            after = page[^1].Key;
        }

        await StartAsync(pending, signal, actor, cancellationToken).ConfigureAwait(false);
    }

    private Task<CommandOutcome> SendAsync(
        PendingEffect pending, BroadcastSignal signal, Actor actor, long bookmark, CancellationToken cancellationToken)
    {
        var instance = InstanceKey.Of(bookmark, out var number);
        var command = new DeliverSignal(number, pending.Position, signal.Variables);
        var commandId = FormattableString.Invariant($"{pending.IdempotencyKey}/{bookmark}");
        return router.SendAsync(pending.TenantId, instance, command, actor, commandId, cancellationToken);
    }

    private async Task StartAsync(
        PendingEffect pending, BroadcastSignal signal, Actor actor, CancellationToken cancellationToken)
    {
        var starts = await definitions
            .StartSubscriptionsAsync(pending.TenantId, BookmarkKind.Signal, signal.Name, cancellationToken)
            .ConfigureAwait(false);
        foreach (var start in starts)
        {
            var options = new StartOptions
            {
                StartElement = start.ElementId,
                StartEventIndex = start.EventIndex,
                CommandId = $"{pending.IdempotencyKey}/{start.ProcessId}/{start.ElementId}",
            };
            await starter
                .StartAsync(
                    pending.TenantId,
                    new ProcessReference.ByKey(start.DefinitionKey),
                    signal.Variables,
                    actor,
                    options,
                    cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
