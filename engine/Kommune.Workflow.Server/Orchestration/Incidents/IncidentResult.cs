using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>An instance is stuck, or was.</summary>
public sealed record IncidentResult(
    string IncidentKey,
    [property: JsonConverter(typeof(WireEnum<IncidentErrorType>))] IncidentErrorType ErrorType,
    string ErrorMessage,
    [property: JsonConverter(typeof(WireEnum<IncidentState>))] IncidentState State,
    DateTime CreationTime,
    string ElementId,
    string ElementInstanceKey,
    string ProcessInstanceKey,
    string? RootProcessInstanceKey,
    string ProcessDefinitionKey,
    string ProcessDefinitionId,
    string? JobKey,
    string TenantId)
{
    internal static IncidentResult Of(IncidentView view) => new(
        ClusterKey.Text(view.Incident.Key),
        IncidentErrorTypes.Of(view.Incident.Kind),
        view.Incident.Message,
        view.Incident.Resolved ? IncidentState.Resolved : IncidentState.Active,
        view.Incident.CreatedAt.UtcDateTime,
        view.Incident.ElementId,
        ClusterKey.Text(view.Incident.ElementInstanceKey),
        ClusterKey.Text(view.Incident.InstanceKey),
        ClusterKey.Text(view.Instance.RootKey),
        ClusterKey.Text(view.Incident.DefinitionKey),
        view.Incident.ProcessId,
        ClusterKey.Text(view.Incident.JobKey),
        view.Incident.TenantId);
}

public enum IncidentState
{
    Active,
    Migrated,
    Pending,
    Resolved,
    Unknown,
}

public enum IncidentErrorType
{
    Unspecified,
    Unknown,
    AdHocSubProcessNoRetries,
    CalledDecisionError,
    CalledElementError,
    ConditionError,
    DecisionEvaluationError,
    ExecutionListenerNoRetries,
    ExtractValueError,
    FormNotFound,
    IoMappingError,
    JobNoRetries,
    MessageSizeExceeded,
    ResourceNotFound,
    TaskListenerNoRetries,
    UnhandledErrorEvent,
}

/// <summary>The engine's kinds of incidents under the API's names, one to one.</summary>
internal static class IncidentErrorTypes
{
    private static readonly Dictionary<IncidentKind, IncidentErrorType> Names = new()
    {
        [IncidentKind.IoMapping] = IncidentErrorType.IoMappingError,
        [IncidentKind.JobNoRetries] = IncidentErrorType.JobNoRetries,
        [IncidentKind.Condition] = IncidentErrorType.ConditionError,
        [IncidentKind.ExtractValue] = IncidentErrorType.ExtractValueError,
        [IncidentKind.CalledElement] = IncidentErrorType.CalledElementError,
        [IncidentKind.UnhandledError] = IncidentErrorType.UnhandledErrorEvent,
        [IncidentKind.Decision] = IncidentErrorType.DecisionEvaluationError,
        [IncidentKind.Form] = IncidentErrorType.FormNotFound,
        [IncidentKind.Message] = IncidentErrorType.Unspecified,
    };

    /// <summary>A kind the API has no name for (a limit of the engine) is <c>UNKNOWN</c>.</summary>
    public static IncidentErrorType Of(IncidentKind kind) => Names.GetValueOrDefault(kind, IncidentErrorType.Unknown);

    /// <summary>Null for a name that no kind of ours has.</summary>
    public static IncidentKind? KindOf(IncidentErrorType type)
    {
        var kinds = Enum.GetValues<IncidentKind>().Where(kind => Of(kind) == type).Take(1).ToList();
        return kinds.Count == 0 ? null : kinds[0];
    }
}

/// <summary>An incident with the instance it belongs to.</summary>
internal sealed class IncidentView
{
    public required IncidentRow Incident { get; init; }
    public required InstanceRow Instance { get; init; }
}
