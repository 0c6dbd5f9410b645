using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Gathers findings while a document is read, checked and compiled.</summary>
internal sealed class FindingList
{
    /// <summary>Beyond this many findings the rest is cut off: a document this broken is repaired in rounds.</summary>
    private const int FindingsMax = 1000;

    private readonly List<Finding> findings = [];

    public bool HasErrors { get; private set; }

    public void Error(string rule, XElement? element, string message) => Add(FindingSeverity.Error, rule, element, message);

    public void Warning(string rule, XElement? element, string message) =>
        Add(FindingSeverity.Warning, rule, element, message);

    public void Hint(string rule, XElement? element, string message) => Add(FindingSeverity.Hint, rule, element, message);

    public void Error(string rule, int line, string message) => Add(new(FindingSeverity.Error, rule, null, line, message));

    public ImmutableArray<Finding> ByLine() => [.. findings.OrderBy(f => f.Line)];

    private void Add(FindingSeverity severity, string rule, XElement? element, string message)
    {
        var owner = element?.AncestorsAndSelf().FirstOrDefault(e => e.Id() is not null);
        Add(new(severity, rule, owner?.Id(), element is IXmlLineInfo line ? line.LineNumber : 0, message));
    }

    private void Add(Finding finding)
    {
        HasErrors |= finding.Severity == FindingSeverity.Error;
        if (findings.Count < FindingsMax)
        {
            findings.Add(finding);
        }
    }
}
