namespace Kommune.Workflow.Definitions;

/// <summary>Something a definition document does wrong, or that its author should know.</summary>
/// <param name="Severity">Only an error keeps a document from being deployed.</param>
/// <param name="Rule">The rule's stable name, such as <c>EXT.097</c> or <c>kommune.four-eyes-unknown-task</c>.</param>
/// <param name="ElementId">The element concerned, or null for the document.</param>
/// <param name="Line">1-based line in the document; 0 when unknown.</param>
/// <param name="Message">What is wrong and what to do, in a sentence (German: process owners read it).</param>
public sealed record Finding(FindingSeverity Severity, string Rule, string? ElementId, int Line, string Message);

public enum FindingSeverity : byte
{
    Hint,
    Warning,
    Error,
}
