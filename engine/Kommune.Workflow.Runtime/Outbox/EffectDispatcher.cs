using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>Carries out effects after their commit: at least once, each command under the effect's idempotency key.</summary>
internal sealed class EffectDispatcher(IOutbox outbox, EngineClock clock, RuntimeOptions options, ILogger<EffectDispatcher> log)
{
    private const int SweepPage = 500;
    private const int ProblemLengthMax = 1_000;

    private readonly Channel<PendingEffect> queue = Channel.CreateBounded<PendingEffect>(options.EffectsQueuedMax);
    private readonly ConcurrentDictionary<(long, int), byte> inHand = new();

    /// <summary>Takes an effect; beyond the limit it is left to a sweep.</summary>
    public void Enqueue(PendingEffect effect)
    {
        var id = (effect.Position, effect.Ordinal);
        if (inHand.TryAdd(id, 0) && !queue.Writer.TryWrite(effect))
        {
            inHand.TryRemove(id, out _);
        }
    }

    /// <summary>Takes up what was left by a crash or another node, and what failed and is due again.</summary>
    public async Task SweepAsync(DateTimeOffset dueBefore, CancellationToken cancellationToken)
    {
        foreach (var effect in await outbox.PendingAsync(dueBefore, SweepPage, cancellationToken).ConfigureAwait(false))
        {
            Enqueue(effect);
        }
    }

    public Task RunAsync(EffectRunner runner, CancellationToken stopping) =>
        Parallel.ForEachAsync(
            queue.Reader.ReadAllAsync(stopping),
            new ParallelOptions { MaxDegreeOfParallelism = options.EffectsAtOnce, CancellationToken = stopping },
            async (effect, cancellationToken) =>
            {
                await CarryOutAsync(runner, effect, cancellationToken).ConfigureAwait(false);
                inHand.TryRemove((effect.Position, effect.Ordinal), out _);
            });

    /// <summary>Carries out one effect; a failure is noted, not thrown.</summary>
    public async Task CarryOutAsync(EffectRunner runner, PendingEffect effect, CancellationToken cancellationToken)
    {
        try
        {
            await runner.RunAsync(effect, cancellationToken).ConfigureAwait(false);
            await outbox.DeleteAsync(effect).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // While the program stops nothing counts as failed: the row stays, and the effect is taken up at the next start.
            if (!cancellationToken.IsCancellationRequested)
            {
                await FailAsync(effect, exception).ConfigureAwait(false);
            }
        }
    }

    private async Task FailAsync(PendingEffect effect, Exception exception)
    {
        var attempts = effect.Attempts + 1;
        DateTimeOffset? nextAt = attempts < options.EffectAttemptsMax ? clock.GetUtcNow() + BackOff(attempts) : null;
        if (nextAt is null)
        {
            log.LogError(exception, "Effect {Effect} failed {Attempts} times; a person decides", effect.IdempotencyKey, attempts);
        }
        else
        {
            log.LogWarning(exception, "Effect {Effect} failed and will be tried again", effect.IdempotencyKey);
        }

        try
        {
            var problem = exception.Message.Length <= ProblemLengthMax ? exception.Message : exception.Message[..ProblemLengthMax];
            await outbox.FailAsync(effect, nextAt, problem).ConfigureAwait(false);
        }
        catch (Exception second)
        {
            // The database is away, most likely for the same reason: the row stays due, and the attempt does not count.
            log.LogWarning(second, "The failure of effect {Effect} could not be noted", effect.IdempotencyKey);
        }
    }

    private TimeSpan BackOff(int attempts)
    {
        var backOff = options.EffectBackOff * Math.Pow(2, attempts - 1);
        return backOff < options.EffectBackOffMax ? backOff : options.EffectBackOffMax;
    }
}
