using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Runtime;

/// <summary>Where plugins lie and write.</summary>
public sealed record PluginOptions
{
    /// <summary>The folder with one folder a plugin; null: no plugins.</summary>
    public string? Folder { get; init; }

    /// <summary>The folder under which each plugin gets a folder for its files.</summary>
    public string DataFolder { get; init; } = "data/plugins";

    /// <summary>How long one plugin may take to say what it contributes; beyond it the program goes on without it.</summary>
    public TimeSpan StartTimeMax { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>The port to what plugins keep in the database.</summary>
public interface IPluginStore
{
    /// <summary>The tables of one plugin.</summary>
    /// <param name="pluginId">The plugin.</param>
    /// <param name="ready">Completes when its migrations are applied.</param>
    ITables Tables(string pluginId, Task ready);

    /// <summary>Applies those migrations of a plugin that the database does not have, one transaction each.</summary>
    /// <exception cref="PluginException">A migration fails, or the database knows one that the plugin does not.</exception>
    Task MigrateAsync(string pluginId, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken);

    /// <summary>Takes or extends a lease.</summary>
    /// <returns>Whether it is the holder's until then.</returns>
    Task<bool> TryLeaseAsync(string name, string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Gives a lease back.</summary>
    Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken);
}

/// <summary>The port to the settings of plugins, secrets in clear text.</summary>
public interface IPluginSettings
{
    /// <summary>Settings that people made; a plugin without any is absent. The text changes with the settings.</summary>
    Task<IReadOnlyDictionary<string, (string Revision, JsonObject Values)>> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Encryption for one plugin's own tables.</summary>
    ISecrets SecretsOf(string pluginId);
}

/// <summary>The port to the files of cases.</summary>
public interface ICaseFileStore
{
    /// <summary>The files as one plugin sees them.</summary>
    ICaseFiles For(string pluginId);
}
