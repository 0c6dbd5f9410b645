using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Runtime;

/// <summary>A plugin of this node, usable or not.</summary>
public sealed class LoadedPlugin
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal LoadedPlugin(string folder, string id) => (Folder, Id) = (folder, id);

    /// <summary>The manifest's id; the folder's name when the manifest cannot be read.</summary>
    public string Id { get; internal set; }

    /// <summary>The folder it was loaded from, absolute.</summary>
    public string Folder { get; }

    /// <summary>Null when it cannot be read.</summary>
    public PluginManifest? Manifest { get; internal set; }

    /// <summary>What it contributes; empty while or because it does not work.</summary>
    public PluginContributions Contributions { get; internal set; } = new();

    /// <summary>Why it does not work, in German; null when it does.</summary>
    public string? Problem { get; private set; }

    /// <summary>Completes when its tables and settings are there; never when it does not work.</summary>
    public Task Ready => ready.Task;

    public bool Works => Problem is null;

    internal void Fail(string problem) => Problem = problem;

    internal void Open() => ready.TrySetResult();
}

/// <summary>What one plugin contributes.</summary>
public sealed class PluginContributions
{
    public List<IActivity> Activities { get; } = [];
    public List<StimulusDescription> Stimuli { get; } = [];
    public List<IDefinitionFormat> Formats { get; } = [];
    public List<ExpressionFunction> Functions { get; } = [];
    public Settings? Settings { get; internal set; }
    public List<(string Name, Func<CancellationToken, Task<PluginHealth>> Check)> HealthChecks { get; } = [];
    public List<Migration> Migrations { get; } = [];
    public List<PluginEndpoint> Endpoints { get; } = [];
    public List<PluginPage> Pages { get; } = [];
    public List<BackgroundWork> Background { get; } = [];
}
