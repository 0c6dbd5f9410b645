using System.Collections;
using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>For each incoming flow of a join: the elements from which a token can get there without passing the join.</summary>
internal sealed class FlowReach
{
    private readonly BitArray[] reaching;

    public FlowReach(ProcessGraph graph, Element join)
    {
        reaching = new BitArray[join.Incoming.Length];
        for (var i = 0; i < reaching.Length; i++)
        {
            reaching[i] = Backwards(graph, join, graph.Flows[join.Incoming[i]].Source);
        }
    }

    /// <summary>Whether a token at <paramref name="element"/> can reach the join's incoming flow at this place.</summary>
    public bool CanReach(int element, int incomingPlace) => reaching[incomingPlace][element];

    private static BitArray Backwards(ProcessGraph graph, Element join, int from)
    {
        var seen = new BitArray(graph.Elements.Length);
        var open = new Stack<int>();
        open.Push(from);
        while (open.TryPop(out var index))
        {
            if (index == join.Index || seen[index])
            {
                continue;
            }

            seen[index] = true;
            var element = graph.Elements[index];
            foreach (var flow in element.Incoming)
            {
                open.Push(graph.Flows[flow].Source);
            }

            if (element.AttachedTo != Element.None)
            {
                open.Push(element.AttachedTo);
            }

            PushLinkSources(graph, element, open);
        }

        return seen;
    }

    private static void PushLinkSources(ProcessGraph graph, Element element, Stack<int> open)
    {
        if (element.Kind != ElementKind.IntermediateCatchEvent || element.Events is not [LinkEvent])
        {
            return;
        }

        foreach (var source in graph.Elements)
        {
            if (source.Kind == ElementKind.IntermediateThrowEvent && source.Events is [LinkEvent link] && link.Target == element.Index)
            {
                open.Push(source.Index);
            }
        }
    }
}
