using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static class EventGatewayRules
{
    private static readonly string[] CatchTriggers =
        ["messageEventDefinition", "signalEventDefinition", "timerEventDefinition", "conditionalEventDefinition"];

    public static void TwoOutgoing(RuleCheck check)
    {
        foreach (var gateway in Gateways(check).Where(g => check.Document.Outgoing(g).Count < 2))
        {
            check.Refuse(gateway,
                $"Das ereignisbasierte Gateway {RuleCheck.Label(gateway)} braucht mindestens zwei ausgehende "
                + "Flüsse.");
        }
    }

    public static void NoConditions(RuleCheck check)
    {
        foreach (var flow in Gateways(check).SelectMany(check.Document.OutgoingFlows))
        {
            if (flow.Child("conditionExpression") is not null)
            {
                check.Refuse(flow,
                    "Nach einem ereignisbasierten Gateway entscheidet das Ereignis: Entfernen Sie die Bedingung "
                    + "des Flusses.");
            }
        }
    }

    public static void TargetsAreCatching(RuleCheck check)
    {
        foreach (var target in Gateways(check).SelectMany(g => Targets(check, g)))
        {
            var definitions = check.Document.EventDefinitions(target).ToList();
            var catches = target.Is("receiveTask") || (target.Is("intermediateCatchEvent")
                && definitions.Count > 0 && definitions.TrueForAll(d => CatchTriggers.Contains(d.Kind())));
            if (!catches)
            {
                check.Refuse(target,
                    $"{RuleCheck.Label(target)} darf nicht auf ein ereignisbasiertes Gateway folgen: Erlaubt sind "
                    + "Empfangsaufgaben "
                    + "und empfangende Nachrichten-, Signal-, Zeit- und Bedingungsereignisse.");
            }
        }
    }

    public static void NoMixOfMessagesAndReceiveTasks(RuleCheck check)
    {
        foreach (var gateway in Gateways(check))
        {
            var targets = Targets(check, gateway).ToList();
            if (targets.Exists(t => t.Is("receiveTask"))
                && targets.Exists(t => t.Is("intermediateCatchEvent") && check.Has(t, "messageEventDefinition")))
            {
                check.Refuse(gateway,
                    $"Nach {RuleCheck.Label(gateway)} stehen Nachrichtenereignisse und Empfangsaufgaben "
                    + "nebeneinander. Verwenden Sie nur eines von beiden.");
            }
        }
    }

    public static void ReceiveTasksHaveNoBoundary(RuleCheck check)
    {
        foreach (var task in Gateways(check).SelectMany(g => Targets(check, g)).Where(t => t.Is("receiveTask")))
        {
            if (check.Document.Referring(task, "boundaryEvent", "attachedToRef").Any())
            {
                check.Refuse(task,
                    $"Die Empfangsaufgabe {RuleCheck.Label(task)} folgt auf ein ereignisbasiertes Gateway und "
                    + "darf keine angehefteten Ereignisse haben.");
            }
        }
    }

    public static void TargetsHaveOneIncoming(RuleCheck check)
    {
        foreach (var target in Gateways(check).SelectMany(g => Targets(check, g)).Distinct())
        {
            if (check.Document.Incoming(target).Count > 1)
            {
                check.Refuse(target,
                    $"{RuleCheck.Label(target)} folgt auf ein ereignisbasiertes Gateway und darf keinen weiteren "
                    + "eingehenden Fluss haben.");
            }
        }
    }

    public static void InstantiatingStarts(RuleCheck check)
    {
        foreach (var gateway in Gateways(check).Where(g => g.Flag("instantiate") && check.HasIncoming(g)))
        {
            check.Refuse(gateway,
                $"Das Gateway {RuleCheck.Label(gateway)} startet Vorgänge und darf deshalb keinen eingehenden "
                + "Fluss haben.");
        }
    }

    private static IEnumerable<XElement> Gateways(RuleCheck check) => check.All("eventBasedGateway");

    private static IEnumerable<XElement> Targets(RuleCheck check, XElement gateway) =>
        check.Document.OutgoingFlows(gateway).Select(f => check.Document.Target(f, "targetRef")).OfType<XElement>();
}
