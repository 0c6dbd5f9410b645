using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Events with data: the n-th datum belongs to the n-th event definition.</summary>
internal static class EventDataRules
{
    private static readonly string[] PayloadReferences = ["messageRef", "errorRef", "escalationRef", "signalRef"];

    public static void OneDataPerDefinition(RuleCheck check)
    {
        foreach (var (node, data) in EventsWithData(check))
        {
            if (data.Count != check.Document.EventDefinitions(node).Count())
            {
                check.Refuse(node,
                    $"Das Ereignis {RuleCheck.Label(node)} braucht für jede Ereignisdefinition genau ein "
                    + "Datenelement.");
            }
        }
    }

    public static void DataFitsDefinition(RuleCheck check)
    {
        foreach (var (node, data) in EventsWithData(check))
        {
            foreach (var (datum, definition) in data.Zip(check.Document.EventDefinitions(node)))
            {
                var payload = PayloadReferences.Select(r => check.Document.Target(definition, r)).FirstOrDefault(p => p is not null);
                if (Items.Of(check.Document, datum) is { } own && Items.Of(check.Document, payload) is { } asked
                    && !Items.AreEqual(own, asked))
                {
                    check.Refuse(node, $"{RuleCheck.Label(datum)} hat einen anderen Typ als „{payload!.Id()}“.");
                }
            }
        }
    }

    private static IEnumerable<(XElement Event, List<XElement> Data)> EventsWithData(RuleCheck check) =>
        check.All(BpmnKinds.CatchEvents).Select(e => (e, e.Children("dataOutput").ToList()))
            .Concat(check.All(BpmnKinds.ThrowEvents).Select(e => (e, e.Children("dataInput").ToList())))
            .Where(pair => pair.Item2.Count > 0);
}
