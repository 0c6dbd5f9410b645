using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>Broadcasts signals: to every instance that waited when it was sent, and to every process it starts.</summary>
internal sealed class SignalBroadcaster(
    IOutbox outbox, IWaitStore waits, SignalStarts starts, InstanceRouter router, KeySource keys, EngineClock clock)
{
    private const int BookmarkPage = 500;
    private const int DeliveriesAtOnce = 16;

    public async Task<long> BroadcastAsync(
        string tenantId, string name, FeelContext? variables, Actor actor, CancellationToken cancellationToken)
    {
        var key = (await keys.NextAsync(cancellationToken).ConfigureAwait(false)).Value;
        var signal = new BroadcastSignal(name, variables ?? FeelContext.Empty, actor);
        var pending = new PendingEffect(tenantId, key, 0, signal, clock.GetUtcNow());
        await outbox.AddAsync(pending).ConfigureAwait(false);
        await DeliverAsync(pending, signal, cancellationToken).ConfigureAwait(false);
        await outbox.DeleteAsync(pending).ConfigureAwait(false);
        return key;
    }

    public async Task DeliverAsync(PendingEffect pending, BroadcastSignal signal, CancellationToken cancellationToken)
    {
        var subscriptions = await starts.FindAsync(pending, signal, cancellationToken).ConfigureAwait(false);
        var query = new BookmarkQuery(pending.TenantId, BookmarkKind.Signal, signal.Name, "") { OpenedUntil = pending.At };
        var after = 0L;
        while (true)
        {
            var page = await waits.BookmarksAsync(query, after, BookmarkPage, cancellationToken).ConfigureAwait(false);
            await starts.YieldToWaitingAsync(pending, subscriptions, page, cancellationToken).ConfigureAwait(false);
            await Parallel.ForEachAsync(
                page,
                new ParallelOptions { MaxDegreeOfParallelism = DeliveriesAtOnce, CancellationToken = cancellationToken },
                async (bookmark, token) => await SendAsync(pending, signal, bookmark.Key, token).ConfigureAwait(false))
                .ConfigureAwait(false);
            if (page.Count < BookmarkPage)
            {
                break;
            }

            after = page[^1].Key;
        }

        await starts.StartAsync(pending, signal, subscriptions, cancellationToken).ConfigureAwait(false);
    }

    private Task<CommandOutcome> SendAsync(
        PendingEffect pending, BroadcastSignal signal, long bookmark, CancellationToken cancellationToken)
    {
        var instance = InstanceKey.Of(bookmark, out var number);
        var command = new DeliverSignal(number, pending.Position, signal.Variables);
        var commandId = FormattableString.Invariant($"{pending.IdempotencyKey}/{bookmark}");
        return router.SendAsync(
            pending.TenantId, instance, command, signal.Actor ?? Actor.Engine, commandId, cancellationToken);
    }
}

/// <summary>The processes a signal starts.</summary>
internal sealed class SignalStarts(
    IDefinitionStore definitions, IInstanceStore instances, DefinitionLibrary library, InstanceStarter starter)
{
    private static readonly Rejection Continued = new(
        RejectionCode.InvalidState,
        "Expected no instance that gathers the start's events, but one waits for this signal and goes on with it.",
        "Ein begonnener Vorgang hat auf dieses Signal gewartet; er wird fortgesetzt, kein neuer begonnen.");

    public ValueTask<IReadOnlyList<StartSubscription>> FindAsync(
        PendingEffect pending, BroadcastSignal signal, CancellationToken cancellationToken) =>
        definitions.StartSubscriptionsAsync(pending.TenantId, BookmarkKind.Signal, signal.Name, cancellationToken);

    /// <summary>
    /// Where an instance that began with another event of its start event waits for the signal, it goes on and no new one begins.
    /// That is kept as the result of the start before anything is delivered: it holds through a crash.
    /// </summary>
    public async Task YieldToWaitingAsync(
        PendingEffect pending,
        IReadOnlyList<StartSubscription> subscriptions,
        IReadOnlyList<WaitingBookmark> waiting,
        CancellationToken cancellationToken)
    {
        foreach (var starts in subscriptions.GroupBy(start => start.ProcessId))
        {
            foreach (var bookmark in waiting.Where(bookmark => bookmark.ProcessId == starts.Key))
            {
                if (!await IsAtStartAsync(bookmark, cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                foreach (var start in starts)
                {
                    await instances
                        .RememberAsync(pending.TenantId, CommandId(pending, start), Continued, pending.At)
                        .ConfigureAwait(false);
                }

                break;
            }
        }
    }

    public async Task StartAsync(
        PendingEffect pending,
        BroadcastSignal signal,
        IReadOnlyList<StartSubscription> subscriptions,
        CancellationToken cancellationToken)
    {
        foreach (var start in subscriptions)
        {
            var options = new StartOptions
            {
                StartElement = start.ElementId,
                StartEventIndex = start.EventIndex,
                CommandId = CommandId(pending, start),
            };
            await starter
                .StartAsync(
                    pending.TenantId,
                    new ProcessReference.ByKey(start.DefinitionKey),
                    signal.Variables,
                    signal.Actor ?? Actor.Engine,
                    options,
                    cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> IsAtStartAsync(WaitingBookmark bookmark, CancellationToken cancellationToken)
    {
        var instance = InstanceKey.Of(bookmark.Key, out _);
        if (await instances.FindOriginAsync(instance, cancellationToken).ConfigureAwait(false) is not { } origin)
        {
            return false;
        }

        var definition = await library.FindAsync(origin.DefinitionKey, cancellationToken).ConfigureAwait(false);
        return definition?.Graph.Find(bookmark.ElementId) is { Kind: ElementKind.StartEvent, Scope: 0 };
    }

    private static string CommandId(PendingEffect pending, StartSubscription start) =>
        $"{pending.IdempotencyKey}/{start.ProcessId}/{start.ElementId}";
}
