using Kommune.Workflow.Sdk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>The program as one plugin sees it: what its manifest does not declare is refused.</summary>
/// <remarks>Parts are looked up when used: while plugins are loaded, the engine is not there yet.</remarks>
internal sealed class PluginHost : IPluginHost
{
    private readonly LoadedPlugin plugin;
    private readonly IServiceProvider services;
    private readonly Lazy<IProcesses> processes;
    private readonly Lazy<ITables> tables;
    private readonly Lazy<ICaseFiles> files;

    public PluginHost(LoadedPlugin plugin, PluginOptions options, IServiceProvider services)
    {
        (this.plugin, this.services) = (plugin, services);
        processes = new Lazy<IProcesses>(() => new EngineProcesses(
            plugin.Id, Part<WorkflowEngine>(), Part<IDefinitionStore>(), Part<DefinitionLibrary>()));
        tables = new Lazy<ITables>(() => services.GetRequiredService<IPluginStore>().Tables(plugin.Id, plugin.Ready));
        files = new Lazy<ICaseFiles>(() => services.GetRequiredService<ICaseFileStore>().For(plugin.Id));
        Clock = services.GetRequiredService<EngineClock>();
        Log = services.GetRequiredService<ILoggerFactory>().CreateLogger($"Kommune.Workflow.Plugins.{plugin.Id}");
        Expressions = new EngineExpressions(Clock);
        DataFolder = Path.GetFullPath(Path.Combine(options.DataFolder, plugin.Id));
        Directory.CreateDirectory(DataFolder);
    }

    public IProcesses Processes => Allowed(PluginPermissions.Processes, processes).Value;

    public ITables Tables => Allowed(PluginPermissions.Tables, tables).Value;

    public ICaseFiles Files => Allowed(PluginPermissions.CaseFiles, files).Value;

    public IMails Mails => Allowed(PluginPermissions.Mail, services).GetRequiredService<IMails>();

    public IExpressions Expressions { get; }

    public ISecrets Secrets => services.GetRequiredService<IPluginSettings>().SecretsOf(plugin.Id);

    public TimeProvider Clock { get; }

    public ILogger Log { get; }

    public string DataFolder { get; }

    private Lazy<T> Part<T>()
        where T : notnull => new(services.GetRequiredService<T>);

    private T Allowed<T>(string permission, T part) => plugin.Manifest!.Permissions.Contains(permission)
        ? part
        : throw new PluginException($"Die Erweiterung nutzt „{permission}“, erklärt es aber nicht unter „permissions“.");
}
