using System.Collections.Concurrent;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>Leases jobs to workers. Two workers never hold the same job: the instance's writer grants the lease.</summary>
internal sealed class JobActivator
{
    private readonly IWaitStore waits;
    private readonly InstanceRouter router;
    private readonly JobBoard board;
    private readonly EngineClock clock;
    private readonly RuntimeOptions options;

    // Jobs that a request of this node is just asking for: a second request takes others.
    private readonly ConcurrentDictionary<long, byte> asked = new();
    private int waiting;

    public JobActivator(IWaitStore waits, InstanceRouter router, JobBoard board, EngineClock clock, RuntimeOptions options)
    {
        this.waits = waits;
        this.router = router;
        this.board = board;
        this.clock = clock;
        this.options = options;
        clock.Changed += board.AnnounceAll;
    }

    /// <summary>For a caller from outside: only so many may wait.</summary>
    public async Task<IReadOnlyList<ActivatedJob>> ActivateAsync(JobRequest request, CancellationToken cancellationToken)
    {
        if (request.Wait <= TimeSpan.Zero)
        {
            return await LeaseAsync(request, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return Interlocked.Increment(ref waiting) <= options.JobRequestsWaitingMax
                ? await WaitForJobsAsync(request, cancellationToken).ConfigureAwait(false)
                : throw new EngineBusyException(
                    nameof(RuntimeOptions.JobRequestsWaitingMax),
                    $"Expected at most {options.JobRequestsWaitingMax} requests to wait for jobs, but there are more.");
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>For a worker inside the program.</summary>
    public async Task<IReadOnlyList<ActivatedJob>> WaitForJobsAsync(JobRequest request, CancellationToken cancellationToken)
    {
        using var wakening = board.Watch(request.Type);
        var wait = request.Wait < options.JobWaitMax ? request.Wait : options.JobWaitMax;
        var started = clock.GetTimestamp();
        while (true)
        {
            var ticket = wakening.Ticket;
            var jobs = await LeaseAsync(request, cancellationToken).ConfigureAwait(false);
            var left = wait - clock.GetElapsedTime(started);
            if (jobs.Count > 0 || left <= TimeSpan.Zero)
            {
                return jobs;
            }

            var longest = await LongestWaitAsync(request.Type, left, cancellationToken).ConfigureAwait(false);
            await Pulse.WaitAsync(ticket, longest, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<ActivatedJob>> LeaseAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var wanted = Math.Min(request.JobsMax, options.JobsPerRequestMax);
        var available = await waits
            .AvailableJobsAsync(request.TenantIds, request.Type, clock.GetUtcNow(), wanted + asked.Count, cancellationToken)
            .ConfigureAwait(false);
        var mine = available.Where(job => asked.TryAdd(job.Key, 0)).Take(wanted).ToList();
        try
        {
            var leases = await Task.WhenAll(mine.Select(job => LeaseAsync(request, job, cancellationToken))).ConfigureAwait(false);
            return [.. leases.OfType<ActivatedJob>().Select(job => Select(job, request.Variables))];
        }
        finally
        {
            foreach (var job in mine)
            {
                asked.TryRemove(job.Key, out _);
            }
        }
    }

    private Task<ActivatedJob?> LeaseAsync(JobRequest request, WaitingKey job, CancellationToken cancellationToken)
    {
        var instance = InstanceKey.Of(job.Key, out var number);
        var command = new LockJob(number, request.Worker, clock.GetUtcNow() + request.Lease);
        return router.LockJobAsync(instance, new InstanceRequest(job.TenantId, command, request.Actor, null), cancellationToken);
    }

    private async ValueTask<TimeSpan> LongestWaitAsync(string type, TimeSpan left, CancellationToken cancellationToken)
    {
        var longest = options.ClusterConnectionString is not null && options.JobPollInterval < left
            ? options.JobPollInterval
            : left;
        var now = clock.GetUtcNow();
        return await waits.NextJobAsync(type, now, cancellationToken).ConfigureAwait(false) is { } next && next - now < longest
            ? next - now
            : longest;
    }

    private static ActivatedJob Select(ActivatedJob job, IReadOnlyList<string> names) => names.Count == 0
        ? job
        : job with { Variables = Expressions.FeelContext.From(job.Variables.Entries.Where(entry => names.Contains(entry.Key))) };
}
