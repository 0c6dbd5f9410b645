using System.Numerics;
using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static class CollaborationRules
{
    private static readonly string[] NotInGlobalConversation =
    [
        "conversationNode", "conversation", "subConversation", "callConversation", "participantAssociation",
        "messageFlowAssociation", "conversationAssociation", "association", "group", "textAnnotation",
    ];

    public static void NoChoreographyOfChoreographies(RuleCheck check)
    {
        foreach (var element in check.All("choreography", "globalConversation").Where(e => e.Child("choreographyRef") is not null))
        {
            check.Refuse(element,
                "Choreographien und globale Konversationen dürfen auf keine Choreographie verweisen.");
        }
    }

    public static void MultiplicityIsNotNegative(RuleCheck check)
    {
        foreach (var multiplicity in check.All("participantMultiplicity").Where(m => Number(m, "minimum") < 0))
        {
            check.Refuse(multiplicity, "Die Mindestzahl der Teilnehmer darf nicht negativ sein.");
        }
    }

    public static void MultiplicityIsARange(RuleCheck check)
    {
        foreach (var multiplicity in check.All("participantMultiplicity"))
        {
            // The schema's defaults.
            var minimum = Number(multiplicity, "minimum") ?? BigInteger.Zero;
            var maximum = Number(multiplicity, "maximum") ?? BigInteger.One;
            if (maximum < 1 || maximum < minimum)
            {
                check.Refuse(multiplicity,
                    "Die Höchstzahl der Teilnehmer muss mindestens 1 und mindestens so groß wie die Mindestzahl "
                    + "sein.");
            }
        }
    }

    public static void MessageFlowsConnectPools(RuleCheck check)
    {
        foreach (var flow in check.All("messageFlow"))
        {
            var (source, target) = (check.Document.Target(flow, "sourceRef"), check.Document.Target(flow, "targetRef"));
            if (source is not null && target is not null
                && (source == target || (Pool(check, source) is { } pool && pool == Pool(check, target))))
            {
                check.Refuse(flow,
                    "Ein Nachrichtenfluss verbindet verschiedene Pools. Verwenden Sie innerhalb eines Pools "
                    + "einen Sequenzfluss.");
            }
        }
    }

    public static void GlobalConversationIsEmpty(RuleCheck check)
    {
        foreach (var content in check.All("globalConversation").Elements().Where(e => NotInGlobalConversation.Contains(e.Kind())))
        {
            check.Refuse(content,
                "Eine globale Konversation enthält nur Teilnehmer und Nachrichtenflüsse, kein Element "
                + $"{content.Kind()}.");
        }
    }

    public static void ClosedLikeItsChoreography(RuleCheck check)
    {
        foreach (var collaboration in check.All("collaboration"))
        {
            foreach (var reference in collaboration.Children("choreographyRef"))
            {
                if (check.Document.Find(reference.Value) is { } choreography
                    && choreography.Flag("isClosed") != collaboration.Flag("isClosed"))
                {
                    check.Refuse(collaboration,
                        "isClosed muss in der Kollaboration und ihrer Choreographie gleich sein.");
                }
            }
        }
    }

    /// <summary>The process of a node or of a participant; a participant without a process is its own pool.</summary>
    private static XElement? Pool(RuleCheck check, XElement node) =>
        node.Is("participant")
            ? check.Document.Target(node, "processRef") ?? node
            : node.AncestorsAndSelf(BpmnNames.Bpmn + "process").FirstOrDefault();

    private static BigInteger? Number(XElement element, string attribute) =>
        BigInteger.TryParse(element.Attr(attribute), out var number) ? number : null;
}
