using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static class BoundaryEventRules
{
    private static readonly string[] Never = ["linkEventDefinition", "terminateEventDefinition"];

    private static readonly string[] OnlyInterrupting =
        ["errorEventDefinition", "cancelEventDefinition", "compensateEventDefinition"];

    public static void Triggers(RuleCheck check)
    {
        foreach (var boundary in check.All("boundaryEvent"))
        {
            var interrupts = boundary.Flag("cancelActivity", absent: true);
            if (!check.Document.EventDefinitions(boundary).Any())
            {
                check.Refuse(boundary, $"Dem angehefteten Ereignis {RuleCheck.Label(boundary)} fehlt der Auslöser.");
            }
            else if (check.Has(boundary, Never))
            {
                check.Refuse(boundary,
                    $"Das angeheftete Ereignis {RuleCheck.Label(boundary)} darf weder Link noch Terminierung "
                    + "enthalten.");
            }
            else if (!interrupts && check.Has(boundary, OnlyInterrupting))
            {
                check.Refuse(boundary,
                    $"Das nicht unterbrechende Ereignis {RuleCheck.Label(boundary)} darf weder Fehler noch "
                    + "Abbruch noch Kompensation enthalten.");
            }
        }
    }

    public static void CancelOnlyOnTransaction(RuleCheck check)
    {
        foreach (var boundary in check.All("boundaryEvent").Where(b => check.Has(b, "cancelEventDefinition")))
        {
            if (check.Document.Target(boundary, "attachedToRef")?.Is("transaction") != true)
            {
                check.Refuse(boundary,
                    $"Das Abbruchereignis {RuleCheck.Label(boundary)} darf nur an einer Transaktion hängen.");
            }
        }
    }

    public static void NoIncoming(RuleCheck check)
    {
        foreach (var boundary in check.All("boundaryEvent").Where(check.HasIncoming))
        {
            check.Refuse(boundary, $"In das angeheftete Ereignis {RuleCheck.Label(boundary)} darf kein Fluss führen.");
        }
    }

    public static void HasOutgoing(RuleCheck check)
    {
        foreach (var boundary in check.All("boundaryEvent").Where(b => !check.HasOutgoing(b) && !IsCompensation(check, b)))
        {
            check.Refuse(boundary, $"Aus dem angehefteten Ereignis {RuleCheck.Label(boundary)} führt kein Fluss.");
        }
    }

    public static void CompensationHasNoOutgoing(RuleCheck check)
    {
        foreach (var boundary in check.All("boundaryEvent").Where(b => check.HasOutgoing(b) && IsCompensation(check, b)))
        {
            check.Refuse(boundary,
                $"Das Kompensationsereignis {RuleCheck.Label(boundary)} wird durch eine Assoziation mit der "
                + "Aktivität verbunden, nicht durch einen Fluss.");
        }
    }

    public static void CompensationHasHandler(RuleCheck check)
    {
        foreach (var boundary in check.All("boundaryEvent").Where(b => IsCompensation(check, b) && !Handlers(check, b).Any()))
        {
            check.Refuse(boundary,
                $"Dem Kompensationsereignis {RuleCheck.Label(boundary)} fehlt die Assoziation zu einer "
                + "kompensierenden Aktivität.");
        }
    }

    public static void HandlerIsForCompensation(RuleCheck check)
    {
        foreach (var boundary in check.All("boundaryEvent").Where(b => IsCompensation(check, b)))
        {
            foreach (var handler in Handlers(check, boundary))
            {
                if (!BpmnKinds.Activities.Contains(handler.Kind()) || !handler.Flag("isForCompensation"))
                {
                    check.Refuse(handler,
                        $"{RuleCheck.Label(handler)} kompensiert und muss eine Aktivität mit isForCompensation "
                        + "sein.");
                }
            }
        }
    }

    private static bool IsCompensation(RuleCheck check, XElement boundary) => check.Has(boundary,
        "compensateEventDefinition");

    // An annotation may hang on the event as well.
    private static IEnumerable<XElement> Handlers(RuleCheck check, XElement boundary) =>
        check.Document.Associated(boundary).Where(other => BpmnKinds.FlowNodes.ContainsKey(other.Kind()));
}
