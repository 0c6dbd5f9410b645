using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static class ProcessRules
{
    private static readonly string[] NotInAdHoc = ["startEvent", "endEvent", "conversation", "conversationLink"];

    public static void PublicIsNotExecutable(RuleCheck check)
    {
        foreach (var process in check.All("process").Where(p => p.Attr("processType") == "Public" && p.Flag(
            "isExecutable")))
        {
            check.Refuse(process, "Ein öffentlicher Prozess (processType Public) darf nicht ausführbar sein.");
        }
    }

    public static void ProcessHasNoChoreography(RuleCheck check) => NoChoreography(check, ["process"]);

    public static void SubProcessHasNoChoreography(RuleCheck check) => NoChoreography(check, BpmnKinds.SubProcesses);

    public static void AdHocHasActivities(RuleCheck check)
    {
        foreach (var adHoc in check.All("adHocSubProcess").Where(a => !a.Elements().Any(e => BpmnKinds.Activities.Contains(e.Kind()))))
        {
            check.Refuse(adHoc, $"Der Ad-hoc-Teilprozess {RuleCheck.Label(adHoc)} braucht mindestens eine Aktivität.");
        }
    }

    public static void AdHocHasNoStartOrEnd(RuleCheck check)
    {
        foreach (var content in check.All("adHocSubProcess").Elements()
            .Where(e => NotInAdHoc.Contains(e.Kind()) || BpmnKinds.Choreography.Contains(e.Kind())))
        {
            check.Refuse(content,
                "In einem Ad-hoc-Teilprozess gibt es keine Start- und Endereignisse, Konversationen und "
                + "Choreographien.");
        }
    }

    private static void NoChoreography(RuleCheck check, IEnumerable<string> containers)
    {
        foreach (var activity in check.All(containers).Elements().Where(e => BpmnKinds.Choreography.Contains(e.Kind())))
        {
            check.Refuse(activity, "Choreographie-Aktivitäten gehören nicht in einen Prozess.");
        }
    }
}
