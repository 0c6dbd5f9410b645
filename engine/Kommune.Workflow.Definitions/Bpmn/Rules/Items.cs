using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Item definitions: the types of data, as far as BPMN knows types.</summary>
internal static class Items
{
    /// <summary>The item definition of an item-aware element, of a message, signal, error or escalation; null when it has none.</summary>
    public static XElement? Of(BpmnDocument document, XElement? element)
    {
        switch (element?.Kind())
        {
            case null:
                return null;
            case "dataObjectReference":
                return Definition(document, element, "itemSubjectRef") ?? Of(document, document.Target(element,
                    "dataObjectRef"));
            case "dataStoreReference":
                return Definition(document, element, "itemSubjectRef") ?? Of(document, document.Target(element,
                    "dataStoreRef"));
            case "message":
                return Definition(document, element, "itemRef");
            case "signal" or "error" or "escalation":
                return Definition(document, element, "structureRef");
            default:
                return Definition(document, element, "itemSubjectRef");
        }
    }

    /// <summary>The same definition, or two that name the same structure.</summary>
    public static bool AreEqual(XElement first, XElement second) =>
        first == second || HaveSameStructure(first, second);

    /// <summary>Whether both name the same structure; definitions without one are not compared.</summary>
    public static bool HaveSameStructure(XElement first, XElement second) =>
        first.Attr("structureRef") is { } structure && structure == second.Attr("structureRef");

    private static XElement? Definition(BpmnDocument document, XElement element, string attribute) =>
        document.Target(element, attribute) is { } definition && definition.Is("itemDefinition") ? definition : null;
}
