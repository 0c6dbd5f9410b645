using System.Numerics;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static class ActivityRules
{
    private static readonly string[] ResourceRoles =
        ["resourceRole", "performer", "humanPerformer", "potentialOwner"];

    public static void StartQuantityIsPositive(RuleCheck check) => QuantityIsPositive(check, "startQuantity");

    public static void CompletionQuantityIsPositive(RuleCheck check) => QuantityIsPositive(check, "completionQuantity");

    public static void ResourceIsNamedOneWay(RuleCheck check)
    {
        foreach (var role in check.All(ResourceRoles)
            .Where(r => r.Child("resourceRef") is not null && r.Child("resourceAssignmentExpression") is not null))
        {
            check.Refuse(role,
                "Nennen Sie entweder eine Ressource (resourceRef) oder einen Ausdruck "
                + "(resourceAssignmentExpression), nicht beides.");
        }
    }

    public static void ParametersNeedResource(RuleCheck check)
    {
        foreach (var role in check.All(ResourceRoles)
            .Where(r => r.Child("resourceParameterBinding") is not null && r.Child("resourceRef") is null))
        {
            check.Refuse(role,
                "Parameter einer Ressource (resourceParameterBinding) setzen eine Ressource (resourceRef) voraus.");
        }
    }

    /// <summary>A script that a worker or a FEEL expression replaces is not run, so its language does not matter.</summary>
    public static void ScriptHasFormat(RuleCheck check)
    {
        foreach (var task in check.All("scriptTask", "globalScriptTask").Where(t =>
            t.Child("script") is not null && t.Zeebe("taskDefinition") is null && t.Zeebe("script") is null))
        {
            var format = task.Is("scriptTask") ? "scriptFormat" : "scriptLanguage";
            if (string.IsNullOrWhiteSpace(task.Attr(format)))
            {
                check.Refuse(task, $"Zum Skript von {RuleCheck.Label(task)} fehlt die Sprache (Attribut {format}).");
            }
        }
    }

    private static void QuantityIsPositive(RuleCheck check, string attribute)
    {
        foreach (var activity in check.All(BpmnKinds.Activities))
        {
            if (BigInteger.TryParse(activity.Attr(attribute), out var quantity) && quantity < 1)
            {
                check.Refuse(activity, $"{attribute} muss mindestens 1 sein.");
            }
        }
    }
}
