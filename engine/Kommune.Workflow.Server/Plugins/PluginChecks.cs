using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kommune.Workflow.Server.Plugins;

/// <summary>How the plugins fare. A plugin never makes the application itself unhealthy.</summary>
internal sealed class PluginChecks(PluginCatalogue catalogue) : IHealthCheck
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var checks = await Task.WhenAll(catalogue.Plugins
            .Select(async plugin => (Plugin: plugin, Results: await CheckAsync(plugin, cancellationToken))));
        var complaints = checks.SelectMany(one => one.Results
            .Where(check => check.Health.State != HealthState.Ok)
            .Select(check => $"{one.Plugin.Manifest?.Name ?? one.Plugin.Id}: {check.Health.Detail ?? check.Name}")).ToList();
        return complaints.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(" ", complaints));
    }

    /// <summary>The results of a plugin's health checks; of one that does not work its problem.</summary>
    public static async Task<IReadOnlyList<(string Name, PluginHealth Health)>> CheckAsync(
        LoadedPlugin plugin, CancellationToken cancellationToken)
    {
        if (plugin.Problem is { } problem)
        {
            return [("Erweiterung", new PluginHealth(HealthState.Failed, problem))];
        }

        return await Task.WhenAll(plugin.Contributions.HealthChecks
            .Select(async one => (one.Name, await RunAsync(one.Check, cancellationToken))));
    }

    private static async Task<PluginHealth> RunAsync(
        Func<CancellationToken, Task<PluginHealth>> check, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceMax);
        try
        {
            // On another thread: a check that blocks must not keep the answer back.
            return await Task.Run(() => check(patience.Token), CancellationToken.None).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PluginHealth(HealthState.Failed, "Die Prüfung hat nicht geantwortet.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new PluginHealth(HealthState.Failed, exception.Message);
        }
    }
}
