using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A process instance. Its business id is the number people use for the case.</summary>
public sealed record ProcessInstanceResult(
    string ProcessInstanceKey,
    string ProcessDefinitionKey,
    string ProcessDefinitionId,
    string? ProcessDefinitionName,
    int ProcessDefinitionVersion,
    string? ProcessDefinitionVersionTag,
    DateTime StartDate,
    DateTime? EndDate,
    [property: JsonConverter(typeof(WireEnum<ProcessInstanceState>))] ProcessInstanceState State,
    bool HasIncident,
    string? ParentProcessInstanceKey,
    string? ParentElementInstanceKey,
    string? RootProcessInstanceKey,
    IReadOnlyList<string> Tags,
    string? BusinessId,
    string TenantId)
{
    internal static ProcessInstanceResult Of(ProcessInstanceView view) => new(
        ClusterKey.Text(view.Instance.Key),
        ClusterKey.Text(view.Instance.DefinitionKey),
        view.Instance.ProcessId,
        view.Definition.Name,
        view.Instance.Version,
        view.Definition.VersionTag,
        view.Instance.StartedAt.UtcDateTime,
        WireTime.Of(view.Instance.EndedAt),
        view.Instance.Status switch
        {
            InstanceStatus.Active => ProcessInstanceState.Active,
            InstanceStatus.Completed => ProcessInstanceState.Completed,
            _ => ProcessInstanceState.Terminated,
        },
        view.Instance.IncidentCount > 0,
        InstanceOf(view.Instance.ParentKey),
        ClusterKey.Text(view.Instance.ParentKey),
        ClusterKey.Text(view.Instance.RootKey),
        JsonList.Read(view.Instance.Tags),
        view.Instance.CaseNumber,
        view.Instance.TenantId);

    /// <summary>The key of the instance that owns the thing with this key.</summary>
    internal static string? InstanceOf(long? key) =>
        key is { } inner ? ClusterKey.Text(InstanceKey.Of(inner, out _).Value) : null;
}

public enum ProcessInstanceState
{
    Active,
    Completed,
    Terminated,
}

/// <summary>An instance with the version it runs on.</summary>
internal sealed class ProcessInstanceView
{
    public required InstanceRow Instance { get; init; }
    public required DefinitionRow Definition { get; init; }
}
