using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Message events of executable processes say which message they mean and how it is exchanged.</summary>
internal static class MessageEventRules
{
    public static void MessageIsNamed(RuleCheck check)
    {
        foreach (var definition in Executable(check).Where(d => d.Attr("messageRef") is null && !IsBound(check, d)))
        {
            check.Refuse(definition,
                "Das Nachrichtenereignis nennt keine Nachricht. Wählen Sie eine oder verbinden Sie es durch "
                + "einen Nachrichtenfluss.");
        }
    }

    /// <summary>
    /// The standard wants an operation. In the zeebe dialect the message's name and correlation key take its place, and between
    /// the pools of a document the message flow does.
    /// </summary>
    public static void OperationIsNamed(RuleCheck check)
    {
        if (check.Document.IsZeebeDialect)
        {
            return;
        }

        foreach (var definition in Executable(check).Where(d => d.Child("operationRef") is null && !IsBound(check, d)))
        {
            check.Refuse(definition,
                "Das Nachrichtenereignis nennt weder eine Operation (operationRef) noch, im Dialekt von Camunda 8, "
                + "den Bezug der Nachricht (zeebe:subscription).");
        }
    }

    private static IEnumerable<XElement> Executable(RuleCheck check) =>
        check.All("messageEventDefinition").Where(RuleCheck.IsExecutable);

    private static bool IsBound(RuleCheck check, XElement definition) =>
        definition.Parent is { } node && (node.Zeebe("taskDefinition") is not null
            || check.Document.MessagePartners(node).Any(other => BpmnKinds.FlowNodes.ContainsKey(other.Kind())));
}
