using System.Collections.Immutable;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Gathers findings; each names the activity, the line and, in its text, the JSON path.</summary>
internal sealed class ElsaFindings
{
    private const int FindingsMax = 1000;

    private readonly List<Finding> findings = [];

    public bool HasErrors => findings.Exists(finding => finding.Severity == FindingSeverity.Error);

    public void Error(string rule, string? activityId, ElsaNode at, string message) =>
        Add(FindingSeverity.Error, rule, activityId, at, message);

    public void Warning(string rule, string? activityId, ElsaNode at, string message) =>
        Add(FindingSeverity.Warning, rule, activityId, at, message);

    public void Hint(string rule, string? activityId, ElsaNode at, string message) =>
        Add(FindingSeverity.Hint, rule, activityId, at, message);

    public ImmutableArray<Finding> ByLine() => [.. findings.OrderBy(finding => finding.Line)];

    private void Add(FindingSeverity severity, string rule, string? activityId, ElsaNode at, string message)
    {
        if (findings.Count < FindingsMax)
        {
            findings.Add(new Finding(severity, $"elsa.{rule}", activityId, at.Line, $"{message} ({at.Path})"));
        }
    }
}
