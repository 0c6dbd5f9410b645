using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>Brings a message to bookmarks and start events: each process gets it at most once.</summary>
/// <remarks>That holds through crashes, too: the id of the delivering command names message and process.</remarks>
internal sealed class MessageDelivery(
    IWaitStore waits,
    IMessageStore messages,
    IDefinitionStore definitions,
    DefinitionLibrary library,
    InstanceRouter router,
    InstanceStarter starter,
    EngineClock clock)
{
    private const int BookmarkPage = 100;

    public async Task<long[]> DeliverAsync(MessageParcel parcel, bool single, bool startsToo)
    {
        var receivers = new List<long>();
        var served = new HashSet<string>(StringComparer.Ordinal);
        await DeliverToBookmarksAsync(parcel, single, served, receivers).ConfigureAwait(false);
        if (startsToo && !(single && receivers.Count > 0))
        {
            await StartAsync(parcel, single, served, receivers).ConfigureAwait(false);
        }

        return [.. receivers];
    }

    public async Task DeliverBufferedAsync(string tenantId, string name, string correlationKey)
    {
        var waiting = await messages
            .WaitingAsync(tenantId, name, correlationKey, clock.GetUtcNow(), CancellationToken.None)
            .ConfigureAwait(false);
        foreach (var message in waiting)
        {
            await DeliverAsync(new MessageParcel(message, Actor.Engine), single: false, startsToo: !message.Delivered)
                .ConfigureAwait(false);
        }
    }

    private async Task DeliverToBookmarksAsync(
        MessageParcel parcel, bool single, HashSet<string> served, List<long> receivers)
    {
        var message = parcel.Message;
        var query = new BookmarkQuery(message.TenantId, BookmarkKind.Message, message.Name, message.CorrelationKey);
        var after = 0L;
        while (true)
        {
            var page = await waits.BookmarksAsync(query, after, BookmarkPage, CancellationToken.None).ConfigureAwait(false);
            foreach (var bookmark in page)
            {
                after = bookmark.Key;
                if (served.Contains(bookmark.ProcessId))
                {
                    continue;
                }

                var instance = InstanceKey.Of(bookmark.Key, out var number);
                var command = new CorrelateMessage(number, message.Key, message.Variables);
                var request = new InstanceRequest(message.TenantId, command, parcel.Actor, CommandId(message, bookmark.ProcessId));
                var reply = await router.SendAsync(instance, request, CancellationToken.None).ConfigureAwait(false);
                if (reply.Rejection is not null)
                {
                    continue;
                }

                served.Add(bookmark.ProcessId);
                receivers.Add(reply.EarlierPosition is { } earlier ? InstanceKey.Of(earlier, out _).Value : instance.Value);
                if (single)
                {
                    return;
                }
            }

            if (page.Count < BookmarkPage)
            {
                return;
            }
        }
    }

    private async Task StartAsync(MessageParcel parcel, bool single, HashSet<string> served, List<long> receivers)
    {
        var message = parcel.Message;
        var starts = await definitions
            .StartSubscriptionsAsync(message.TenantId, BookmarkKind.Message, message.Name, CancellationToken.None)
            .ConfigureAwait(false);
        foreach (var start in starts)
        {
            if (!await TakesAsync(start, message).ConfigureAwait(false) || !served.Add(start.ProcessId))
            {
                continue;
            }

            var options = new StartOptions
            {
                StartElement = start.ElementId,
                StartEventIndex = start.EventIndex,
                CommandId = CommandId(message, start.ProcessId),
            };
            var outcome = await starter
                .StartAsync(
                    message.TenantId,
                    new ProcessReference.ByKey(start.DefinitionKey),
                    message.Variables,
                    parcel.Actor,
                    options,
                    CancellationToken.None)
                .ConfigureAwait(false);
            if (outcome.Accepted)
            {
                receivers.Add(outcome.Instance.Value);
                if (single)
                {
                    return;
                }
            }
        }
    }

    private async ValueTask<bool> TakesAsync(StartSubscription start, StoredMessage message)
    {
        var definition = await library.FindAsync(start.DefinitionKey).ConfigureAwait(false);
        return definition?.Graph.Find(start.ElementId)?.Events.ElementAtOrDefault(start.EventIndex) is not MessageEvent expected
            || expected.StartsWith(message.Variables, clock.GetUtcNow());
    }

    private static string CommandId(StoredMessage message, string processId) => $"{message.StimulusId}/{processId}";
}
