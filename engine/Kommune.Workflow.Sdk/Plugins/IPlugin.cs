namespace Kommune.Workflow.Sdk;

/// <summary>A plugin: the one public class of its assembly that implements this, with a constructor without parameters.</summary>
/// <remarks>
/// It lies in a folder with its <see cref="PluginManifest"/> (<c>plugin.json</c>) and is loaded once, at start, in a load context of
/// its own. An exception in <see cref="Configure"/> leaves the plugin out; everything else runs on.
/// </remarks>
public interface IPlugin
{
    /// <summary>
    /// Says what the plugin contributes, within 30 s. Runs before the engine: ports of the host are kept here, and used later.
    /// </summary>
    /// <param name="plugin">Takes the contributions.</param>
    void Configure(IPluginBuilder plugin);
}

/// <summary>Takes what a plugin contributes.</summary>
/// <remarks>Each method throws <see cref="PluginException"/> when the contribution is invalid or its permission is not declared.</remarks>
public interface IPluginBuilder
{
    /// <summary>The plugin's manifest.</summary>
    PluginManifest Manifest { get; }

    /// <summary>What the program offers to this plugin.</summary>
    IPluginHost Host { get; }

    /// <summary>Adds a kind of task. Several versions of one type stand beside each other.</summary>
    /// <param name="activity">The activity.</param>
    void AddActivity(IActivity activity);

    /// <summary>Adds a kind of event with which the plugin starts and resumes processes.</summary>
    /// <param name="stimulus">Its description; raised with <see cref="IProcesses.RaiseAsync"/>.</param>
    void AddStimulus(StimulusDescription stimulus);

    /// <summary>Adds a kind of document that can be deployed.</summary>
    /// <param name="format">The front end.</param>
    void AddFormat(IDefinitionFormat format);

    /// <summary>Adds a function to the expressions of all models.</summary>
    /// <param name="function">The function.</param>
    void AddFunction(ExpressionFunction function);

    /// <summary>Gives the plugin settings that people see and change under Betrieb. At most once.</summary>
    /// <param name="settings">The settings; keep the object and read <see cref="Settings{T}.Current"/>.</param>
    void AddSettings(Settings settings);

    /// <summary>Adds a health check.</summary>
    /// <param name="name">Its German name.</param>
    /// <param name="check">Answers within 5 seconds; an exception counts as failed.</param>
    void AddHealthCheck(string name, Func<CancellationToken, Task<PluginHealth>> check);

    /// <summary>Gives the plugin tables of its own, on the application's database.</summary>
    /// <param name="migrations">In ascending order; each is applied once. Released migrations never change.</param>
    void AddTables(params IReadOnlyList<Migration> migrations);

    /// <summary>Adds an address under <c>/api/plugins/{id}/</c>.</summary>
    /// <param name="endpoint">The endpoint.</param>
    void AddEndpoint(PluginEndpoint endpoint);

    /// <summary>Adds a page to the navigation. Files of the plugin's folder <c>web/</c> are served under <c>/plugins/{id}/</c>.</summary>
    /// <param name="page">The page.</param>
    void AddPage(PluginPage page);

    /// <summary>Adds work that runs as long as the program does.</summary>
    /// <param name="work">The work.</param>
    void AddBackgroundWork(BackgroundWork work);
}

/// <summary>What the program offers to one plugin. Safe to call from any thread, once the engine runs.</summary>
public interface IPluginHost
{
    /// <summary>Starts and resumes processes.</summary>
    IProcesses Processes { get; }

    /// <summary>The plugin's tables.</summary>
    ITables Tables { get; }

    /// <summary>Files of cases.</summary>
    ICaseFiles Files { get; }

    /// <summary>Mails through the mail server that the operator has set up.</summary>
    IMails Mails { get; }

    /// <summary>Expressions of the models' language.</summary>
    IExpressions Expressions { get; }

    /// <summary>Encryption for what the plugin keeps itself and nobody may read in the database.</summary>
    ISecrets Secrets { get; }

    /// <summary>The engine's time: in a demonstration it can be pinned and moved.</summary>
    TimeProvider Clock { get; }

    /// <summary>The plugin's log. No names and no contents of cases belong there.</summary>
    Microsoft.Extensions.Logging.ILogger Log { get; }

    /// <summary>A folder for files of this node, absolute; it exists.</summary>
    string DataFolder { get; }
}

/// <summary>A plugin cannot be used as it is; the message says why, in German, for the operator.</summary>
public sealed class PluginException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">The reason, in German.</param>
    public PluginException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The reason, in German.</param>
    /// <param name="inner">What caused it.</param>
    public PluginException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
