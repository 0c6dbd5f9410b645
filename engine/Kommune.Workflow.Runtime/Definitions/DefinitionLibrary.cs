using System.Collections.Concurrent;
using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Runtime;

/// <summary>A definition version with its compiled graph.</summary>
public sealed record LoadedDefinition(
    long Key, string TenantId, string ProcessId, int Version, long DeploymentKey, ProcessGraph Graph);

/// <summary>Compiled definitions by key; each is compiled once per node.</summary>
public sealed class DefinitionLibrary(IDefinitionStore store)
{
    private readonly ConcurrentDictionary<long, LoadedDefinition> loaded = new();

    /// <summary>The definition with this key, or null when there is none.</summary>
    public async ValueTask<LoadedDefinition?> FindAsync(long definitionKey, CancellationToken cancellationToken = default)
    {
        if (loaded.TryGetValue(definitionKey, out var known))
        {
            return known;
        }

        var stored = await store.FindAsync(definitionKey, cancellationToken).ConfigureAwait(false);
        return stored is null ? null : await LoadAsync(stored, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compiles a stored definition unless it is there already.</summary>
    public async ValueTask<LoadedDefinition> LoadAsync(StoredDefinition stored, CancellationToken cancellationToken = default)
    {
        if (loaded.TryGetValue(stored.Key, out var known))
        {
            return known;
        }

        var content = await store.ReadResourceAsync(stored.ResourceKey, cancellationToken).ConfigureAwait(false);
        var graph = DeploymentReader.Compile(stored.ResourceName, content).Processes.Single(p => p.ProcessId == stored.ProcessId);
        var definition = new LoadedDefinition(
            stored.Key,
            stored.TenantId,
            stored.ProcessId,
            stored.Version,
            stored.DeploymentKey,
            graph);
        return loaded.GetOrAdd(stored.Key, definition);
    }
}
