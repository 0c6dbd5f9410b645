namespace Kommune.Workflow.Runtime;

/// <summary>Takes up what a crash or a lost node left behind: effects, messages, timers.</summary>
internal sealed class Sweep(
    EffectDispatcher effects, MessagePublisher messages, TimerPump timers, EngineClock clock, RuntimeOptions options)
{
    /// <summary>At the start of a node: everything that is not done.</summary>
    public Task RunAtStartAsync(CancellationToken cancellationToken) => RunAsync(clock.GetUtcNow(), cancellationToken);

    /// <summary>Now and then: what is older than any work in progress should be.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        RunAsync(clock.GetUtcNow() - options.SweepInterval, cancellationToken);

    private async Task RunAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await effects.SweepAsync(before, cancellationToken).ConfigureAwait(false);
        await messages.SweepAsync(before, cancellationToken).ConfigureAwait(false);
        await timers.PumpAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Forgets what is no longer needed: finished cases after their retention, expired messages, old command ids.</summary>
public sealed class CleanUp(IInstanceStore instances, IMessageStore messages, EngineClock clock, RuntimeOptions options)
{
    private const int Page = 200;

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        await messages.DeleteExpiredAsync(now, now - options.CommandIdRetention, cancellationToken).ConfigureAwait(false);
        while (await instances.DeleteExpiredAsync(now, Page, cancellationToken).ConfigureAwait(false) == Page)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
