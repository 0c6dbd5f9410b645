namespace Kommune.Workflow.Definitions.Bpmn;

internal static class IntermediateEventRules
{
    public static void HasIncoming(RuleCheck check)
    {
        foreach (var node in check.All("intermediateThrowEvent", "intermediateCatchEvent").Where(e => !check.HasIncoming(e)))
        {
            if (!(node.Is("intermediateCatchEvent") && check.Has(node, "linkEventDefinition")))
            {
                check.Refuse(node, $"In das Zwischenereignis {RuleCheck.Label(node)} führt kein Fluss.");
            }
        }
    }

    public static void HasOutgoing(RuleCheck check)
    {
        foreach (var node in check.All("intermediateThrowEvent", "intermediateCatchEvent").Where(e => !check.HasOutgoing(e)))
        {
            if (!(node.Is("intermediateThrowEvent") && check.Has(node, "linkEventDefinition")))
            {
                check.Refuse(node, $"Aus dem Zwischenereignis {RuleCheck.Label(node)} führt kein Fluss.");
            }
        }
    }

    public static void MessageDirection(RuleCheck check)
    {
        foreach (var flow in check.All("messageFlow"))
        {
            if (check.Document.Target(flow, "targetRef") is { } target && target.Is("intermediateThrowEvent"))
            {
                check.Refuse(target,
                    $"Das sendende Ereignis {RuleCheck.Label(target)} kann keine Nachricht empfangen.");
            }

            if (check.Document.Target(flow, "sourceRef") is { } source && source.Is("intermediateCatchEvent"))
            {
                check.Refuse(source,
                    $"Das empfangende Ereignis {RuleCheck.Label(source)} kann keine Nachricht senden.");
            }
        }
    }

    public static void CatchesNoCompensation(RuleCheck check)
    {
        foreach (var node in check.All("intermediateCatchEvent").Where(e => check.Has(e, "compensateEventDefinition")))
        {
            check.Refuse(node,
                "Kompensation wird nur an einer Aktivität empfangen, nicht im Ablauf wie bei "
                + $"{RuleCheck.Label(node)}.");
        }
    }

    public static void CatchTriggers(RuleCheck check)
    {
        foreach (var node in check.All("intermediateCatchEvent"))
        {
            if (!check.Document.EventDefinitions(node).Any())
            {
                check.Refuse(node, $"Dem empfangenden Ereignis {RuleCheck.Label(node)} fehlt der Auslöser.");
            }
            else if (check.Has(node, "escalationEventDefinition", "errorEventDefinition", "cancelEventDefinition",
                "compensateEventDefinition", "terminateEventDefinition"))
            {
                check.Refuse(node,
                    $"Das empfangende Ereignis {RuleCheck.Label(node)} darf nur auf Nachricht, Zeit, Bedingung, "
                    + "Link oder Signal warten.");
            }
        }
    }

    public static void ThrowResults(RuleCheck check)
    {
        foreach (var node in check.All("intermediateThrowEvent")
            .Where(e => check.Has(e, "timerEventDefinition", "errorEventDefinition", "cancelEventDefinition",
                "conditionalEventDefinition", "terminateEventDefinition")))
        {
            check.Refuse(node,
                $"Das auslösende Ereignis {RuleCheck.Label(node)} darf nur Nachricht, Eskalation, Kompensation, "
                + "Link oder Signal auslösen.");
        }
    }
}
