using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>What a rule sees of the document, and how it reports.</summary>
internal sealed class RuleCheck(BpmnDocument document, FindingList findings, Rule rule)
{
    public BpmnDocument Document => document;

    public static void RunAll(BpmnDocument document, FindingList findings)
    {
        foreach (var rule in RuleTable.Rules)
        {
            rule.Check(new RuleCheck(document, findings, rule));
        }
    }

    public IEnumerable<XElement> All(params string[] kinds) => document.All(kinds);

    public IEnumerable<XElement> All(IEnumerable<string> kinds) => document.All(kinds);

    /// <summary>A breach of this rule, with what to do in German; the clause of the standard is added.</summary>
    public void Refuse(XElement element, string message)
    {
        foreach (var name in rule.Names)
        {
            findings.Error(name, element, $"{message} (BPMN 2.0.2, {rule.Clause})");
        }
    }

    /// <summary>Whether the element belongs to a process meant to be executed.</summary>
    public static bool IsExecutable(XElement element) =>
        element.AncestorsAndSelf().FirstOrDefault(e => e.Is("process"))?.Flag("isExecutable") == true;

    /// <summary>Whether sequence flows enter the node, as far as the document says.</summary>
    public bool HasIncoming(XElement node) => document.Incoming(node).Count > 0;

    /// <inheritdoc cref="HasIncoming"/>
    public bool HasOutgoing(XElement node) => document.Outgoing(node).Count > 0;

    public bool Has(XElement eventElement, params string[] definitionKinds) =>
        document.EventDefinitions(eventElement).Any(d => definitionKinds.Contains(d.Kind()));

    /// <summary>How the reader finds the element in the diagram.</summary>
    public static string Label(XElement element) =>
        element.Attr("name") is { Length: > 0 } name ? $"„{name}“" : $"„{element.Id() ?? element.Name.LocalName}“";
}
