using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Files;

/// <summary>Puts files into folders, and starts cases from watched folders.</summary>
public sealed class FilesPlugin : IPlugin
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public void Configure(IPluginBuilder plugin)
    {
        var settings = new Settings<FilesSettings>(new FilesSettingsValidator());
        var watch = new FolderWatch(settings, plugin.Host);
        plugin.AddSettings(settings);
        plugin.AddActivity(new DropFile(settings, plugin.Host));
        plugin.AddBackgroundWork(new BackgroundWork("folders", RunsOn.OneNode, async stopping =>
        {
            using var timer = new PeriodicTimer(LookEvery);
            do
            {
                await watch.LookAsync(stopping).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false));
        }));
        plugin.AddHealthCheck("Ordner", _ => Task.FromResult(settings.Current.Missing() is { } folder
            ? new PluginHealth(HealthState.Degraded, $"Den Ordner „{folder}“ gibt es nicht.")
            : watch.Problem is { } problem ? new PluginHealth(HealthState.Degraded, problem) : PluginHealth.Ok));
    }
}
