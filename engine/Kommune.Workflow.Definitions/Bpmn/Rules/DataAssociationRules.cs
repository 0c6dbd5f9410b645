namespace Kommune.Workflow.Definitions.Bpmn;

internal static class DataAssociationRules
{
    private static readonly string[] Associations = ["dataInputAssociation", "dataOutputAssociation"];

    public static void EndsHaveSameItem(RuleCheck check)
    {
        foreach (var association in check.All(Associations).Where(a => a.Child("transformation") is null))
        {
            var target = Items.Of(check.Document, check.Document.Find(association.Child("targetRef")?.Value));
            foreach (var reference in association.Children("sourceRef"))
            {
                var source = Items.Of(check.Document, check.Document.Find(reference.Value));
                if (source is not null && target is not null && !Items.AreEqual(source, target))
                {
                    check.Refuse(association,
                        "Quelle und Ziel der Datenassoziation haben verschiedene Typen. Gleichen Sie die Typen "
                        + "an oder geben Sie eine Umwandlung (transformation) an.");
                }
            }
        }
    }

    /// <summary>Without a transformation one source is copied; assignments alone need none.</summary>
    public static void OneSourceWithoutTransformation(RuleCheck check)
    {
        foreach (var association in check.All(Associations).Where(a => a.Child("transformation") is null))
        {
            var sources = association.Children("sourceRef").Count();
            if (sources > 1 || (sources == 0 && association.Child("assignment") is null))
            {
                check.Refuse(association,
                    "Ohne Umwandlung (transformation) hat eine Datenassoziation genau eine Quelle.");
            }
        }
    }
}
