namespace Kommune.Workflow.Definitions.Bpmn;

internal static class GatewayRules
{
    public static void ConvergingHasOneOutgoing(RuleCheck check)
    {
        foreach (var gateway in check.All(BpmnKinds.Gateways).Where(g => g.Attr("gatewayDirection") == "Converging"))
        {
            if (check.Document.Outgoing(gateway).Count > 1)
            {
                check.Refuse(gateway,
                    $"Das zusammenführende Gateway {RuleCheck.Label(gateway)} darf nur einen ausgehenden Fluss "
                    + "haben.");
            }
        }
    }

    public static void DivergingHasOneIncoming(RuleCheck check)
    {
        foreach (var gateway in check.All(BpmnKinds.Gateways).Where(g => g.Attr("gatewayDirection") == "Diverging"))
        {
            if (check.Document.Incoming(gateway).Count > 1)
            {
                check.Refuse(gateway,
                    $"Das verzweigende Gateway {RuleCheck.Label(gateway)} darf nur einen eingehenden Fluss haben.");
            }
        }
    }

    public static void MixedHasSeveralOfBoth(RuleCheck check)
    {
        foreach (var gateway in check.All(BpmnKinds.Gateways).Where(g => g.Attr("gatewayDirection") == "Mixed"))
        {
            if (check.Document.Incoming(gateway).Count < 2 || check.Document.Outgoing(gateway).Count < 2)
            {
                check.Refuse(gateway,
                    $"Das gemischte Gateway {RuleCheck.Label(gateway)} braucht mehrere ein- und mehrere "
                    + "ausgehende Flüsse.");
            }
        }
    }

    public static void SplitsOrJoins(RuleCheck check)
    {
        foreach (var gateway in check.All(BpmnKinds.Gateways))
        {
            if (check.Document.Incoming(gateway).Count < 2 && check.Document.Outgoing(gateway).Count < 2)
            {
                check.Refuse(gateway,
                    $"Das Gateway {RuleCheck.Label(gateway)} verzweigt nichts und führt nichts zusammen. "
                    + "Verbinden Sie es mit mehreren Flüssen oder entfernen Sie es.");
            }
        }
    }
}
