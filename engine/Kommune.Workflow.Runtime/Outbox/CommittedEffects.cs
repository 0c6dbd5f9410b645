namespace Kommune.Workflow.Runtime;

/// <summary>Effects that were committed beside other rows than an instance's, and effects that failed too often.</summary>
public sealed class CommittedEffects
{
    private readonly IOutbox outbox;
    private readonly EffectDispatcher dispatcher;
    private readonly EffectRunner runner;
    private readonly EngineClock clock;

    internal CommittedEffects(IOutbox outbox, EffectDispatcher dispatcher, EffectRunner runner, EngineClock clock) =>
        (this.outbox, this.dispatcher, this.runner, this.clock) = (outbox, dispatcher, runner, clock);

    /// <summary>Carries out what was just committed, in order; what fails, or is cut off by a crash, is tried again later.</summary>
    public async Task CarryOutAsync(IReadOnlyList<PendingEffect> effects, CancellationToken cancellationToken)
    {
        foreach (var effect in effects)
        {
            await dispatcher.CarryOutAsync(runner, effect, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tries an effect anew that failed <see cref="RuntimeOptions.EffectAttemptsMax"/> times.</summary>
    /// <returns>False when there is none such.</returns>
    public async Task<bool> RetryAsync(string tenantId, long position, int ordinal, CancellationToken cancellationToken)
    {
        if (await outbox.RetryAsync(tenantId, position, ordinal, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false)
            is not { } effect)
        {
            return false;
        }

        dispatcher.Enqueue(effect);
        return true;
    }
}
