namespace Kommune.Workflow.Definitions.Bpmn;

internal static class IdentityRules
{
    private static readonly string[] Referenced =
    [
        .. BpmnKinds.FlowNodes.Keys, "process", "sequenceFlow", "participant", "messageFlow", "message", "signal",
            "error",
        "escalation", "itemDefinition", "dataObject", "dataObjectReference", "dataStoreReference", "dataInput",
            "dataOutput",
    ];

    /// <summary>XML ids are unique in the whole document, diagram included.</summary>
    public static void IdsAreUnique(RuleCheck check)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in check.Document.Definitions.DescendantsAndSelf().Where(e => e.Id() is not null && !IsForeign(e)))
        {
            if (!seen.Add(element.Id()!))
            {
                check.Refuse(element,
                    $"Die Kennung „{element.Id()}“ kommt mehrfach vor. Geben Sie jedem Element eine eigene.");
            }
        }
    }

    /// <summary>What others refer to needs an id.</summary>
    public static void ReferencedKindsHaveIds(RuleCheck check)
    {
        foreach (var element in check.All(Referenced).Where(e => string.IsNullOrWhiteSpace(e.Id())))
        {
            check.Refuse(
                element,
                $"Dem Element {element.Name.LocalName} {element.Attr("name")} fehlt die Kennung (Attribut id).");
        }
    }

    // Extension elements may use an attribute "id" of their own meaning.
    private static bool IsForeign(System.Xml.Linq.XElement element) =>
        element.Ancestors(BpmnNames.Bpmn + "extensionElements").Any();
}
