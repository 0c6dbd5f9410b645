using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static class StartEventRules
{
    private static readonly string[] NotForProcesses =
    [
        "linkEventDefinition", "escalationEventDefinition", "errorEventDefinition", "cancelEventDefinition",
        "compensateEventDefinition", "terminateEventDefinition",
    ];

    public static void NoIncoming(RuleCheck check)
    {
        foreach (var start in check.All("startEvent").Where(check.HasIncoming))
        {
            check.Refuse(start, $"In das Startereignis {RuleCheck.Label(start)} darf kein Fluss führen.");
        }
    }

    public static void EndNeedsStart(RuleCheck check)
    {
        foreach (var container in Containers(check).Where(c => c.Child("endEvent") is not null && !StartsExplicitly(c)))
        {
            check.Refuse(container,
                $"{RuleCheck.Label(container)} hat ein Endereignis und braucht deshalb auch ein Startereignis.");
        }
    }

    public static void TriggersOfProcesses(RuleCheck check)
    {
        foreach (var start in check.All("startEvent").Where(s => s.Parent!.Is("process") && check.Has(s, NotForProcesses)))
        {
            check.Refuse(start,
                $"Das Startereignis {RuleCheck.Label(start)} eines Prozesses darf nur durch Nachricht, Zeit, "
                + "Bedingung oder Signal ausgelöst werden.");
        }
    }

    public static void CalledProcessHasNoneStart(RuleCheck check)
    {
        var called = check.All("callActivity").Select(c => check.Document.Target(c, "calledElement"))
            .OfType<XElement>().Where(e => e.Is("process")).Distinct();
        foreach (var process in called)
        {
            var starts = process.Children("startEvent").ToList();
            if (starts.Count > 0 && starts.TrueForAll(s => check.Document.EventDefinitions(s).Any()))
            {
                check.Refuse(process,
                    $"Der aufgerufene Prozess {RuleCheck.Label(process)} braucht ein Startereignis ohne Auslöser.");
            }
        }
    }

    public static void SubProcessStartIsNone(RuleCheck check)
    {
        foreach (var start in check.All(BpmnKinds.SubProcesses)
            .Where(s => !s.Flag("triggeredByEvent")).Elements(BpmnNames.Bpmn + "startEvent"))
        {
            if (check.Document.EventDefinitions(start).Any())
            {
                check.Refuse(start,
                    $"Das Startereignis {RuleCheck.Label(start)} eines Teilprozesses darf keinen Auslöser haben: "
                    + "Der Teilprozess beginnt, wenn der Fluss ihn erreicht.");
            }
        }
    }

    public static void HasOutgoing(RuleCheck check)
    {
        foreach (var start in check.All("startEvent").Where(s => !check.HasOutgoing(s)))
        {
            check.Refuse(start, $"Aus dem Startereignis {RuleCheck.Label(start)} führt kein Fluss.");
        }
    }

    public static void SendsNoMessage(RuleCheck check)
    {
        foreach (var flow in check.All("messageFlow").Where(f => check.Document.Target(f, "sourceRef")?.Is("startEvent") == true))
        {
            check.Refuse(flow, "Ein Startereignis kann keine Nachricht senden.");
        }
    }

    public static void ReceivesOnlyAsMessageEvent(RuleCheck check)
    {
        foreach (var flow in check.All("messageFlow"))
        {
            if (check.Document.Target(flow, "targetRef") is { } start && start.Is("startEvent") && !check.Has(start,
                "messageEventDefinition"))
            {
                check.Refuse(start,
                    $"Das Startereignis {RuleCheck.Label(start)} empfängt eine Nachricht und muss ein "
                    + "Nachrichtenereignis sein.");
            }
        }
    }

    public static IEnumerable<XElement> Containers(RuleCheck check) => check.All(["process", .. BpmnKinds.SubProcesses]);

    private static bool StartsExplicitly(XElement container) => container.Elements().Any(e =>
        e.Is("startEvent") || (e.Kind() is "receiveTask" or "eventBasedGateway" && e.Flag("instantiate")));
}
