using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Global tasks become processes of that one task, so that a call activity can call them like any process.</summary>
internal static class GlobalTasks
{
    private static readonly Dictionary<string, string> TaskKinds = new(StringComparer.Ordinal)
    {
        ["globalTask"] = "task",
        ["globalUserTask"] = "userTask",
        ["globalManualTask"] = "manualTask",
        ["globalScriptTask"] = "scriptTask",
        ["globalBusinessRuleTask"] = "businessRuleTask",
    };

    public static IEnumerable<XElement> AsProcesses(BpmnDocument document) =>
        document.All(BpmnKinds.GlobalTasks).Where(g => g.Id() is not null).Select(AsProcess);

    private static XElement AsProcess(XElement globalTask)
    {
        var id = globalTask.Id()!;
        var name = globalTask.Attribute("name");
        var task = new XElement(globalTask) { Name = BpmnNames.Bpmn + TaskKinds[globalTask.Kind()] };
        task.SetAttributeValue("id", $"{id}-task");
        return new XElement(
            BpmnNames.Bpmn + "process",
            new XAttribute("id", id),
            name is null ? null : new XAttribute(name),
            new XElement(BpmnNames.Bpmn + "startEvent", new XAttribute("id", $"{id}-start")),
            Flow($"{id}-begin", $"{id}-start", $"{id}-task"),
            task,
            Flow($"{id}-finish", $"{id}-task", $"{id}-end"),
            new XElement(BpmnNames.Bpmn + "endEvent", new XAttribute("id", $"{id}-end")));
    }

    private static XElement Flow(string id, string source, string target) =>
        new(BpmnNames.Bpmn + "sequenceFlow",
            new XAttribute("id", id), new XAttribute("sourceRef", source), new XAttribute("targetRef", target));
}
