using System.Text.RegularExpressions;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static partial class ArtifactRules
{
    private static readonly string[] Artifacts = ["association", "group", "textAnnotation"];

    public static void NoSequenceFlowEnters(RuleCheck check) => NoFlow(check, "sequenceFlow", "targetRef");

    public static void NoSequenceFlowLeaves(RuleCheck check) => NoFlow(check, "sequenceFlow", "sourceRef");

    public static void NoMessageFlowEnters(RuleCheck check) => NoFlow(check, "messageFlow", "targetRef");

    public static void NoMessageFlowLeaves(RuleCheck check) => NoFlow(check, "messageFlow", "sourceRef");

    public static void TextFormatIsMediaType(RuleCheck check)
    {
        foreach (var annotation in check.All("textAnnotation").Where(a => a.Attr("textFormat") is { } f && !MediaType().IsMatch(f)))
        {
            check.Refuse(
                annotation, $"Das Textformat „{annotation.Attr("textFormat")}“ ist kein Medientyp wie text/plain.");
        }
    }

    private static void NoFlow(RuleCheck check, string flowKind, string end)
    {
        foreach (var flow in check.All(flowKind))
        {
            if (check.Document.Target(flow, end) is { } artifact && Artifacts.Contains(artifact.Kind()))
            {
                check.Refuse(flow,
                    "Anmerkungen, Gruppen und Assoziationen dürfen nicht an einem Fluss hängen; verwenden Sie "
                    + "eine Assoziation.");
            }
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][\w!#$&^.+-]*/[A-Za-z0-9][\w!#$&^.+-]*(\s*;.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex MediaType();
}
