using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>Looks for messages that wait already whenever an instance begins to wait for one.</summary>
internal sealed class BufferedMessages(
    EngineSilo silo, IMessageStore messages, EngineClock clock, RuntimeOptions options, ILogger<BufferedMessages> log)
{
    private const int LooksAtOnce = 8;

    private readonly Channel<(string TenantId, string Name, string CorrelationKey)> looks =
        Channel.CreateBounded<(string, string, string)>(options.MessageLooksQueuedMax);

    /// <summary>Takes a look on the list; beyond the limit it is left to a sweep.</summary>
    public void LookFor(string tenantId, string name, string correlationKey) =>
        looks.Writer.TryWrite((tenantId, name, correlationKey));

    public Task RunAsync(CancellationToken stopping) =>
        Parallel.ForEachAsync(
            looks.Reader.ReadAllAsync(stopping),
            new ParallelOptions { MaxDegreeOfParallelism = LooksAtOnce, CancellationToken = stopping },
            async (look, cancellationToken) =>
                await LookAsync(look.TenantId, look.Name, look.CorrelationKey, cancellationToken).ConfigureAwait(false));

    private async Task LookAsync(string tenantId, string name, string correlationKey, CancellationToken cancellationToken)
    {
        try
        {
            var waiting = await messages
                .WaitingAsync(tenantId, name, correlationKey, clock.GetUtcNow(), cancellationToken)
                .ConfigureAwait(false);
            if (waiting.Count > 0)
            {
                var grains = await silo.GrainsAsync(cancellationToken).ConfigureAwait(false);
                await grains
                    .GetGrain<IMessageGrain>(MessagePublisher.GrainKey(tenantId, name, correlationKey))
                    .DeliverBufferedAsync(tenantId, name, correlationKey)
                    .ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogWarning(exception, "Looking for messages named {Name} failed; the next sweep does it again", name);
        }
    }
}
