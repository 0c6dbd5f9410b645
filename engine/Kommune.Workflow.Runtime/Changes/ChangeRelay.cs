using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>The port between the nodes of a cluster over which each tells the others what changed.</summary>
public interface IChangeChannel
{
    /// <summary>Tells the other nodes.</summary>
    Task SendAsync(IReadOnlyCollection<EngineChange> changes, CancellationToken cancellationToken);

    /// <summary>Listens to the other nodes until the connection breaks or it is stopped.</summary>
    Task ListenAsync(Action<IReadOnlyList<EngineChange>> heard, CancellationToken cancellationToken);
}

/// <summary>Carries changes between nodes, so that a page open at one node shows what happens at another.</summary>
/// <remarks>Best effort: what changes while the connection is away is seen when a page reads again.</remarks>
internal sealed class ChangeRelay(
    IEnumerable<IChangeChannel> channels, ChangeFeed feed, EngineClock clock, RuntimeOptions options, ILogger<ChangeRelay> log)
{
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(2);

    private readonly Channel<IReadOnlyList<EngineChange>> queue = Channel.CreateBounded<IReadOnlyList<EngineChange>>(
        new BoundedChannelOptions(options.ChangesQueuedMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public async Task RunAsync(CancellationToken stopping)
    {
        foreach (var channel in channels)
        {
            feed.RelayTo(changes => queue.Writer.TryWrite(changes));
            await Task.WhenAll(
                RepeatAsync(() => SendAsync(channel, stopping), stopping),
                RepeatAsync(() => channel.ListenAsync(feed.Heard, stopping), stopping)).ConfigureAwait(false);
        }
    }

    // Gathers for a moment: a thousand commits a second are a handful of calls.
    private async Task SendAsync(IChangeChannel channel, CancellationToken stopping)
    {
        while (await queue.Reader.WaitToReadAsync(stopping).ConfigureAwait(false))
        {
            await Task.Delay(options.ChangesGatheredFor, clock, stopping).ConfigureAwait(false);
            var gathered = new HashSet<EngineChange>();
            for (var left = options.ChangesQueuedMax; left > 0 && queue.Reader.TryRead(out var changes); left--)
            {
                gathered.UnionWith(changes);
            }

            await channel.SendAsync(gathered, stopping).ConfigureAwait(false);
        }
    }

    private async Task RepeatAsync(Func<Task> work, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await work().ConfigureAwait(false);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning(exception, "Other nodes cannot be told what changes here, or the other way round; tried again shortly");
            }

            await Task.Delay(FailurePause, clock, stopping).ConfigureAwait(false);
        }
    }
}
