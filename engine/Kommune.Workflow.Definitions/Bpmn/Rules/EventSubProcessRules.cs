using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static class EventSubProcessRules
{
    public static void NoFlows(RuleCheck check)
    {
        foreach (var sub in EventSubProcesses(check).Where(s => check.HasIncoming(s) || check.HasOutgoing(s)
            || check.Document.Referring(s, "sequenceFlow", "sourceRef").Any()
            || check.Document.Referring(s, "sequenceFlow", "targetRef").Any()))
        {
            check.Refuse(sub,
                $"Der Ereignis-Teilprozess {RuleCheck.Label(sub)} steht neben dem Ablauf und darf keine ein- "
                + "oder ausgehenden Flüsse haben.");
        }
    }

    public static void OneStartEvent(RuleCheck check)
    {
        foreach (var sub in EventSubProcesses(check).Where(s => s.Children("startEvent").Count() != 1))
        {
            check.Refuse(sub, $"Der Ereignis-Teilprozess {RuleCheck.Label(sub)} braucht genau ein Startereignis.");
        }
    }

    public static void StartIsTriggered(RuleCheck check)
    {
        foreach (var start in EventSubProcesses(check).Elements(BpmnNames.Bpmn + "startEvent"))
        {
            if (!check.Document.EventDefinitions(start).Any())
            {
                check.Refuse(start,
                    $"Dem Startereignis {RuleCheck.Label(start)} des Ereignis-Teilprozesses fehlt der Auslöser.");
            }
            else if (check.Has(start, "linkEventDefinition", "cancelEventDefinition", "terminateEventDefinition"))
            {
                check.Refuse(start,
                    $"Das Startereignis {RuleCheck.Label(start)} eines Ereignis-Teilprozesses darf weder Link "
                    + "noch Abbruch noch Terminierung enthalten.");
            }
            else if (!start.Flag("isInterrupting", absent: true) && check.Has(start, "compensateEventDefinition",
                "errorEventDefinition"))
            {
                check.Refuse(start,
                    $"Fehler und Kompensation unterbrechen immer: Das Startereignis {RuleCheck.Label(start)} "
                    + "muss unterbrechend sein.");
            }
        }
    }

    private static IEnumerable<XElement> EventSubProcesses(RuleCheck check) =>
        check.All("subProcess").Where(s => s.Flag("triggeredByEvent"));
}
