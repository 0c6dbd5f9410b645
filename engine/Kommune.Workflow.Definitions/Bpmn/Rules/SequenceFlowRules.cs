using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static class SequenceFlowRules
{
    public static void SourcesAreFlowNodes(RuleCheck check) => EndsAreFlowNodes(check, "sourceRef", "aus");

    public static void TargetsAreFlowNodes(RuleCheck check) => EndsAreFlowNodes(check, "targetRef", "in");

    /// <summary>Both ends list the flow. A document in which no node lists any flow leaves the lists out: the schema allows that.</summary>
    public static void NodesListTheirFlows(RuleCheck check)
    {
        if (!check.Document.ListsFlows)
        {
            return;
        }

        var listed = check.All("incoming", "outgoing").Select(e => (e.Parent!, e.Kind(), BpmnNames.LocalPart(e.Value))).ToHashSet();
        foreach (var flow in check.All("sequenceFlow").Where(f => f.Id() is not null))
        {
            foreach (var (end, list) in new[] { ("sourceRef", "outgoing"), ("targetRef", "incoming") })
            {
                if (check.Document.Target(flow, end) is not { } node || !listed.Contains((node, list, flow.Id()!)))
                {
                    check.Refuse(flow,
                        $"Der Fluss „{flow.Id()}“ steht nicht unter {list} des Elements „{flow.Attr(end)}“. "
                        + "Zeichnen Sie ihn neu, damit beide Seiten übereinstimmen.");
                }
            }
        }
    }

    public static void ExecutableFlowsAreImmediate(RuleCheck check)
    {
        foreach (var flow in check.All("sequenceFlow")
            .Where(f => f.Attr("isImmediate") is not null && !f.Flag("isImmediate") && RuleCheck.IsExecutable(f)))
        {
            check.Refuse(flow, "In ausführbaren Prozessen darf isImmediate nicht false sein.");
        }
    }

    public static void ConditionalFlowHasCompany(RuleCheck check)
    {
        foreach (var flow in check.All("sequenceFlow").Where(f => f.Child("conditionExpression") is not null))
        {
            var source = check.Document.Target(flow, "sourceRef");
            if (source is not null && BpmnKinds.Activities.Contains(source.Kind()) && check.Document.Outgoing(source).Count < 2)
            {
                check.Refuse(flow,
                    $"Der einzige Fluss aus {RuleCheck.Label(source)} hat eine Bedingung: Ist sie nicht erfüllt, "
                    + "ginge es nicht weiter. "
                    + "Ergänzen Sie einen zweiten Fluss oder entfernen Sie die Bedingung.");
            }
        }
    }

    public static void DefaultFlowLeavesItsNode(RuleCheck check)
    {
        foreach (var node in check.All([.. BpmnKinds.Activities, .. BpmnKinds.Gateways]).Where(n => n.Attr("default") is not null))
        {
            if (check.Document.Find(node.Attr("default"))?.Attr("sourceRef") is not { } source
                || BpmnNames.LocalPart(source) != node.Id())
            {
                check.Refuse(
                    node, $"Der Standardfluss „{node.Attr("default")}“ geht nicht von {RuleCheck.Label(node)} aus.");
            }
        }
    }

    public static void FlowsStayInTheirContainer(RuleCheck check)
    {
        foreach (var flow in check.All("sequenceFlow"))
        {
            var (source, target) = (check.Document.Target(flow, "sourceRef"), check.Document.Target(flow, "targetRef"));
            if (source?.Parent != target?.Parent)
            {
                check.Refuse(flow,
                    $"Der Fluss „{flow.Id()}“ überschreitet die Grenze eines Prozesses oder Teilprozesses. "
                    + "Verwenden Sie einen Nachrichtenfluss oder ein Ereignis.");
            }
        }
    }

    private static void EndsAreFlowNodes(RuleCheck check, string end, string direction)
    {
        foreach (var flow in check.All("sequenceFlow").Where(f => f.Ancestors(BpmnNames.Bpmn + "process").Any()))
        {
            if (check.Document.Target(flow, end) is { } node && !MayHaveFlows(node))
            {
                check.Refuse(flow,
                    $"{RuleCheck.Label(node)} ist keine Aktivität, kein Gateway und kein Ereignis im Ablauf: "
                    + $"Kein Sequenzfluss darf {direction} dieses Element führen.");
            }
        }
    }

    private static bool MayHaveFlows(XElement node) =>
        BpmnKinds.FlowNodes.ContainsKey(node.Kind()) && !(node.Is("subProcess") && node.Flag("triggeredByEvent"));
}
