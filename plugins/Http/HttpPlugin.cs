using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Http;

/// <summary>Calls other applications over HTTP.</summary>
public sealed class HttpPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginBuilder plugin)
    {
        var settings = new Settings<HttpSettings>(new HttpSettingsValidator());
        plugin.AddSettings(settings);
        plugin.AddActivity(new HttpCall(new GuardedHttp(settings)));
        plugin.AddHealthCheck("Erlaubte Ziele", _ => Task.FromResult(settings.Current.AllowedHosts.Count == 0
            ? new PluginHealth(HealthState.Degraded, "Es ist noch kein Ziel erlaubt: Einstellungen der Erweiterung „HTTP-Aufruf“.")
            : PluginHealth.Ok));
    }
}
