using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>Brings plugins to work once the engine runs: tables, settings, background work.</summary>
public sealed class PluginRunner(
    WorkflowEngine engine,
    PluginCatalogue catalogue,
    IPluginStore store,
    IPluginSettings settings,
    PluginLeases leases,
    ILogger<PluginRunner> log) : BackgroundService
{
    private static readonly TimeSpan SettingsInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> revisions = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim applying = new(1, 1);

    /// <summary>Takes over settings that changed in the database.</summary>
    public async Task ApplySettingsAsync(CancellationToken cancellationToken)
    {
        await applying.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var all = await settings.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            foreach (var plugin in catalogue.Working)
            {
                if (plugin.Contributions.Settings is { } contract
                    && all.TryGetValue(plugin.Id, out var stored)
                    && revisions.GetValueOrDefault(plugin.Id) != stored.Revision)
                {
                    Apply(plugin, contract, stored.Values);
                    revisions[plugin.Id] = stored.Revision;
                }
            }
        }
        finally
        {
            applying.Release();
        }
    }

    public override void Dispose()
    {
        applying.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!catalogue.Working.Any())
        {
            return;
        }

        await engine.Ready.WaitAsync(stoppingToken).ConfigureAwait(false);
        foreach (var plugin in catalogue.Working.ToList())
        {
            await MigrateAsync(plugin, stoppingToken).ConfigureAwait(false);
        }

        await ApplySettingsAsync(stoppingToken).ConfigureAwait(false);
        var working = catalogue.Working.ToList();
        working.ForEach(plugin => plugin.Open());
        await Task.WhenAll(working
            .SelectMany(plugin => plugin.Contributions.Background.Select(work => KeepRunningAsync(plugin, work, stoppingToken)))
            .Append(WatchSettingsAsync(stoppingToken))).ConfigureAwait(false);
    }

    private async Task MigrateAsync(LoadedPlugin plugin, CancellationToken stopping)
    {
        try
        {
            await store.MigrateAsync(plugin.Id, plugin.Contributions.Migrations, stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            catalogue.Fail(plugin, $"Die Tabellen der Erweiterung ließen sich nicht anlegen: {exception.Message}", exception);
        }
    }

    private void Apply(LoadedPlugin plugin, Settings contract, System.Text.Json.Nodes.JsonObject values)
    {
        try
        {
            contract.Apply(values);
        }
        catch (Exception exception)
        {
            log.LogError(exception, "The settings of plugin {Plugin} are not valid; those before stay in force", plugin.Id);
        }
    }

    private async Task WatchSettingsAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(SettingsInterval);
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
        {
            try
            {
                await ApplySettingsAsync(stopping).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.LogWarning(exception, "Looking for changed settings of plugins failed");
            }
        }
    }

    private async Task KeepRunningAsync(LoadedPlugin plugin, BackgroundWork work, CancellationToken stopping)
    {
        var name = $"{plugin.Id}/{work.Name}";
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            var began = TimeProvider.System.GetTimestamp();
            try
            {
                await Task.Yield();
                await (work.RunsOn == RunsOn.OneNode ? leases.RunAsync(name, work.RunAsync, stopping) : work.RunAsync(stopping))
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                log.LogError(exception, "The background work {Work} failed; it is started again in {Pause}", name, pause);
            }

            // What ran for a while did not fail at once: begin with the short pause again.
            pause = TimeProvider.System.GetElapsedTime(began) > PauseMax ? FirstPause : pause;
            await Task.Delay(pause, TimeProvider.System, stopping).ConfigureAwait(false);
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }
    }
}
