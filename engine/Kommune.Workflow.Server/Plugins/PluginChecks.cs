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
        var complaints = new List<string>();
        foreach (var plugin in catalogue.Plugins)
        {
            complaints.AddRange((await CheckAsync(plugin, cancellationToken))
                .Where(check => check.Health.State != HealthState.Ok)
                .Select(check => $"{plugin.Manifest?.Name ?? plugin.Id}: {check.Health.Detail ?? check.Name}"));
        }

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

        var results = new List<(string, PluginHealth)>();
        foreach (var (name, check) in plugin.Contributions.HealthChecks)
        {
            results.Add((name, await RunAsync(check, cancellationToken)));
        }

        return results;
    }

    private static async Task<PluginHealth> RunAsync(
        Func<CancellationToken, Task<PluginHealth>> check, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceMax);
        try
        {
            return await check(patience.Token).WaitAsync(patience.Token);
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
