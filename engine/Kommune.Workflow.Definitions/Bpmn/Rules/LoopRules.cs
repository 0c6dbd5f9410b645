using System.Globalization;
using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static class LoopRules
{
    /// <summary>An activity is a loop or a multi-instance, not both, and not one of them twice.</summary>
    public static Action<RuleCheck> OneMarker(IEnumerable<string> kinds) => check =>
    {
        foreach (var activity in check.All(kinds))
        {
            if (activity.Elements().Count(e => e.Kind() is "standardLoopCharacteristics" or "multiInstanceLoopCharacteristics") > 1)
            {
                check.Refuse(activity,
                    $"{RuleCheck.Label(activity)} hat mehrere Wiederholungsarten. Wählen Sie Schleife oder "
                    + "Mehrfachausführung.");
            }
        }
    };

    public static void MultiInstanceHasCount(RuleCheck check)
    {
        foreach (var loop in Executable(check))
        {
            if (loop.Child("loopCardinality") is null && loop.Child("loopDataInputRef") is null
                && loop.Zeebe("loopCharacteristics", "inputCollection") is null)
            {
                check.Refuse(loop,
                    "Der Mehrfachausführung fehlt, wie oft: eine Liste (inputCollection) oder eine Anzahl "
                    + "(loopCardinality).");
            }
        }
    }

    public static void LoopInputIsOwnInput(RuleCheck check)
    {
        foreach (var loop in Executable(check).Where(l => !BpmnKinds.SubProcesses.Contains(l.Parent!.Kind())))
        {
            if (loop.Child("loopDataInputRef") is { } reference
                && check.Document.Find(reference.Value) is var input
                && !(input?.Is("dataInput") == true && input.Parent?.Parent == loop.Parent))
            {
                check.Refuse(loop,
                    $"loopDataInputRef „{reference.Value.Trim()}“ ist keine Dateneingabe dieser Aktivität.");
            }
        }
    }

    public static void OutputItemFitsCollection(RuleCheck check) => ItemFitsCollection(check, "loopDataOutputRef",
        "outputDataItem");

    public static void InputItemFitsCollection(RuleCheck check) => ItemFitsCollection(check, "loopDataInputRef",
        "inputDataItem");

    /// <summary>Only what is visible without running it: a number or a quoted text is never a truth value.</summary>
    public static void ComplexConditionIsBoolean(RuleCheck check)
    {
        foreach (var condition in check.All("complexBehaviorDefinition").Elements(BpmnNames.Bpmn + "condition"))
        {
            var text = condition.Value.Trim().TrimStart('=').Trim();
            if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                || (text.Length > 1 && text[0] is '"' or '\'' && text.IndexOf(text[0], 1) == text.Length - 1))
            {
                check.Refuse(condition,
                    $"„{text}“ ist keine Bedingung: Erwartet wird ein Ausdruck, der wahr oder falsch ist.");
            }
        }
    }

    private static IEnumerable<XElement> Executable(RuleCheck check) =>
        check.All("multiInstanceLoopCharacteristics").Where(RuleCheck.IsExecutable);

    private static void ItemFitsCollection(RuleCheck check, string collectionReference, string itemName)
    {
        foreach (var loop in Executable(check))
        {
            if (loop.Child(collectionReference) is not { } reference || loop.Child(itemName) is not { } item
                || check.Document.Find(reference.Value) is not { } collection)
            {
                continue;
            }

            var (whole, single) = (Items.Of(check.Document, collection), Items.Of(check.Document, item));
            if (whole is not null && single is not null && (!Items.HaveSameStructure(whole, single) || single.Flag(
                "isCollection")))
            {
                check.Refuse(loop,
                    $"{itemName} muss den Typ eines einzelnen Elements von „{reference.Value.Trim()}“ haben.");
            }
        }
    }
}
