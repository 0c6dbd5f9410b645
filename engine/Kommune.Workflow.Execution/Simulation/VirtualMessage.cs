using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>A published message. It reaches each process at most once, and waits for receivers until it expires.</summary>
internal sealed class VirtualMessage(long key, PublishMessage content, DateTimeOffset expiresAt)
{
    private readonly HashSet<string> reached = new(StringComparer.Ordinal);

    public long Key { get; } = key;

    public string Name => content.Name;

    public FeelContext Variables => content.Variables;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>Whether it is meant for a wait with this key; without a key on either side the name alone counts.</summary>
    public bool Fits(string? correlationKey) =>
        content.CorrelationKey is null || correlationKey is null || content.CorrelationKey == correlationKey;

    /// <summary>Whether it has not reached this process yet; from now on it has.</summary>
    public bool MayReach(string processId) => reached.Add(processId);
}
