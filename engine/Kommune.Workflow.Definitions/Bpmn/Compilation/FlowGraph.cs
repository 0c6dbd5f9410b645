using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Numbers the flow nodes and sequence flows of a process and knows how they hang together.</summary>
internal sealed class FlowGraph
{
    private readonly Dictionary<string, Node> byId = new(StringComparer.Ordinal);

    public FlowGraph(XElement process)
    {
        Add(process, ElementKind.Process, scope: null);
        foreach (var container in Nodes.Where(n => n.Kind.IsContainer()).ToList())
        {
            foreach (var flow in container.Xml.Children("sequenceFlow"))
            {
                Connect(flow);
            }
        }

        foreach (var boundary in Nodes.Where(n => n.Kind == ElementKind.BoundaryEvent))
        {
            boundary.AttachedTo = Find(boundary.Xml.Attr("attachedToRef"));
            boundary.AttachedTo?.BoundaryEvents.Add(boundary);
        }
    }

    /// <summary>In document order, the process first; a node's index is its place.</summary>
    public List<Node> Nodes { get; } = [];

    public List<Flow> Flows { get; } = [];

    public Node? Find(string? reference) =>
        reference is null ? null : byId.GetValueOrDefault(BpmnNames.LocalPart(reference));

    private void Add(XElement xml, ElementKind kind, Node? scope)
    {
        var node = new Node(xml, kind, Nodes.Count, scope);
        Nodes.Add(node);
        byId.TryAdd(xml.Id() ?? string.Empty, node);
        scope?.Children.Add(node);
        if (!kind.IsContainer())
        {
            return;
        }

        foreach (var child in xml.Elements())
        {
            if (BpmnKinds.FlowNodes.TryGetValue(child.Kind(), out var childKind))
            {
                var triggered = childKind == ElementKind.SubProcess && child.Flag("triggeredByEvent");
                Add(child, triggered ? ElementKind.EventSubProcess : childKind, node);
            }
        }
    }

    private void Connect(XElement xml)
    {
        if (Find(xml.Attr("sourceRef")) is { } source && Find(xml.Attr("targetRef")) is { } target)
        {
            var flow = new Flow(xml, Flows.Count, source, target);
            Flows.Add(flow);
            source.Outgoing.Add(flow);
            target.Incoming.Add(flow);
        }
    }

    internal sealed record Flow(XElement Xml, int Index, Node Source, Node Target);

    /// <summary>A flow node (or the process) with its place in the graph.</summary>
    internal sealed class Node(XElement xml, ElementKind kind, int index, Node? scope)
    {
        public XElement Xml { get; } = xml;

        public ElementKind Kind { get; } = kind;

        public int Index { get; } = index;

        public Node? Scope { get; } = scope;

        public List<Node> Children { get; } = [];

        public List<Flow> Incoming { get; } = [];

        public List<Flow> Outgoing { get; } = [];

        public List<Node> BoundaryEvents { get; } = [];

        public Node? AttachedTo { get; set; }
    }
}
