using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>Runs jobs whose workers live in this program: leases them, calls the worker, reports its result.</summary>
internal sealed class JobDispatcher(
    IEnumerable<IJobWorker> workers,
    PluginCatalogue plugins,
    JobActivator activator,
    InstanceRouter router,
    RunningJobs running,
    EngineClock clock,
    RuntimeOptions options,
    ILogger<JobDispatcher> log)
{
    private static readonly TimeSpan LongPoll = TimeSpan.FromMinutes(1);

    private readonly string name = $"{Environment.MachineName}/{Environment.ProcessId}";

    public async Task RunAsync(CancellationToken stopping)
    {
        using var watching = running.Watch();
        await Task.WhenAll(workers.Concat(ActivityWorkers()).Select(worker => RunAsync(worker, stopping))).ConfigureAwait(false);
    }

    private IEnumerable<IJobWorker> ActivityWorkers() =>
        from plugin in plugins.Working
        from activity in plugin.Contributions.Activities
        select new ActivityWorker(plugin, activity);

    private async Task RunAsync(IJobWorker worker, CancellationToken stopping)
    {
        using var slots = new SemaphoreSlim(options.JobsPerWorkerMax);
        while (!stopping.IsCancellationRequested)
        {
            await slots.WaitAsync(stopping).ConfigureAwait(false);
            var free = 1;
            while (slots.Wait(0, CancellationToken.None))
            {
                free++;
            }

            var jobs = await LeaseAsync(worker, free, stopping).ConfigureAwait(false);
            if (free > jobs.Count)
            {
                slots.Release(free - jobs.Count);
            }

            foreach (var job in jobs)
            {
                _ = WorkAsync(worker, job, slots, stopping);
            }
        }
    }

    private async Task<IReadOnlyList<ActivatedJob>> LeaseAsync(IJobWorker worker, int jobsMax, CancellationToken stopping)
    {
        var request = new JobRequest
        {
            Type = worker.Type,
            Worker = name,
            JobsMax = jobsMax,
            Lease = options.WorkerLease,
            Wait = LongPoll,
        };
        try
        {
            return await activator.WaitForJobsAsync(request, stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogWarning(exception, "Asking for jobs of type {Type} failed", worker.Type);
            await Task.Delay(options.JobPollInterval, clock, stopping).ConfigureAwait(false);
            return [];
        }
    }

    private async Task WorkAsync(IJobWorker worker, ActivatedJob job, SemaphoreSlim slots, CancellationToken stopping)
    {
        try
        {
            if (await ExecuteAsync(worker, job, stopping).ConfigureAwait(false) is not { } result)
            {
                return;
            }

            InstanceKey.Of(job.Key, out var number);
            var report = JobReport.Of(number, job.Retries, result);
            var outcome = await router
                .SendAsync(job.TenantId, job.Instance, report, Actor.Engine, null, CancellationToken.None)
                .ConfigureAwait(false);
            if (outcome.Rejection is { } rejection)
            {
                log.LogInformation("The result of job {Job} was not needed any more: {Reason}", job.Key, rejection.Message);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The lease runs out and another worker does the job.
        }
        catch (Exception exception)
        {
            log.LogError(exception, "Reporting job {Job} failed; it is done again when its lease ends", job.Key);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <returns>Null when the job is not wanted any more.</returns>
    private async Task<JobResult?> ExecuteAsync(IJobWorker worker, ActivatedJob job, CancellationToken stopping)
    {
        await using var work = running.Begin(job, stopping);
        try
        {
            var result = await worker.ExecuteAsync(Describe(job, work.Report), work.Token).ConfigureAwait(false);
            return work.IsUnwanted ? null : result;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            if (work.IsUnwanted)
            {
                log.LogInformation("Job {Job} of type {Type} was stopped: it is not wanted any more", job.Key, job.Type);
                return null;
            }

            log.LogWarning(exception, "Job {Job} of type {Type} failed", job.Key, job.Type);
            return JobResult.Failed(work.Token.IsCancellationRequested ? TooLong() : exception.Message);
        }
    }

    private string TooLong() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"Die Arbeit hat {options.WorkerLease.TotalMinutes:0.#} Minuten lang nichts von sich hören lassen und wurde abgebrochen.");

    private static JobContext Describe(ActivatedJob job, Action<JobProgress> progress) => new()
    {
        TenantId = job.TenantId,
        JobKey = job.Key,
        InstanceKey = job.Instance.Value,
        ProcessId = job.ProcessId,
        ProcessVersion = job.Version,
        ElementId = job.ElementId,
        ElementInstanceKey = job.ElementInstanceKey,
        CaseNumber = job.CaseNumber,
        Headers = job.Headers,
        Retries = job.Retries,
        Variables = (JsonObject)JsonNode.Parse(FeelJson.ToJson(job.Variables))!,
        Progress = progress,
    };
}
