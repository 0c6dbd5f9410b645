using System.Globalization;
using Quartz;

namespace Kommune.Workflow.Runtime;

/// <summary>What happens by the clock rather than by a case: recurring starts, sweeps and clean-up, as Quartz triggers.</summary>
/// <remarks>
/// One node keeps its triggers in memory and makes them anew from the stored start timers; several nodes share them in
/// PostgreSQL, so that one of them fires each. Quartz runs on real time: a moved clock is noticed by <see cref="EngineClock.Changed"/>.
/// </remarks>
internal sealed class Schedules(
    IDefinitionStore definitions, StartTimers startTimers, Sweep sweep, CleanUp cleanUp, EngineClock clock, RuntimeOptions options)
    : IAsyncDisposable
{
    private const string StartGroup = "starts";
    private static readonly JobKey StartJobKey = new("start");
    private readonly SemaphoreSlim arming = new(1, 1);
    private IScheduler? scheduler;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        scheduler = await QuartzSchedulerBuilder.Create(Configure).BuildScheduler(cancellationToken).ConfigureAwait(false);
        await RepeatAsync<SweepJob>("sweep", options.SweepInterval, cancellationToken).ConfigureAwait(false);
        await RepeatAsync<CleanUpJob>("clean-up", options.CleanUpInterval, cancellationToken).ConfigureAwait(false);
        var start = JobBuilder.Create<StartJob>().WithIdentity(StartJobKey).StoreDurably().Build();
        await scheduler.AddJob(start, AddJobOptions.Replacing, cancellationToken).ConfigureAwait(false);
        await ArmAsync(cancellationToken).ConfigureAwait(false);
        await scheduler.Start(cancellationToken).ConfigureAwait(false);
        clock.Changed += FireAfterClockChange;
    }

    /// <summary>Starts what is due and gives every stored start timer its trigger; after a deployment and after each start.</summary>
    public async Task ArmAsync(CancellationToken cancellationToken)
    {
        if (scheduler is null)
        {
            return;
        }

        await arming.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await startTimers.FireDueAsync(cancellationToken).ConfigureAwait(false);
            var timers = await definitions.StartTimersAsync(cancellationToken).ConfigureAwait(false);
            var wanted = timers.ToDictionary(Key);
            foreach (var known in await scheduler
                .GetTriggerKeys(GroupMatcher<TriggerKey>.GroupEquals(StartGroup), cancellationToken).ConfigureAwait(false))
            {
                if (!wanted.ContainsKey(known))
                {
                    await scheduler.UnscheduleJob(known, cancellationToken).ConfigureAwait(false);
                }
            }

            foreach (var (key, timer) in wanted)
            {
                var trigger = TriggerBuilder.Create().WithIdentity(key).ForJob(StartJobKey).StartAt(timer.NextAt).Build();
                if (await scheduler.RescheduleJob(key, trigger, cancellationToken).ConfigureAwait(false) is null)
                {
                    await scheduler.ScheduleJob(trigger, cancellationToken: cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            arming.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        clock.Changed -= FireAfterClockChange;
        if (scheduler is not null)
        {
            await scheduler.Shutdown(waitForJobsToComplete: true).ConfigureAwait(false);
        }

        arming.Dispose();
    }

    private void Configure(IQuartzBuilder quartz)
    {
        quartz.ConfigureScheduler(scheduling => scheduling.InstanceName = options.ClusterId);
        quartz.AddJobType(_ => new SweepJob(sweep));
        quartz.AddJobType(_ => new CleanUpJob(cleanUp));
        quartz.AddJobType(_ => new StartJob(this));
        if (options.ClusterConnectionString is { } connectionString)
        {
            quartz.ConfigureScheduler(scheduling => scheduling.InstanceId = "AUTO");
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connectionString);
                store.UseClustering(_ => { });
                store.ProvisionSchema();
            });
        }
        else
        {
            quartz.UseInMemoryStore(_ => { });
        }
    }

    private async Task RepeatAsync<TJob>(string name, TimeSpan interval, CancellationToken cancellationToken)
        where TJob : IJob
    {
        var job = JobBuilder.Create<TJob>().WithIdentity(name).Build();
        var trigger = TriggerBuilder.Create().WithIdentity(name).StartNow().WithSimpleSchedule(interval).Build();
        await scheduler!.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, cancellationToken).ConfigureAwait(false);
    }

    private static TriggerKey Key(StartTimer timer) => new(
        string.Create(CultureInfo.InvariantCulture, $"{timer.DefinitionKey}/{timer.ElementId}/{timer.EventIndex}"), StartGroup);

    private void FireAfterClockChange() => _ = ArmAsync(CancellationToken.None);

    [DisallowConcurrentExecution]
    private sealed class SweepJob(Sweep sweep) : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
            new(sweep.RunAsync(cancellationToken));
    }

    [DisallowConcurrentExecution]
    private sealed class CleanUpJob(CleanUp cleanUp) : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
            new(cleanUp.RunAsync(cancellationToken));
    }

    private sealed class StartJob(Schedules schedules) : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
            new(schedules.ArmAsync(cancellationToken));
    }
}
