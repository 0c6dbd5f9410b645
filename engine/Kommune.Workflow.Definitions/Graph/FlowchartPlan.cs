using System.Collections.Immutable;

namespace Kommune.Workflow.Definitions;

/// <summary>
/// Which flows of a container lead forward from its start and which lead back; breadth first, a flow leads back when its target
/// already leads to its source (Elsa 3).
/// </summary>
public sealed class FlowchartPlan
{
    private readonly ProcessGraph graph;
    private readonly HashSet<int> forward = [];
    private readonly HashSet<int> reached = [];

    /// <param name="graph">The graph.</param>
    /// <param name="start">The index of the element the container began with.</param>
    public FlowchartPlan(ProcessGraph graph, int start)
    {
        this.graph = graph;
        Start = start;
        Explore();
    }

    public int Start { get; }

    /// <summary>Whether a token can come to the element at all.</summary>
    public bool Reaches(int element) => reached.Contains(element);

    public bool IsForward(int flow) => forward.Contains(flow);

    /// <summary>The flows that lead forward to the element, in document order.</summary>
    public ImmutableArray<int> ForwardTo(Element element) => [.. element.Incoming.Where(forward.Contains)];

    /// <summary>The elements from which flows lead forward to this one, over however many others.</summary>
    public IReadOnlySet<int> Ancestors(Element element)
    {
        var ancestors = new HashSet<int>();
        Collect(element, ancestors, Element.None);
        return ancestors;
    }

    /// <summary>Whether each way from the start to the flow's source goes through its target: only then it is a loop.</summary>
    public bool IsLoop(SequenceFlow flow)
    {
        if (flow.Source == flow.Target || flow.Target == Start)
        {
            return true;
        }

        var around = new HashSet<int>();
        Collect(graph.Elements[flow.Source], around, flow.Target);
        return !around.Contains(Start) && flow.Source != Start;
    }

    private void Collect(Element element, HashSet<int> ancestors, int except)
    {
        var open = new Stack<Element>([element]);
        while (open.TryPop(out var next))
        {
            foreach (var flow in ForwardTo(next))
            {
                var source = graph.Flows[flow].Source;
                if (source != except && ancestors.Add(source))
                {
                    open.Push(graph.Elements[source]);
                }
            }
        }
    }

    private void Explore()
    {
        var queue = new Queue<int>([Start]);
        reached.Add(Start);
        while (queue.TryDequeue(out var source))
        {
            foreach (var index in graph.Elements[source].Outgoing)
            {
                var target = graph.Flows[index].Target;
                if (target == source || Leads(target, source))
                {
                    continue;
                }

                forward.Add(index);
                if (reached.Add(target))
                {
                    queue.Enqueue(target);
                }
            }
        }
    }

    private bool Leads(int from, int to)
    {
        var seen = new HashSet<int> { from };
        var open = new Stack<int>([from]);
        while (open.TryPop(out var next))
        {
            foreach (var index in graph.Elements[next].Outgoing)
            {
                if (!forward.Contains(index))
                {
                    continue;
                }

                if (graph.Flows[index].Target == to)
                {
                    return true;
                }

                if (seen.Add(graph.Flows[index].Target))
                {
                    open.Push(graph.Flows[index].Target);
                }
            }
        }

        return false;
    }
}
