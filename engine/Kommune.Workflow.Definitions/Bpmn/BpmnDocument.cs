using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>A BPMN document that can be asked by id; the base of the rules and of the compiler.</summary>
internal sealed class BpmnDocument
{
    private readonly Dictionary<string, XElement> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<XElement>> byKind = new(StringComparer.Ordinal);

    public BpmnDocument(XElement definitions)
    {
        Definitions = definitions;
        foreach (var element in definitions.DescendantsAndSelf().Where(e => e.Name.Namespace == BpmnNames.Bpmn))
        {
            if (!byKind.TryGetValue(element.Name.LocalName, out var sameKind))
            {
                byKind[element.Name.LocalName] = sameKind = [];
            }

            sameKind.Add(element);
            if (element.Id() is { Length: > 0 } id)
            {
                byId.TryAdd(id, element);
            }
        }
    }

    public XElement Definitions { get; }

    public IEnumerable<XElement> All(string kind) => byKind.GetValueOrDefault(kind) ?? [];

    public IEnumerable<XElement> All(IEnumerable<string> kinds) => kinds.SelectMany(All);

    /// <summary>The element that a reference means, or null; the prefix of a qualified name is not looked at.</summary>
    public XElement? Find(string? reference) =>
        string.IsNullOrWhiteSpace(reference)
            ? null
            : byId.GetValueOrDefault(reference.Trim()) ?? byId.GetValueOrDefault(BpmnNames.LocalPart(reference));

    /// <summary>The element that the attribute <paramref name="attribute"/> refers to, or null.</summary>
    public XElement? Target(XElement element, string attribute) => Find(element.Attr(attribute));

    /// <summary>The event definitions of an event, referenced ones included.</summary>
    public IEnumerable<XElement> EventDefinitions(XElement eventElement) =>
        eventElement.Elements()
            .Select(e => e.Is("eventDefinitionRef") ? Find(e.Value) : e)
            .OfType<XElement>()
            .Where(e => BpmnKinds.EventDefinitions.Contains(e.Kind()));
}
