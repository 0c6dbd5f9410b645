using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>A BPMN document that can be asked by id, kind and reference; the base of the rules and of the compiler.</summary>
/// <remarks>Every question is answered from an index, so that a large document cannot make a rule slow.</remarks>
internal sealed class BpmnDocument
{
    private readonly Dictionary<string, XElement> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<XElement>> byKind = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Attribute), ILookup<XElement, XElement>> referring = [];
    private readonly Dictionary<(XElement Node, string List), string[]> flowIds = [];
    private ILookup<(XElement Container, string Name), XElement>? catchingLinks;

    public BpmnDocument(XElement definitions)
    {
        Definitions = definitions;
        IsZeebeDialect = definitions.DescendantsAndSelf().Any(e =>
            e.Name.Namespace == BpmnNames.Zeebe || e.Attributes().Any(a => a.Value == BpmnNames.Zeebe.NamespaceName));
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

    /// <summary>Whether the document is written for the zeebe dialect at all: it uses or declares its namespace.</summary>
    public bool IsZeebeDialect { get; }

    /// <summary>
    /// Whether flow nodes list their flows (<c>incoming</c>, <c>outgoing</c>). The schema lets a document do without; one that
    /// lists them lists them all.
    /// </summary>
    public bool ListsFlows => byKind.ContainsKey("incoming") || byKind.ContainsKey("outgoing");

    public IEnumerable<XElement> All(string kind) => byKind.GetValueOrDefault(kind) ?? [];

    public IEnumerable<XElement> All(IEnumerable<string> kinds) => kinds.SelectMany(All);

    /// <summary>The element that a reference means, or null; the prefix of a qualified name is not looked at.</summary>
    public XElement? Find(string? reference) =>
        string.IsNullOrWhiteSpace(reference)
            ? null
            : byId.GetValueOrDefault(reference.Trim()) ?? byId.GetValueOrDefault(BpmnNames.LocalPart(reference));

    /// <summary>The element that the attribute <paramref name="attribute"/> refers to, or null.</summary>
    public XElement? Target(XElement element, string attribute) => Find(element.Attr(attribute));

    /// <summary>The elements of a kind whose attribute refers to <paramref name="target"/>, in document order.</summary>
    public IEnumerable<XElement> Referring(XElement target, string kind, string attribute)
    {
        if (!referring.TryGetValue((kind, attribute), out var lookup))
        {
            lookup = All(kind).Where(e => Target(e, attribute) is not null).ToLookup(e => Target(e, attribute)!);
            referring.Add((kind, attribute), lookup);
        }

        return lookup[target];
    }

    /// <summary>Ids of the sequence flows that enter the node: as it lists them, or as they say in a document without lists.</summary>
    public IReadOnlyCollection<string> Incoming(XElement node) => FlowIds(node, "incoming", "targetRef");

    /// <summary>Ids of the sequence flows that leave the node; see <see cref="Incoming"/>.</summary>
    public IReadOnlyCollection<string> Outgoing(XElement node) => FlowIds(node, "outgoing", "sourceRef");

    /// <summary>The sequence flows whose source is the node.</summary>
    public IEnumerable<XElement> OutgoingFlows(XElement node) => Referring(node, "sequenceFlow", "sourceRef");

    /// <summary>What the associations of an element lead to, in either direction.</summary>
    public IEnumerable<XElement> Associated(XElement element) =>
        Referring(element, "association", "sourceRef").Select(a => Target(a, "targetRef"))
            .Concat(Referring(element, "association", "targetRef").Select(a => Target(a, "sourceRef")))
            .OfType<XElement>();

    /// <summary>What the message flows of an element lead to, in either direction.</summary>
    public IEnumerable<XElement> MessagePartners(XElement element) =>
        Referring(element, "messageFlow", "sourceRef").Select(f => Target(f, "targetRef"))
            .Concat(Referring(element, "messageFlow", "targetRef").Select(f => Target(f, "sourceRef")))
            .OfType<XElement>();

    /// <summary>The event definitions of an event, referenced ones included.</summary>
    public IEnumerable<XElement> EventDefinitions(XElement eventElement) =>
        eventElement.Elements()
            .Select(e => e.Is("eventDefinitionRef") ? Find(e.Value) : e)
            .OfType<XElement>()
            .Where(e => BpmnKinds.EventDefinitions.Contains(e.Kind()));

    /// <summary>The catching link events a throwing one leads to: those it refers to, otherwise those of its name beside it.</summary>
    /// <remarks>Of several with the name the first two: one would be right, and the second tells that it is not.</remarks>
    public IReadOnlyCollection<XElement> LinkTargets(XElement thrower)
    {
        catchingLinks ??= All("intermediateCatchEvent")
            .SelectMany(e => Links(e).Select(l => (Event: e, Name: LinkName(l))))
            .ToLookup(pair => (pair.Event.Parent!, pair.Name), pair => pair.Event);
        var links = Links(thrower).ToList();
        var referred = links.SelectMany(l => l.Children("target")).Select(t => Find(t.Value)?.Parent).OfType<XElement>();
        return referred.Any()
            ? [.. referred.Distinct()]
            : [.. links.SelectMany(l => catchingLinks[(thrower.Parent!, LinkName(l))].Take(2)).Distinct()];
    }

    private IEnumerable<XElement> Links(XElement eventElement) =>
        EventDefinitions(eventElement).Where(d => d.Is("linkEventDefinition"));

    /// <summary>The name of a link; editors that leave it out mean the event's name.</summary>
    private static string LinkName(XElement link) => link.Attr("name") ?? link.Parent?.Attr("name") ?? string.Empty;

    private string[] FlowIds(XElement node, string list, string end)
    {
        if (!flowIds.TryGetValue((node, list), out var ids))
        {
            ids = ListsFlows
                ? [.. node.Children(list).Select(e => BpmnNames.LocalPart(e.Value)).Distinct(StringComparer.Ordinal)]
                : [.. Referring(node, "sequenceFlow", end).Select(f => f.Id() ?? string.Empty)];
            flowIds.Add((node, list), ids);
        }

        return ids;
    }
}
