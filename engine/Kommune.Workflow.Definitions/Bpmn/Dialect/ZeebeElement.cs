using System.Collections.Frozen;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>A <c>zeebe:</c> extension element we execute: where it may stand and which attributes it has.</summary>
/// <param name="Name">The element's name.</param>
/// <param name="Hosts">BPMN elements it may stand at; empty: any.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record ZeebeElement(string Name, FrozenSet<string> Hosts, FrozenSet<string> Attributes)
{
    private static readonly string[] JobHosts =
    [
        "serviceTask", "sendTask", "scriptTask", "businessRuleTask", "intermediateThrowEvent", "endEvent",
        "globalScriptTask", "globalBusinessRuleTask",
    ];

    private static readonly string[] UserTasks = ["userTask", "globalUserTask"];

    /// <summary>Extension elements directly below <c>extensionElements</c>, by name.</summary>
    public static FrozenDictionary<string, ZeebeElement> All { get; } = new ZeebeElement[]
    {
        Of("taskDefinition", JobHosts, "type", "retries"),
        Of("taskHeaders", [.. JobHosts, .. UserTasks]),
        Of("ioMapping", [.. BpmnKinds.Activities, .. BpmnKinds.CatchEvents, .. BpmnKinds.ThrowEvents, .. BpmnKinds.GlobalTasks]),
        Of("userTask", UserTasks),
        Of("assignmentDefinition", UserTasks, "assignee", "candidateGroups", "candidateUsers"),
        Of("taskSchedule", UserTasks, "dueDate", "followUpDate"),
        Of("priorityDefinition", UserTasks, "priority"),
        Of("formDefinition", [.. UserTasks, "startEvent"],
            "formId", "formKey", "externalReference", "bindingType", "versionTag"),
        Of("calledElement", ["callActivity"], "processId", "propagateAllChildVariables", "propagateAllParentVariables",
            "bindingType", "versionTag"),
        Of("calledDecision", ["businessRuleTask", "globalBusinessRuleTask"],
            "decisionId", "resultVariable", "bindingType", "versionTag"),
        Of("script", ["scriptTask", "globalScriptTask"], "expression", "resultVariable"),
        Of("subscription", ["message"], "correlationKey"),
        Of("publishMessage", ["intermediateThrowEvent", "endEvent", "sendTask"], "correlationKey", "messageId", "timeToLive"),
        Of("loopCharacteristics", ["multiInstanceLoopCharacteristics"],
            "inputCollection", "inputElement", "outputCollection", "outputElement"),
        Of("adHoc", ["adHocSubProcess"], "activeElementsCollection", "outputCollection", "outputElement"),
        Of("versionTag", ["process"], "value"),
        Of("properties", []),
    }.ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);

    /// <summary>What stands in the lists among them.</summary>
    public static FrozenDictionary<string, ZeebeElement> Items { get; } = new ZeebeElement[]
    {
        Of("input", ["ioMapping"], "source", "target"),
        Of("output", ["ioMapping"], "source", "target"),
        Of("header", ["taskHeaders"], "key", "value", "id"),
        Of("property", ["properties"], "name", "value", "id"),
    }.ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);

    private static ZeebeElement Of(string name, string[] hosts, params string[] attributes) =>
        new(name, hosts.ToFrozenSet(StringComparer.Ordinal), attributes.ToFrozenSet(StringComparer.Ordinal));
}
