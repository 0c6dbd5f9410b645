using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static class ThrowEventRules
{
    public static void ThrownEscalationHasCode(RuleCheck check)
    {
        foreach (var thrower in check.All("intermediateThrowEvent", "endEvent").Where(RuleCheck.IsExecutable))
        {
            foreach (var definition in check.Document.EventDefinitions(thrower).Where(d => d.Is(
                "escalationEventDefinition")))
            {
                if (string.IsNullOrWhiteSpace(check.Document.Target(definition, "escalationRef")?.Attr(
                    "escalationCode")))
                {
                    check.Refuse(thrower,
                        $"Das Ereignis {RuleCheck.Label(thrower)} löst eine Eskalation aus und braucht dafür "
                        + "eine Eskalation mit Code.");
                }
            }
        }
    }

    /// <summary>A definition inside a throw event belongs to it; shared ones stand at the top of the document.</summary>
    public static void DefinitionIsNotShared(RuleCheck check)
    {
        foreach (var reference in check.All("eventDefinitionRef"))
        {
            if (check.Document.Find(reference.Value) is { Parent: XElement owner } && BpmnKinds.ThrowEvents.Contains(owner.Kind()))
            {
                check.Refuse(owner,
                    $"Die Ereignisdefinition von {RuleCheck.Label(owner)} wird auch anderswo verwendet. Stellen "
                    + "Sie sie an den Anfang des Dokuments oder wiederholen Sie sie.");
            }
        }
    }
}
