using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>A BPMN document that can be asked by id; the base of the rules and of the compiler.</summary>
internal sealed class BpmnDocument
{
    private readonly Dictionary<string, XElement> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<XElement>> byKind = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<string, XElement>> flowsBySource;
    private readonly Lazy<ILookup<string, XElement>> flowsByTarget;

    public BpmnDocument(XElement definitions)
    {
        Definitions = definitions;
        IsZeebeDialect = definitions.DescendantsAndSelf()
            .Any(e => e.Name.Namespace == BpmnNames.Zeebe || e.Attributes().Any(a => a.Value == BpmnNames.Zeebe.NamespaceName));
        flowsBySource = FlowsBy("sourceRef");
        flowsByTarget = FlowsBy("targetRef");
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

    /// <summary>
    /// Whether flow nodes list their flows (<c>incoming</c>, <c>outgoing</c>). The schema lets a document do without; one that
    /// lists them lists them all.
    /// </summary>
    public bool ListsFlows => byKind.ContainsKey("incoming") || byKind.ContainsKey("outgoing");

    /// <summary>Whether the document is written for the zeebe dialect at all: it uses or declares its namespace.</summary>
    public bool IsZeebeDialect { get; }

    public IEnumerable<XElement> All(string kind) => byKind.GetValueOrDefault(kind) ?? [];

    public IEnumerable<XElement> All(IEnumerable<string> kinds) => kinds.SelectMany(All);

    /// <summary>The element that a reference means, or null; the prefix of a qualified name is not looked at.</summary>
    public XElement? Find(string? reference) =>
        string.IsNullOrWhiteSpace(reference)
            ? null
            : byId.GetValueOrDefault(reference.Trim()) ?? byId.GetValueOrDefault(BpmnNames.LocalPart(reference));

    /// <summary>The element that the attribute <paramref name="attribute"/> refers to, or null.</summary>
    public XElement? Target(XElement element, string attribute) => Find(element.Attr(attribute));

    /// <summary>Ids of the sequence flows that enter the node: as it lists them, or as they say in a document without lists.</summary>
    public IReadOnlyCollection<string> Incoming(XElement node) => FlowIds(node, "incoming", FlowsInto);

    /// <summary>Ids of the sequence flows that leave the node; see <see cref="Incoming"/>.</summary>
    public IReadOnlyCollection<string> Outgoing(XElement node) => FlowIds(node, "outgoing", OutgoingFlows);

    /// <summary>The sequence flows whose source is the node.</summary>
    public IEnumerable<XElement> OutgoingFlows(XElement node) => flowsBySource.Value[node.Id() ?? string.Empty];

    private IEnumerable<XElement> FlowsInto(XElement node) => flowsByTarget.Value[node.Id() ?? string.Empty];

    private string[] FlowIds(XElement node, string list, Func<XElement, IEnumerable<XElement>> flows) =>
        ListsFlows
            ? [.. node.Children(list).Select(e => e.Value.Trim()).Distinct(StringComparer.Ordinal)]
            : [.. flows(node).Select(f => f.Id() ?? string.Empty)];

    private Lazy<ILookup<string, XElement>> FlowsBy(string end) =>
        new(() => All("sequenceFlow").ToLookup(f => BpmnNames.LocalPart(f.Attr(end) ?? string.Empty), StringComparer.Ordinal));

    /// <summary>The event definitions of an event, referenced ones included.</summary>
    public IEnumerable<XElement> EventDefinitions(XElement eventElement) =>
        eventElement.Elements()
            .Select(e => e.Is("eventDefinitionRef") ? Find(e.Value) : e)
            .OfType<XElement>()
            .Where(e => BpmnKinds.EventDefinitions.Contains(e.Kind()));

    /// <summary>The catching link events a throwing one leads to: those it refers to, otherwise those of its name beside it.</summary>
    public IReadOnlyCollection<XElement> LinkTargets(XElement thrower)
    {
        var links = EventDefinitions(thrower).Where(d => d.Is("linkEventDefinition")).ToList();
        var referred = links.SelectMany(l => l.Children("target")).Select(t => Find(t.Value)?.Parent).OfType<XElement>().ToList();
        return referred.Count > 0
            ? referred
            : [.. links.SelectMany(l => thrower.Parent!.Children("intermediateCatchEvent")
                .Where(c => EventDefinitions(c).Any(d => d.Is("linkEventDefinition") && LinkName(d) == LinkName(l))))];
    }

    /// <summary>The name of a link; editors that leave it out mean the event's name.</summary>
    private static string? LinkName(XElement link) => link.Attr("name") ?? link.Parent?.Attr("name");
}
