using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Hosting;

namespace Kommune.Workflow.Server.Plugins;

/// <summary>Plugins: what they get from the server, and what they add to it.</summary>
internal static class PluginRegistration
{
    public static void AddPlugins(this IServiceCollection services, ServerOptions options)
    {
        services.AddPlugins(new PluginOptions
        {
            Folder = options.PluginsFolder,
            DataFolder = Path.Combine(options.DataFolder, "plugins"),
            StartTimeMax = options.Limits.PluginStartTime,
        });
        services.AddSingleton<PluginSettingsStore>();
        services.AddSingleton<IPluginSettings>(parts => parts.GetRequiredService<PluginSettingsStore>());
        services.AddSingleton<ICaseFileStore, CaseFileStore>();
        services.AddHealthChecks().AddCheck<PluginChecks>("Erweiterungen");
    }
}
