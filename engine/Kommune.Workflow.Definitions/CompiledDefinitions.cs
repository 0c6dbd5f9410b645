using System.Collections.Immutable;

namespace Kommune.Workflow.Definitions;

/// <summary>What became of a definition document: its executable processes, or the reasons for refusing it.</summary>
/// <param name="Processes">The executable processes and callable global tasks; empty when the document is refused.</param>
/// <param name="Findings">What is wrong or worth knowing, by line; see <see cref="Finding"/>.</param>
public sealed record CompiledDefinitions(ImmutableArray<ProcessGraph> Processes, ImmutableArray<Finding> Findings)
{
    /// <summary>Whether the document may be deployed: no finding is an error.</summary>
    public bool Ok => !Findings.Any(f => f.Severity == FindingSeverity.Error);
}

/// <summary>A definition made in code is not one that could be deployed.</summary>
public sealed class InvalidDefinitionException : Exception
{
    public InvalidDefinitionException(ImmutableArray<Finding> findings)
        : base(string.Join(Environment.NewLine, findings.Select(f => $"{f.Rule} {f.ElementId}: {f.Message}"))) =>
        Findings = findings;

    /// <summary>All findings, hints included.</summary>
    public ImmutableArray<Finding> Findings { get; }
}
