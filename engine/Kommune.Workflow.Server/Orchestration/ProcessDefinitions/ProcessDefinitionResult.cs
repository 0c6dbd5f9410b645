using System.Text.Json.Serialization;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>One version of a process.</summary>
public sealed record ProcessDefinitionResult(
    string? Name,
    string ResourceName,
    int Version,
    string? VersionTag,
    string ProcessDefinitionId,
    string TenantId,
    string ProcessDefinitionKey,
    bool HasStartForm,
    [property: JsonConverter(typeof(WireEnum<ProcessDefinitionState>))] ProcessDefinitionState State)
{
    internal static ProcessDefinitionResult Of(DefinitionRow row) => new(
        row.Name,
        row.ResourceName,
        row.Version,
        row.VersionTag,
        row.ProcessId,
        row.TenantId,
        ClusterKey.Text(row.Key),
        row.StartFormId is not null,
        ProcessDefinitionState.Active);
}

/// <summary>Versions are never taken away here, so all are active.</summary>
public enum ProcessDefinitionState
{
    Active,
    Draining,
    Deleted,
}
