using System.Collections.Concurrent;
using System.Threading.Channels;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>The jobs that run in this program.</summary>
internal sealed class RunningJobs(
    IWaitStore waits, InstanceRouter router, ChangeFeed feed, EngineClock clock, RuntimeOptions options, ILogger<RunningJobs> log)
{
    private readonly ConcurrentDictionary<long, RunningJob> jobs = new();

    /// <summary>Stops the work of jobs that ended, on whichever node that was decided, until disposed.</summary>
    public IDisposable Watch() => feed.Subscribe(changes =>
    {
        foreach (var change in changes)
        {
            if (change.Kind == ChangeKind.Job && jobs.TryGetValue(change.Key, out var running))
            {
                _ = running.StopWhenEndedAsync();
            }
        }
    });

    /// <summary>Takes up a leased job; to be disposed when the work has ended, before its result is told.</summary>
    public RunningJob Begin(ActivatedJob job, CancellationToken stopping)
    {
        var running = new RunningJob(job, waits, router, feed, clock, options, log, stopping);
        jobs[job.Key] = running;
        running.Ended = () => jobs.TryRemove(KeyValuePair.Create(job.Key, running));
        return running;
    }
}

/// <summary>A job whose work is being done: its lease, how far it is, and whether it is still wanted.</summary>
internal sealed class RunningJob : IAsyncDisposable
{
    /// <summary>The shortest time between two words that are kept; of those in between the last counts.</summary>
    private static readonly TimeSpan WordInterval = TimeSpan.FromSeconds(1);

    private const int TextLengthMax = 200;

    private readonly ActivatedJob job;
    private readonly IWaitStore waits;
    private readonly InstanceRouter router;
    private readonly ChangeFeed feed;
    private readonly EngineClock clock;
    private readonly TimeSpan lease;
    private readonly ILogger log;
    private readonly CancellationTokenSource limit;
    private readonly CancellationTokenSource done = new();
    private readonly Channel<JobProgress> words = Channel.CreateBounded<JobProgress>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Task telling;
    private DateTimeOffset leasedUntil;

    public RunningJob(
        ActivatedJob job,
        IWaitStore waits,
        InstanceRouter router,
        ChangeFeed feed,
        EngineClock clock,
        RuntimeOptions options,
        ILogger log,
        CancellationToken stopping)
    {
        (this.job, this.waits, this.router, this.feed, this.clock, this.log) = (job, waits, router, feed, clock, log);
        (lease, leasedUntil) = (options.WorkerLease, job.LockedUntil);
        limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(lease);
        telling = TellAsync();
    }

    /// <summary>Cancelled when the program stops, the lease ends, or the job is not wanted any more.</summary>
    public CancellationToken Token => limit.Token;

    /// <summary>Whether the job ended while its work ran: its task or case was cancelled.</summary>
    public bool IsUnwanted { get; private set; }

    internal Action Ended { get; set; } = () => { };

    /// <summary>Takes word of how far the work is. Never waits; words after the work's end are ignored.</summary>
    public void Report(JobProgress progress) => words.Writer.TryWrite(progress);

    /// <summary>Stops the work if the job has ended.</summary>
    public async Task StopWhenEndedAsync()
    {
        try
        {
            if (!await waits.HasJobAsync(job.Key, done.Token).ConfigureAwait(false))
            {
                IsUnwanted = true;
                await limit.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The work has ended meanwhile.
        }
        catch (Exception exception)
        {
            log.LogWarning(exception, "Whether job {Job} is still wanted could not be found out; its work goes on", job.Key);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Ended();
        words.Writer.TryComplete();
        await done.CancelAsync().ConfigureAwait(false);
        await telling.ConfigureAwait(false);
        limit.Dispose();
        done.Dispose();
    }

    private async Task TellAsync()
    {
        await foreach (var word in words.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            try
            {
                limit.CancelAfter(lease);
                await ExtendLeaseAsync().ConfigureAwait(false);
                var text = word.Text is { Length: > TextLengthMax } longText ? longText[..TextLengthMax] : word.Text;
                await waits.ReportProgressAsync(job.Key, (int)Math.Round(Math.Clamp(word.Share, 0, 1) * 100), text)
                    .ConfigureAwait(false);
                feed.Publish(new EngineChange(ChangeKind.Job, job.TenantId, job.Key, job.Instance.Value, job.ProcessId));
                await Task.Delay(WordInterval, TimeProvider.System, done.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception)
            {
                log.LogWarning(exception, "How far job {Job} is could not be kept", job.Key);
            }
        }
    }

    // Once a third of it is used up: a word every second must not fill the case's journal.
    private async Task ExtendLeaseAsync()
    {
        var now = clock.GetUtcNow();
        if (now < leasedUntil - (lease * 2 / 3))
        {
            return;
        }

        InstanceKey.Of(job.Key, out var number);
        var extension = new UpdateJob(number, null, now + lease);
        var outcome = await router
            .SendAsync(job.TenantId, job.Instance, extension, Actor.Engine, null, done.Token)
            .ConfigureAwait(false);
        if (outcome.Rejection is null)
        {
            leasedUntil = now + lease;
        }
        else
        {
            await StopWhenEndedAsync().ConfigureAwait(false);
        }
    }
}
