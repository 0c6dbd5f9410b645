using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kommune.Workflow.Engine.Tests.Conformance;

/// <summary>Translates the corpus's conditions and scripts into our dialect; the structure of the document stays as it is.</summary>
internal static partial class ExecutableDialect
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Zeebe = "http://camunda.org/schema/zeebe/1.0";

    private static readonly HashSet<string> Expressions =
    [
        "conditionExpression", "completionCondition", "loopCondition", "activationCondition", "loopCardinality",
            "condition",
    ];

    /// <summary>Scripts become jobs whose type is the script's text.</summary>
    public static byte[] Translate(string xml)
    {
        var document = XDocument.Parse(xml);
        foreach (var expression in document.Descendants().Where(e => e.Name.Namespace == Bpmn && Expressions.Contains(e.Name.LocalName)))
        {
            expression.Value = $"={Feel(expression.Value.Trim())}";
        }

        foreach (var task in document.Descendants(Bpmn + "scriptTask").ToList())
        {
            var job = new XElement(Zeebe + "taskDefinition", new XAttribute("type", task.Element(Bpmn + "script")!.Value.Trim()));
            task.AddFirst(new XElement(Bpmn + "extensionElements", job));
        }

        return Encoding.UTF8.GetBytes(document.ToString());
    }

    private static string Feel(string condition)
    {
        if (condition.StartsWith('!'))
        {
            return $"not({Feel(condition[1..])})";
        }

        var contains = Contains().Match(condition);
        return contains.Success
            ? $"contains({contains.Groups[1].Value}, {contains.Groups[2].Value})"
            : condition.Replace("${", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
    }

    [GeneratedRegex("""^(\w+)\.contains\((".*")\)$""")]
    private static partial Regex Contains();
}
