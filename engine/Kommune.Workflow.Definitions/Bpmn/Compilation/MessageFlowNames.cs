using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>
/// Names for messages that travel along message flows between processes of one document: a sender or receiver that names no
/// message takes the name of its partner, or, when neither names one, a name of the flow's own.
/// </summary>
internal sealed class MessageFlowNames
{
    private readonly BpmnDocument document;
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    public MessageFlowNames(BpmnDocument document)
    {
        this.document = document;
        foreach (var flow in document.All("messageFlow"))
        {
            var source = document.Target(flow, "sourceRef");
            var target = document.Target(flow, "targetRef");
            if (source is null || target is null || !IsNode(source) || !IsNode(target))
            {
                continue;
            }

            var name = NameOf(document.Target(flow, "messageRef")) ?? OwnName(source) ?? OwnName(target)
                ?? names.GetValueOrDefault(source.Id()!) ?? names.GetValueOrDefault(target.Id()!)
                ?? $"{ProcessId(target)}/{flow.Id()}";
            names.TryAdd(source.Id()!, name);
            names.TryAdd(target.Id()!, name);
        }
    }

    /// <summary>The message name that flows give this element, or null.</summary>
    public string? For(XElement element) => names.GetValueOrDefault(element.Id() ?? string.Empty);

    private static bool IsNode(XElement element) =>
        element.Id() is not null && BpmnKinds.FlowNodes.ContainsKey(element.Kind());

    private static string? ProcessId(XElement element) =>
        element.Ancestors(BpmnNames.Bpmn + "process").LastOrDefault()?.Id();

    private static string? NameOf(XElement? message) =>
        message?.Attr("name") is { Length: > 0 } name && !name.StartsWith('=') ? name : null;

    private string? OwnName(XElement node)
    {
        var definition = document.EventDefinitions(node).FirstOrDefault(e => e.Is("messageEventDefinition")) ?? node;
        return NameOf(document.Target(definition, "messageRef"));
    }
}
