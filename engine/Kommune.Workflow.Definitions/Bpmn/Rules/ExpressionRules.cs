using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

internal static partial class ExpressionRules
{
    private static readonly (string Owner, string Expression)[] Executed =
    [
        ("adHocSubProcess", "completionCondition"), ("complexGateway", "activationCondition"),
        ("multiInstanceLoopCharacteristics", "loopCardinality"), ("multiInstanceLoopCharacteristics",
            "completionCondition"),
        ("sequenceFlow", "conditionExpression"), ("standardLoopCharacteristics", "loopCondition"),
        ("timerEventDefinition", "timeDate"), ("timerEventDefinition", "timeDuration"), ("timerEventDefinition",
            "timeCycle"),
    ];

    /// <summary>Elements whose type is FormalExpression by the schema.</summary>
    private static readonly string[] AlwaysFormal = ["messagePath", "dataPath", "transformation", "formalExpression"];

    /// <summary>An expression in natural language cannot be executed; one that starts with <c>=</c> is FEEL and thus formal.</summary>
    public static void ExecutableExpressionsAreFormal(RuleCheck check)
    {
        foreach (var (owner, name) in Executed)
        {
            foreach (var expression in check.All(owner).Where(RuleCheck.IsExecutable).Elements(BpmnNames.Bpmn + name))
            {
                if (!IsFormal(expression))
                {
                    check.Refuse(expression,
                        $"Der Ausdruck „{expression.Value.Trim()}“ ist natürliche Sprache und nicht ausführbar. "
                        + "Kennzeichnen Sie ihn als formalen Ausdruck (xsi:type=\"tFormalExpression\") in FEEL.");
                }
            }
        }
    }

    public static void FormalExpressionsHaveBody(RuleCheck check)
    {
        var typed = check.Document.Definitions.Descendants()
            .Where(e => BpmnNames.LocalPart((string?)e.Attribute(BpmnNames.Xsi + "type") ?? string.Empty) ==
                "tFormalExpression");
        var conditions = check.All("complexBehaviorDefinition").Elements(BpmnNames.Bpmn + "condition");
        foreach (var expression in typed.Concat(conditions).Concat(check.All(AlwaysFormal)).Distinct()
            .Where(e => string.IsNullOrWhiteSpace(e.Value)))
        {
            check.Refuse(expression, "Der Ausdruck ist leer. Tragen Sie ihn ein oder entfernen Sie das Element.");
        }
    }

    public static void LanguageIsUri(RuleCheck check)
    {
        foreach (var element in check.Document.Definitions.DescendantsAndSelf().Where(e => e.Name.Namespace == BpmnNames.Bpmn))
        {
            foreach (var name in new[] { "language", "expressionLanguage", "typeLanguage" })
            {
                if (element.Attr(name) is { } uri && !UriReference().IsMatch(uri))
                {
                    check.Refuse(element, $"„{uri}“ im Attribut {name} ist keine gültige URI.");
                }
            }
        }
    }

    public static void ConditionalEventHasFormalCondition(RuleCheck check)
    {
        foreach (var definition in check.All("conditionalEventDefinition").Where(RuleCheck.IsExecutable))
        {
            if (definition.Child("condition") is not { } condition
                || string.IsNullOrWhiteSpace(condition.Value) || !IsFormal(condition))
            {
                check.Refuse(definition,
                    "Ein Bedingungsereignis braucht eine Bedingung als formalen Ausdruck in FEEL, zum Beispiel "
                    + "„=betrag > 1000“.");
            }
        }
    }

    private static bool IsFormal(XElement expression) =>
        BpmnNames.LocalPart((string?)expression.Attribute(BpmnNames.Xsi + "type") ?? string.Empty) ==
            "tFormalExpression"
        || expression.Value.TrimStart().StartsWith('=');

    // RFC 3986: only its characters, and each percent sign followed by two hexadecimal digits.
    [GeneratedRegex(@"^([A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$", RegexOptions.CultureInvariant)]
    private static partial Regex UriReference();
}
