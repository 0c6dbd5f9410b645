using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static class DataRules
{
    /// <summary>Data and its item definition agree on being a collection.</summary>
    public static Action<RuleCheck> CollectionsMatch(params string[] kinds) => check =>
    {
        foreach (var data in check.All(kinds))
        {
            if (Items.Of(check.Document, data) is { } item && item.Flag("isCollection") != data.Flag("isCollection"))
            {
                check.Refuse(data,
                    $"isCollection von {RuleCheck.Label(data)} stimmt nicht mit dem Typ „{item.Id()}“ überein.");
            }
        }
    };

    public static void ReferenceIsNamedAfterState(RuleCheck check)
    {
        foreach (var reference in check.All("dataObjectReference"))
        {
            if (reference.Attr("name") is { } name
                && check.Document.Target(reference, "dataObjectRef")?.Attr("name") is { } objectName
                && reference.Child("dataState")?.Attr("name") is { } state
                && name != $"{objectName} [{state}]")
            {
                check.Refuse(reference,
                    $"Der Name „{name}“ müsste „{objectName} [{state}]“ lauten: Datenobjekt und Zustand.");
            }
        }
    }

    public static void SubProcessHasNoInputOutput(RuleCheck check)
    {
        foreach (var specification in check.All(BpmnKinds.SubProcesses).Elements(BpmnNames.Bpmn + "ioSpecification"))
        {
            check.Refuse(specification,
                "Ein Teilprozess hat keine eigenen Datenein- und -ausgaben (ioSpecification): Er sieht die Daten "
                + "ringsum.");
        }
    }

    public static void InputIsInInputSet(RuleCheck check) => IsInSet(check, "dataInput", "inputSet", "dataInputRefs");

    public static void OutputIsInOutputSet(RuleCheck check) => IsInSet(check, "dataOutput", "outputSet",
        "dataOutputRefs");

    public static void OptionalInputIsInput(RuleCheck check) => IsListed(check, "inputSet", "optionalInputRefs",
        "dataInputRefs");

    public static void WhileExecutingInputIsInput(RuleCheck check) =>
        IsListed(check, "inputSet", "whileExecutingInputRefs", "dataInputRefs");

    public static void OptionalOutputIsOutput(RuleCheck check) =>
        IsListed(check, "outputSet", "optionalOutputRefs", "dataOutputRefs");

    public static void WhileExecutingOutputIsOutput(RuleCheck check) =>
        IsListed(check, "outputSet", "whileExecutingOutputRefs", "dataOutputRefs");

    /// <summary>An input set that names output sets is named by them, and the other way round.</summary>
    public static void SetsReferToEachOther(RuleCheck check)
    {
        foreach (var (kind, there, back) in new[]
            { ("inputSet", "outputSetRefs", "inputSetRefs"), ("outputSet", "inputSetRefs", "outputSetRefs") })
        {
            var named = check.All("inputSet", "outputSet")
                .SelectMany(s => References(s, back).Select(r => (From: s, To: r))).ToHashSet();
            foreach (var set in check.All(kind))
            {
                foreach (var reference in set.Children(there))
                {
                    var other = check.Document.Find(reference.Value);
                    if (other is null || !named.Contains((other, set.Id() ?? string.Empty)))
                    {
                        check.Refuse(set,
                            $"„{set.Id()}“ nennt „{reference.Value.Trim()}“ unter {there}, wird dort aber nicht "
                            + $"unter {back} genannt.");
                    }
                }
            }
        }
    }

    private static void IsInSet(RuleCheck check, string dataKind, string setKind, string references)
    {
        foreach (var owner in check.All(dataKind).GroupBy(d => d.Parent!))
        {
            var referenced = owner.Key.Children(setKind)
                .SelectMany(s => References(s, references)).ToHashSet(StringComparer.Ordinal);
            foreach (var data in owner.Where(d => !referenced.Contains(d.Id() ?? string.Empty)))
            {
                check.Refuse(data, $"{RuleCheck.Label(data)} kommt in keinem {setKind} vor.");
            }
        }
    }

    private static void IsListed(RuleCheck check, string setKind, string special, string general)
    {
        foreach (var set in check.All(setKind))
        {
            var listed = References(set, general).ToHashSet(StringComparer.Ordinal);
            foreach (var reference in References(set, special).Where(r => !listed.Contains(r)))
            {
                check.Refuse(set, $"„{reference}“ steht unter {special}, aber nicht unter {general}.");
            }
        }
    }

    private static IEnumerable<string> References(XElement set, string kind) =>
        set.Children(kind).Select(r => BpmnNames.LocalPart(r.Value));
}
