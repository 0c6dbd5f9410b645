using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Once a level has start or end events, every node on it must be entered or left.</summary>
internal static class ReachabilityRules
{
    public static void NodesHaveIncoming(RuleCheck check)
    {
        foreach (var node in Nodes(check, "startEvent").Where(n => !check.HasIncoming(n)))
        {
            var starts = node.Kind() is "startEvent" or "boundaryEvent"
                || (node.Kind() is "receiveTask" or "eventBasedGateway" && node.Flag("instantiate"))
                || (node.Is("intermediateCatchEvent") && check.Has(node, "linkEventDefinition"));
            if (!starts)
            {
                check.Refuse(node, $"{RuleCheck.Label(node)} ist nicht erreichbar: Es führt kein Fluss dorthin.");
            }
        }
    }

    public static void NodesHaveOutgoing(RuleCheck check)
    {
        foreach (var node in Nodes(check, "endEvent").Where(n => !check.HasOutgoing(n)))
        {
            var ends = node.Is("endEvent")
                || (node.Is("intermediateThrowEvent") && check.Has(node, "linkEventDefinition"))
                || (node.Is("boundaryEvent") && check.Has(node, "compensateEventDefinition"));
            if (!ends)
            {
                check.Refuse(node,
                    $"Von {RuleCheck.Label(node)} geht es nicht weiter: Es führt kein Fluss zu einem Endereignis.");
            }
        }
    }

    private static IEnumerable<XElement> Nodes(RuleCheck check, string markerEvent) =>
        StartEventRules.Containers(check).Where(c => c.Child(markerEvent) is not null)
            .Elements().Where(e => BpmnKinds.FlowNodes.ContainsKey(e.Kind())
                && !e.Flag("isForCompensation") && !(e.Is("subProcess") && e.Flag("triggeredByEvent")));
}
