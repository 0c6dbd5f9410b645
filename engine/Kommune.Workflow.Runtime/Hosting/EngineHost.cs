using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>The port to the database as a whole.</summary>
public interface IDatabase
{
    /// <summary>Brings the tables up to date.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);
}

/// <summary>Starts and stops the engine with the program, in the background.</summary>
internal sealed class EngineHost(
    IDatabase database,
    EngineSilo silo,
    Sweep sweep,
    Schedules schedules,
    EngineLoops loops,
    RuntimeOptions options,
    ILogger<EngineHost> log) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await schedules.DisposeAsync().ConfigureAwait(false);
        await silo.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The caller starts the web server next: nothing here may keep it waiting.
        await Task.Yield();
        try
        {
            await PrepareAsync(stoppingToken).ConfigureAwait(false);
            silo.Open();
            await sweep.RunAtStartAsync(stoppingToken).ConfigureAwait(false);
            await schedules.StartAsync(stoppingToken).ConfigureAwait(false);
            log.LogInformation("The engine is ready");
            await loops.RunAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            silo.Fail(new OperationCanceledException("The engine was stopped while it started.", stoppingToken));
        }
        catch (Exception exception)
        {
            silo.Fail(exception);
            throw;
        }
    }

    private async Task PrepareAsync(CancellationToken stopping)
    {
        if (options.ClusterConnectionString is null)
        {
            await Task.WhenAll(database.PrepareAsync(stopping), Task.Run(() => silo.StartAsync(stopping), stopping))
                .ConfigureAwait(false);
            return;
        }

        // Nodes find each other through tables of the database.
        await database.PrepareAsync(stopping).ConfigureAwait(false);
        await silo.StartAsync(stopping).ConfigureAwait(false);
    }
}

/// <summary>What runs all the time while the engine does.</summary>
internal sealed class EngineLoops(
    EffectDispatcher effects,
    EffectRunner runner,
    BufferedMessages messages,
    TimerPump timers,
    JobDispatcher jobs,
    ChangeRelay changes)
{
    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(
        effects.RunAsync(runner, stopping),
        messages.RunAsync(stopping),
        timers.RunAsync(stopping),
        jobs.RunAsync(stopping),
        changes.RunAsync(stopping));
}
