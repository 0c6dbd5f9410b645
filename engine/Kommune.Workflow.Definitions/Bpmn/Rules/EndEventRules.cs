namespace Kommune.Workflow.Definitions.Bpmn;

internal static class EndEventRules
{
    public static void NoOutgoing(RuleCheck check)
    {
        foreach (var end in check.All("endEvent").Where(check.HasOutgoing))
        {
            check.Refuse(end, $"Aus dem Endereignis {RuleCheck.Label(end)} darf kein Fluss führen.");
        }
    }

    public static void StartNeedsEnd(RuleCheck check)
    {
        foreach (var container in StartEventRules.Containers(check)
            .Where(c => c.Child("startEvent") is not null && c.Child("endEvent") is null))
        {
            check.Refuse(container,
                $"{RuleCheck.Label(container)} hat ein Startereignis und braucht deshalb auch ein Endereignis.");
        }
    }

    public static void CancelOnlyInTransaction(RuleCheck check)
    {
        foreach (var end in check.All("endEvent").Where(e => check.Has(e, "cancelEventDefinition")))
        {
            if (!end.Ancestors(BpmnNames.Bpmn + "transaction").Any())
            {
                check.Refuse(end,
                    $"Das Abbruch-Endereignis {RuleCheck.Label(end)} ist nur in einer Transaktion erlaubt.");
            }
        }
    }

    public static void HasIncoming(RuleCheck check)
    {
        foreach (var end in check.All("endEvent").Where(e => !check.HasIncoming(e)))
        {
            check.Refuse(end, $"In das Endereignis {RuleCheck.Label(end)} führt kein Fluss.");
        }
    }

    public static void ReceivesNoMessage(RuleCheck check)
    {
        foreach (var flow in check.All("messageFlow").Where(f => check.Document.Target(f, "targetRef")?.Is("endEvent") == true))
        {
            check.Refuse(flow, "Ein Endereignis kann keine Nachricht empfangen.");
        }
    }

    public static void SendsOnlyAsMessageEvent(RuleCheck check)
    {
        foreach (var flow in check.All("messageFlow"))
        {
            if (check.Document.Target(flow, "sourceRef") is { } end && end.Is("endEvent") && !check.Has(end,
                "messageEventDefinition"))
            {
                check.Refuse(end,
                    $"Das Endereignis {RuleCheck.Label(end)} sendet eine Nachricht und muss ein "
                    + "Nachrichtenereignis sein.");
            }
        }
    }

    public static void Results(RuleCheck check)
    {
        foreach (var end in check.All("endEvent")
            .Where(e => check.Has(e, "linkEventDefinition", "conditionalEventDefinition", "timerEventDefinition")))
        {
            check.Refuse(end,
                $"Das Endereignis {RuleCheck.Label(end)} darf weder Link noch Bedingung noch Zeit enthalten.");
        }
    }
}
