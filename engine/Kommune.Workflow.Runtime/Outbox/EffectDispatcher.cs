using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>Carries out effects after their commit: at least once, each command under the effect's idempotency key.</summary>
internal sealed class EffectDispatcher(IOutbox outbox, RuntimeOptions options, ILogger<EffectDispatcher> log)
{
    private const int SweepPage = 500;

    private readonly Channel<PendingEffect> queue = Channel.CreateUnbounded<PendingEffect>();
    private readonly ConcurrentDictionary<(long, int), byte> inHand = new();

    /// <summary>Takes an effect; beyond the limit it is left to a sweep.</summary>
    public void Enqueue(PendingEffect effect)
    {
        if (inHand.Count < options.EffectsQueuedMax && inHand.TryAdd((effect.Position, effect.Ordinal), 0))
        {
            queue.Writer.TryWrite(effect);
        }
    }

    /// <summary>Takes up what was left by a crash or another node.</summary>
    public async Task SweepAsync(DateTimeOffset committedBefore, CancellationToken cancellationToken)
    {
        foreach (var effect in await outbox.PendingAsync(committedBefore, SweepPage, cancellationToken).ConfigureAwait(false))
        {
            Enqueue(effect);
        }
    }

    public Task RunAsync(EffectRunner runner, CancellationToken stopping) =>
        Parallel.ForEachAsync(
            queue.Reader.ReadAllAsync(stopping),
            new ParallelOptions { MaxDegreeOfParallelism = options.EffectsAtOnce, CancellationToken = stopping },
            async (effect, cancellationToken) => await CarryOutAsync(runner, effect, cancellationToken).ConfigureAwait(false));

    private async Task CarryOutAsync(EffectRunner runner, PendingEffect effect, CancellationToken cancellationToken)
    {
        try
        {
            await runner.RunAsync(effect, cancellationToken).ConfigureAwait(false);
            await outbox.DeleteAsync(effect.Position, effect.Ordinal).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The row stays: the next sweep tries again.
            log.LogWarning(exception, "Effect {Effect} failed and will be tried again", effect.IdempotencyKey);
        }
        finally
        {
            inHand.TryRemove((effect.Position, effect.Ordinal), out _);
        }
    }
}
