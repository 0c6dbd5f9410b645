using System.Globalization;
using System.Xml.Linq;
using Kommune.Workflow.Definitions.Bpmn;

namespace Kommune.Workflow.Definitions;

/// <summary>The BPMN document that builders of one process write together.</summary>
internal sealed class DocumentDraft
{
    private static readonly string[] Order =
    [
        "documentation", "extensionElements", "incoming", "outgoing", "laneSet", "property", "dataInput",
            "dataInputAssociation",
        "standardLoopCharacteristics", "multiInstanceLoopCharacteristics",
    ];

    private readonly Dictionary<(string Kind, string Name, string? Key), string> declared = [];
    private int flowCount;

    public DocumentDraft(string processId)
    {
        Process = new XElement(BpmnNames.Bpmn + "process", new XAttribute("id", processId), new XAttribute("isExecutable", true));
        Definitions = new XElement(
            BpmnNames.Bpmn + "definitions",
            new XAttribute(XNamespace.Xmlns + "bpmn", BpmnNames.Bpmn), new XAttribute(XNamespace.Xmlns + "zeebe", BpmnNames.Zeebe),
            new XAttribute("id", $"{processId}-definitions"),
            new XAttribute("targetNamespace", "http://bpmn.io/schema/bpmn"),
            Process);
    }

    public XElement Definitions { get; }

    public XElement Process { get; }

    public string NextFlowId() => string.Create(CultureInfo.InvariantCulture, $"flow-{++flowCount}");

    /// <summary>Puts a child where the standard's schema wants it.</summary>
    public static XElement Insert(XElement parent, XElement child)
    {
        var rank = Rank(child);
        var after = parent.Elements().LastOrDefault(e => Rank(e) <= rank);
        if (after is null)
        {
            parent.AddFirst(child);
        }
        else
        {
            after.AddAfterSelf(child);
        }

        return child;
    }

    /// <summary>The id of the message, signal, error or escalation of this name, declared once.</summary>
    public string Declare(string kind, string nameAttribute, string name, string? correlationKey = null)
    {
        var key = (kind, name, correlationKey);
        if (!declared.TryGetValue(key, out var id))
        {
            declared[key] = id = string.Create(CultureInfo.InvariantCulture, $"{kind}-{declared.Count + 1}");
            var subscription = correlationKey is null
                ? null
                : new XElement(
                    BpmnNames.Bpmn + "extensionElements",
                    new XElement(BpmnNames.Zeebe + "subscription", new XAttribute("correlationKey", correlationKey)));
            var element = new XElement(BpmnNames.Bpmn + kind, new XAttribute("id", id), new XAttribute("name", name), subscription);
            element.SetAttributeValue(nameAttribute, name);
            Definitions.Add(element);
        }

        return id;
    }

    /// <summary>The document with the lists of incoming and outgoing flows that the standard asks of each flow node.</summary>
    public XElement Finished()
    {
        var definitions = new XElement(Definitions);
        var nodes = definitions.Descendants().Where(e => e.Attribute("id") is not null)
            .ToLookup(e => (string)e.Attribute("id")!, StringComparer.Ordinal);
        foreach (var flow in definitions.Descendants(BpmnNames.Bpmn + "sequenceFlow").ToList())
        {
            foreach (var (reference, list) in new[] { ("sourceRef", "outgoing"), ("targetRef", "incoming") })
            {
                foreach (var node in nodes[(string)flow.Attribute(reference)!])
                {
                    Insert(node, new XElement(BpmnNames.Bpmn + list, (string)flow.Attribute("id")!));
                }
            }
        }

        return definitions;
    }

    private static int Rank(XElement element)
    {
        var rank = Array.IndexOf(Order, element.Name.LocalName);
        return rank < 0 ? Order.Length : rank;
    }
}
