using System.Collections.Concurrent;
using Kommune.Workflow.Execution;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>Fires the timers of instances when they are due.</summary>
/// <remarks>
/// This node wakes exactly for timers it committed itself and for those it found at its start; a scheduled sweep fires what
/// other nodes left behind. A timer fired twice fires once: its instance refuses the second time.
/// </remarks>
internal sealed class TimerPump : IDisposable
{
    private const int Page = 500;
    private static readonly TimeSpan WaitMax = TimeSpan.FromHours(1);
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(5);

    private readonly IWaitStore waits;
    private readonly InstanceRouter router;
    private readonly EngineClock clock;
    private readonly RuntimeOptions options;
    private readonly ILogger<TimerPump> log;
    private readonly Pulse woken = new();
    private readonly SemaphoreSlim pumping = new(1, 1);
    private long nextAt = long.MaxValue;

    public TimerPump(IWaitStore waits, InstanceRouter router, EngineClock clock, RuntimeOptions options, ILogger<TimerPump> log)
    {
        this.waits = waits;
        this.router = router;
        this.clock = clock;
        this.options = options;
        this.log = log;
        clock.Changed += woken.Send;
    }

    /// <summary>A timer will be due at this time.</summary>
    public void WakeAt(DateTimeOffset due)
    {
        var at = due.ToUnixTimeMilliseconds();
        var known = Volatile.Read(ref nextAt);
        while (at < known)
        {
            var seen = Interlocked.CompareExchange(ref nextAt, at, known);
            if (seen == known)
            {
                woken.Send();
                return;
            }

            known = seen;
        }
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            var ticket = woken.Ticket;
            try
            {
                await PumpAsync(stopping).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.LogWarning(exception, "Firing timers failed; it is tried again shortly");
                WakeAt(clock.GetUtcNow() + FailurePause);
            }

            await Pulse.WaitAsync(ticket, UntilNext(), clock, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Fires everything that is due now.</summary>
    public async Task PumpAsync(CancellationToken cancellationToken)
    {
        await pumping.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var failed = new ConcurrentDictionary<long, byte>();
            IReadOnlyList<WaitingKey> due;
            do
            {
                Volatile.Write(ref nextAt, long.MaxValue);
                due = await waits.DueTimersAsync(clock.GetUtcNow(), Page + failed.Count, cancellationToken).ConfigureAwait(false);
                await Parallel.ForEachAsync(
                    due.Where(timer => !failed.ContainsKey(timer.Key)),
                    new ParallelOptions { MaxDegreeOfParallelism = options.TimersAtOnce, CancellationToken = cancellationToken },
                    async (timer, token) => await FireAsync(timer, failed, token).ConfigureAwait(false)).ConfigureAwait(false);
            }
            while (due.Count > failed.Count);

            if (!failed.IsEmpty)
            {
                WakeAt(clock.GetUtcNow() + FailurePause);
            }
            else if (await waits.NextTimerAsync(cancellationToken).ConfigureAwait(false) is { } next)
            {
                WakeAt(next);
            }
        }
        finally
        {
            pumping.Release();
        }
    }

    public void Dispose() => pumping.Dispose();

    private async Task FireAsync(WaitingKey timer, ConcurrentDictionary<long, byte> failed, CancellationToken cancellationToken)
    {
        try
        {
            var instance = InstanceKey.Of(timer.Key, out var number);
            var outcome = await router
                .SendAsync(timer.TenantId, instance, new FireTimer(number), Actor.Engine, null, cancellationToken)
                .ConfigureAwait(false);
            if (!outcome.Accepted)
            {
                // Another node was faster, or the instance will not have it now: look again after a pause.
                failed.TryAdd(timer.Key, 0);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failed.TryAdd(timer.Key, 0);
            log.LogWarning(exception, "Timer {Timer} could not be fired; it is tried again shortly", timer.Key);
        }
    }

    private TimeSpan UntilNext()
    {
        var at = Volatile.Read(ref nextAt);
        if (at == long.MaxValue)
        {
            return WaitMax;
        }

        var wait = DateTimeOffset.FromUnixTimeMilliseconds(at) - clock.GetUtcNow();
        return wait < WaitMax ? wait : WaitMax;
    }
}
