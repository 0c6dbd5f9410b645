using System.Text.Json.Serialization;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>One activation of an element.</summary>
public sealed record ElementInstanceResult(
    string ElementInstanceKey,
    string ProcessInstanceKey,
    string? RootProcessInstanceKey,
    string ProcessDefinitionKey,
    string ProcessDefinitionId,
    string ElementId,
    string ElementName,
    [property: JsonConverter(typeof(WireEnum<ElementType>))] ElementType Type,
    [property: JsonConverter(typeof(WireEnum<ElementInstanceState>))] ElementInstanceState State,
    DateTime StartDate,
    DateTime? EndDate,
    bool HasIncident,
    string? IncidentKey,
    string TenantId)
{
    internal static ElementInstanceResult Of(ElementInstanceView view, string? elementName) => new(
        ClusterKey.Text(view.Key),
        ClusterKey.Text(view.InstanceKey),
        ClusterKey.Text(view.RootKey),
        ClusterKey.Text(view.DefinitionKey),
        view.ProcessId,
        view.ElementId,
        elementName ?? view.ElementId,
        view.IsLoopBody ? ElementType.MultiInstanceBody : ElementTypes.Of(view.Kind),
        view.State,
        view.StartedAt.UtcDateTime,
        WireTime.Of(view.EndedAt),
        view.IncidentKey is not null,
        ClusterKey.Text(view.IncidentKey),
        view.TenantId);
}

public enum ElementInstanceState
{
    Active,
    Completed,
    Terminated,
}

public enum ElementType
{
    Unspecified,
    Process,
    SubProcess,
    EventSubProcess,
    AdHocSubProcess,
    AdHocSubProcessInnerInstance,
    StartEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    BoundaryEvent,
    EndEvent,
    ServiceTask,
    ReceiveTask,
    UserTask,
    ManualTask,
    Task,
    ExclusiveGateway,
    InclusiveGateway,
    ParallelGateway,
    EventBasedGateway,
    SequenceFlow,
    MultiInstanceBody,
    CallActivity,
    BusinessRuleTask,
    ScriptTask,
    SendTask,
    Unknown,
}

/// <summary>The engine's kinds of elements under the API's names.</summary>
internal static class ElementTypes
{
    private static readonly Dictionary<ElementKind, ElementType> Names = new()
    {
        [ElementKind.Process] = ElementType.Process,
        [ElementKind.Task] = ElementType.Task,
        [ElementKind.ManualTask] = ElementType.ManualTask,
        [ElementKind.UserTask] = ElementType.UserTask,
        [ElementKind.ServiceTask] = ElementType.ServiceTask,
        [ElementKind.SendTask] = ElementType.SendTask,
        [ElementKind.ReceiveTask] = ElementType.ReceiveTask,
        [ElementKind.ScriptTask] = ElementType.ScriptTask,
        [ElementKind.BusinessRuleTask] = ElementType.BusinessRuleTask,
        [ElementKind.CallActivity] = ElementType.CallActivity,
        [ElementKind.SubProcess] = ElementType.SubProcess,
        [ElementKind.EventSubProcess] = ElementType.EventSubProcess,
        [ElementKind.AdHocSubProcess] = ElementType.AdHocSubProcess,
        [ElementKind.ExclusiveGateway] = ElementType.ExclusiveGateway,
        [ElementKind.ParallelGateway] = ElementType.ParallelGateway,
        [ElementKind.InclusiveGateway] = ElementType.InclusiveGateway,
        [ElementKind.EventBasedGateway] = ElementType.EventBasedGateway,
        [ElementKind.StartEvent] = ElementType.StartEvent,
        [ElementKind.IntermediateCatchEvent] = ElementType.IntermediateCatchEvent,
        [ElementKind.IntermediateThrowEvent] = ElementType.IntermediateThrowEvent,
        [ElementKind.BoundaryEvent] = ElementType.BoundaryEvent,
        [ElementKind.EndEvent] = ElementType.EndEvent,
    };

    /// <summary>A kind the API has no name for (transaction, complex gateway) is <c>UNKNOWN</c>.</summary>
    public static ElementType Of(ElementKind kind) => Names.GetValueOrDefault(kind, ElementType.Unknown);

    public static ElementKind[] KindsOf(ElementType type) => [.. Enum.GetValues<ElementKind>().Where(kind => Of(kind) == type)];
}
