using System.Collections.Concurrent;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>Decisions for steps. A step cannot wait, so what it may call is read before it; each file is compiled once per node.</summary>
public sealed class DecisionLibrary(IDefinitionStore store)
{
    private static readonly FindDecision None = (_, _, _) => null;

    private readonly ConcurrentDictionary<long, DmnModel> models = new();

    /// <summary>How a step of this definition finds the decisions it calls.</summary>
    internal async ValueTask<FindDecision> ForAsync(LoadedDefinition definition, CancellationToken cancellationToken = default)
    {
        if (!definition.Graph.Elements.Any(element => element.Decision is not null))
        {
            return None;
        }

        var stored = await store.ReadDecisionsAsync(definition.TenantId, cancellationToken).ConfigureAwait(false);
        foreach (var resource in stored.Select(decision => decision.ResourceKey).Distinct())
        {
            if (!models.ContainsKey(resource))
            {
                var content = await store.ReadResourceAsync(resource, cancellationToken).ConfigureAwait(false);
                models.TryAdd(resource, DmnModel.Compile(new MemoryStream(content)));
            }
        }

        return (id, binding, tag) => Find(stored, definition, id, binding, tag);
    }

    private CalledDecision? Find(
        IReadOnlyList<StoredDecision> stored, LoadedDefinition definition, string id, Binding binding, string? tag)
    {
        // What was withdrawn is there for the cases of its own deployment only.
        var versions = stored.Where(decision => decision.DecisionId == id
            && (!decision.Withdrawn || decision.DeploymentKey == definition.DeploymentKey));
        var found = binding switch
        {
            Binding.Deployment => versions.FirstOrDefault(decision => decision.DeploymentKey == definition.DeploymentKey),
            Binding.VersionTag => versions.Where(decision => decision.VersionTag == tag).MaxBy(decision => decision.Version),
            _ => versions.MaxBy(decision => decision.Version),
        };
        return found is not null && models[found.ResourceKey].FindDecision(id) is { } decision
            ? CalledDecision.Of(found.Key, decision)
            : null;
    }
}
