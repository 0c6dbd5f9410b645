using System.Globalization;
using System.Reflection;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>All plugins of this node, loaded once.</summary>
public sealed class PluginCatalogue
{
    private readonly PluginOptions options;
    private readonly ILogger log;

    internal PluginCatalogue(PluginOptions options, Func<LoadedPlugin, IPluginHost> hostOf, ILogger<PluginCatalogue> log)
    {
        (this.options, this.log) = (options, log);
        Plugins = options.Folder is null
            ? []
            : [.. Directory.EnumerateDirectories(options.Folder)
                .Where(folder => File.Exists(Path.Combine(folder, PluginManifestReader.FileName)))
                .Order(StringComparer.Ordinal)
                .Select(folder => new LoadedPlugin(Path.GetFullPath(folder), Path.GetFileName(folder)))];
        var taken = new Taken();
        foreach (var plugin in Plugins)
        {
            Load(plugin, hostOf, taken);
        }
    }

    /// <summary>Every plugin found, also those that do not work.</summary>
    public IReadOnlyList<LoadedPlugin> Plugins { get; }

    /// <summary>Those that work.</summary>
    public IEnumerable<LoadedPlugin> Working => Plugins.Where(plugin => plugin.Works);

    internal void Fail(LoadedPlugin plugin, string problem, Exception? exception)
    {
        plugin.Fail(problem);
        log.LogError(exception, "The plugin {Plugin} is not used: {Problem}", plugin.Id, problem);
    }

    /// <summary>Lets models use the functions and formats of a plugin.</summary>
    internal static void AddLanguage(PluginContributions contributions)
    {
        AddedFunctions.Add(contributions.Functions);
        AddedFormats.Add(contributions.Formats);
    }

    private void Load(LoadedPlugin plugin, Func<LoadedPlugin, IPluginHost> hostOf, Taken taken)
    {
        try
        {
            var manifest = PluginManifestReader.Read(plugin.Folder);
            (plugin.Manifest, plugin.Id) = (manifest, manifest.Id);
            var builder = new PluginBuilder(manifest, hostOf(plugin));
            Start(plugin.Folder, manifest, builder);
            taken.Take(manifest.Id, builder.Contributions);
            AddLanguage(builder.Contributions);
            plugin.Contributions = builder.Contributions;
        }
        catch (PluginException exception)
        {
            Fail(plugin, exception.Message, null);
        }
        catch (Exception exception)
        {
            Fail(plugin, $"Die Erweiterung ließ sich nicht laden: {(exception.InnerException ?? exception).Message}", exception);
        }
    }

    /// <summary>Runs the plugin's own code, on a thread that the program does without if it never comes back.</summary>
    private void Start(string folder, PluginManifest manifest, PluginBuilder builder)
    {
        var started = Task.Factory.StartNew(
            () => Create(folder, manifest).Configure(builder),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        if (Task.WaitAny([started], options.StartTimeMax) < 0)
        {
            throw new PluginException(string.Create(
                CultureInfo.InvariantCulture,
                $"Die Erweiterung war nach {options.StartTimeMax.TotalSeconds:0.#} Sekunden noch nicht gestartet."));
        }

        started.GetAwaiter().GetResult();
    }

    private static IPlugin Create(string folder, PluginManifest manifest)
    {
        var file = Path.Combine(folder, manifest.Assembly);
        if (Path.GetFileName(manifest.Assembly) != manifest.Assembly || !File.Exists(file))
        {
            throw new PluginException($"Die Datei „{manifest.Assembly}“ liegt nicht im Ordner der Erweiterung.");
        }

        var assembly = new PluginLoadContext(file).LoadFromAssemblyPath(file);
        var types = TypesOf(assembly).Where(type => typeof(IPlugin).IsAssignableFrom(type) && !type.IsAbstract).ToList();
        return types is [var one]
            ? (IPlugin)Activator.CreateInstance(one)!
            : throw new PluginException($"Erwartet wird genau eine Klasse, die IPlugin erfüllt; gefunden wurden {types.Count}.");
    }

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetExportedTypes();
        }
        catch (Exception exception) when (exception is ReflectionTypeLoadException or FileNotFoundException or TypeLoadException)
        {
            throw new PluginException(
                $"Der Erweiterung fehlt etwas, oder sie passt nicht zu dieser Anwendung: {exception.Message}", exception);
        }
    }

    /// <summary>Names that may be used once among all plugins.</summary>
    private sealed class Taken
    {
        private readonly Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);

        public void Take(string pluginId, PluginContributions contributions)
        {
            string[] wanted =
            [
                $"Kennung {pluginId}",
                .. contributions.Activities.Select(activity => $"Auftragsart {activity.Description.JobType}"),
                .. contributions.Stimuli.Select(stimulus => $"Ereignisart {stimulus.Type}"),
                .. contributions.Formats.Select(format => $"Dateiendung {format.Ending}"),
                .. contributions.Functions.Select(function => $"Funktion {function.Name}"),
            ];
            if (wanted.FirstOrDefault(names.ContainsKey) is { } twice)
            {
                throw new PluginException($"„{twice}“ bringt schon die Erweiterung „{names[twice]}“ mit.");
            }

            foreach (var name in wanted)
            {
                names.Add(name, pluginId);
            }
        }
    }
}
