using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Standard constructs that are drawn in a place where they would have no effect.</summary>
internal static class FlowSemanticsCheck
{
    public static void Run(BpmnDocument document, FindingList findings)
    {
        CheckConditions(document, findings);
        CheckScripts(document, findings);
        CheckCompensationHandlers(document, findings);
        CheckBehaviors(document, findings);
        CheckExecutable(document, findings);
    }

    /// <summary>Only activities and deciding gateways look at conditions (BPMN 2.0.2, 8.4.13).</summary>
    private static void CheckConditions(BpmnDocument document, FindingList findings)
    {
        foreach (var flow in document.All("sequenceFlow").Where(f => f.Child("conditionExpression") is not null))
        {
            var source = document.Target(flow, "sourceRef");
            var decides = source is null || BpmnKinds.Activities.Contains(source.Kind())
                || source.Kind() is "exclusiveGateway" or "inclusiveGateway" or "complexGateway" or "eventBasedGateway";
            if (!decides)
            {
                findings.Error("kommune.condition-without-effect", flow,
                    $"Nach {RuleCheck.Label(source!)} wird keine Bedingung geprüft. "
                    + "Verwenden Sie ein exklusives oder inklusives Gateway.");
            }
            else if (BpmnNames.LocalPart(source?.Attr("default") ?? string.Empty) == flow.Id())
            {
                findings.Warning("kommune.condition-on-default", flow,
                    "Der Standardfluss wird genommen, wenn sonst keiner passt: Seine Bedingung wird nicht geprüft.");
            }
        }
    }

    private static void CheckScripts(BpmnDocument document, FindingList findings)
    {
        foreach (var task in document.All("scriptTask").Where(t => t.Child("script") is not null))
        {
            if (task.Zeebe("script") is not null || task.Zeebe("taskDefinition") is not null)
            {
                findings.Hint("kommune.script-replaced", task,
                    "Das eingebettete Skript wird nicht ausgeführt; es gilt der FEEL-Ausdruck oder der Auftragstyp.");
            }
        }
    }

    /// <summary>An activity for compensation runs only through the compensation event it is associated with.</summary>
    private static void CheckCompensationHandlers(BpmnDocument document, FindingList findings)
    {
        foreach (var activity in document.All(BpmnKinds.Activities).Where(a => a.Flag("isForCompensation")))
        {
            if (document.Incoming(activity).Count > 0 || document.Outgoing(activity).Count > 0)
            {
                findings.Error("kommune.compensation-in-flow", activity,
                    $"{RuleCheck.Label(activity)} kompensiert und darf keine ein- oder ausgehenden Flüsse haben.");
            }
            else if (!document.Associated(activity).Any())
            {
                findings.Warning("kommune.compensation-unused", activity,
                    $"{RuleCheck.Label(activity)} kompensiert nichts: Verbinden Sie sie mit einem Kompensationsereignis.");
            }
        }
    }

    private static void CheckBehaviors(BpmnDocument document, FindingList findings)
    {
        foreach (var loop in document.All("multiInstanceLoopCharacteristics"))
        {
            if (loop.Child("complexBehaviorDefinition") is not null && loop.Attr("behavior") != "Complex")
            {
                findings.Warning("kommune.behavior-without-effect", loop,
                    "complexBehaviorDefinition wirkt nur mit behavior=\"Complex\".");
            }
        }
    }

    private static void CheckExecutable(BpmnDocument document, FindingList findings)
    {
        var processes = document.All("process").ToList();
        foreach (var process in processes.Where(p => !p.Flag("isExecutable")))
        {
            findings.Hint("kommune.not-executable", process,
                $"{RuleCheck.Label(process)} ist nicht als ausführbar gekennzeichnet und bleibt eine Zeichnung.");
        }

        if (processes.TrueForAll(p => !p.Flag("isExecutable")) && !document.All(BpmnKinds.GlobalTasks).Any())
        {
            findings.Warning("kommune.nothing-executable", document.Definitions,
                "Das Dokument enthält keinen ausführbaren Prozess (isExecutable).");
        }
    }
}
