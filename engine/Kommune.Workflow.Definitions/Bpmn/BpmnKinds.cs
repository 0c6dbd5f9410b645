using System.Collections.Frozen;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>The groups of XML element names that BPMN's rules speak of.</summary>
internal static class BpmnKinds
{
    public static readonly FrozenDictionary<string, ElementKind> FlowNodes = new Dictionary<string, ElementKind>
    {
        ["task"] = ElementKind.Task,
        ["manualTask"] = ElementKind.ManualTask,
        ["userTask"] = ElementKind.UserTask,
        ["serviceTask"] = ElementKind.ServiceTask,
        ["sendTask"] = ElementKind.SendTask,
        ["receiveTask"] = ElementKind.ReceiveTask,
        ["scriptTask"] = ElementKind.ScriptTask,
        ["businessRuleTask"] = ElementKind.BusinessRuleTask,
        ["callActivity"] = ElementKind.CallActivity,
        ["subProcess"] = ElementKind.SubProcess,
        ["transaction"] = ElementKind.Transaction,
        ["adHocSubProcess"] = ElementKind.AdHocSubProcess,
        ["exclusiveGateway"] = ElementKind.ExclusiveGateway,
        ["parallelGateway"] = ElementKind.ParallelGateway,
        ["inclusiveGateway"] = ElementKind.InclusiveGateway,
        ["eventBasedGateway"] = ElementKind.EventBasedGateway,
        ["complexGateway"] = ElementKind.ComplexGateway,
        ["startEvent"] = ElementKind.StartEvent,
        ["intermediateCatchEvent"] = ElementKind.IntermediateCatchEvent,
        ["intermediateThrowEvent"] = ElementKind.IntermediateThrowEvent,
        ["boundaryEvent"] = ElementKind.BoundaryEvent,
        ["endEvent"] = ElementKind.EndEvent,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenSet<string> Tasks = Set(
        "task", "manualTask", "userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask");

    public static readonly FrozenSet<string> SubProcesses = Set("subProcess", "transaction", "adHocSubProcess");

    public static readonly FrozenSet<string> Activities = Set([.. Tasks, .. SubProcesses, "callActivity"]);

    public static readonly FrozenSet<string> Gateways = Set(
        "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway");

    public static readonly FrozenSet<string> CatchEvents = Set("startEvent", "intermediateCatchEvent", "boundaryEvent");

    public static readonly FrozenSet<string> ThrowEvents = Set("intermediateThrowEvent", "endEvent",
        "implicitThrowEvent");

    public static readonly FrozenSet<string> Choreography = Set("choreographyTask", "subChoreography",
        "callChoreography");

    public static readonly FrozenSet<string> EventDefinitions = Set(
        "messageEventDefinition", "timerEventDefinition", "signalEventDefinition", "errorEventDefinition",
        "escalationEventDefinition", "conditionalEventDefinition", "linkEventDefinition", "terminateEventDefinition",
        "compensateEventDefinition", "cancelEventDefinition");

    public static readonly FrozenSet<string> GlobalTasks = Set(
        "globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask");

    /// <summary>Things of a scope that hold data.</summary>
    public static readonly FrozenSet<string> Variables = Set("dataObject", "property");

    private static FrozenSet<string> Set(params string[] kinds) => kinds.ToFrozenSet(StringComparer.Ordinal);
}
