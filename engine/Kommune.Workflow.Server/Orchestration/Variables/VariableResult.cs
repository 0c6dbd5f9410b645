using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A variable; its value is JSON inside a text.</summary>
public sealed record VariableResult(
    string Name,
    string Value,
    string TenantId,
    string VariableKey,
    string ScopeKey,
    string ProcessInstanceKey,
    string? RootProcessInstanceKey)
{
    internal static VariableResult Of(VariableView view) => new(
        view.Variable.Name,
        view.Variable.Value,
        view.Variable.TenantId,
        ClusterKey.Text(view.Variable.Key),
        ClusterKey.Text(view.Variable.ScopeKey),
        ClusterKey.Text(view.Variable.InstanceKey),
        ClusterKey.Text(view.Instance.RootKey));
}

/// <summary>A variable among others: a long value is cut off unless the caller wants it whole.</summary>
public sealed record VariableSearchResult(
    string Name,
    string Value,
    bool IsTruncated,
    string TenantId,
    string VariableKey,
    string ScopeKey,
    string ProcessInstanceKey,
    string? RootProcessInstanceKey)
{
    /// <summary>Characters of a value that a list shows.</summary>
    public const int ValueMax = 8191;

    internal static VariableSearchResult Of(VariableView view, bool truncate)
    {
        var whole = VariableResult.Of(view);
        var cut = truncate && whole.Value.Length > ValueMax;
        return new VariableSearchResult(
            whole.Name,
            cut ? whole.Value[..ValueMax] : whole.Value,
            cut,
            whole.TenantId,
            whole.VariableKey,
            whole.ScopeKey,
            whole.ProcessInstanceKey,
            whole.RootProcessInstanceKey);
    }
}

/// <summary>A variable with the instance it belongs to.</summary>
internal sealed class VariableView
{
    public required VariableRow Variable { get; init; }
    public required InstanceRow Instance { get; init; }
}
