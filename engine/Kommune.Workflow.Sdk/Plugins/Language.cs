using System.Text.Json.Nodes;

namespace Kommune.Workflow.Sdk;

/// <summary>A front end for another kind of document: translates it into BPMN 2.0 XML, or says what is wrong with it.</summary>
public interface IDefinitionFormat
{
    /// <summary>Its German name.</summary>
    string Name { get; }

    /// <summary>The ending of its files, such as <c>.flow.json</c>; compared without regard to case.</summary>
    string Ending { get; }

    /// <summary>Translates one document. Deterministic: the same document gives the same model.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="content">The file's content.</param>
    /// <returns>The model, or findings with at least one error.</returns>
    Translation Translate(string name, ReadOnlyMemory<byte> content);
}

/// <summary>What became of a document.</summary>
/// <param name="Bpmn">BPMN 2.0 XML; null when the document is refused.</param>
/// <param name="Problems">What is wrong with it, or worth a look.</param>
public sealed record Translation(string? Bpmn, IReadOnlyList<DocumentProblem> Problems);

/// <summary>Something wrong with a document, or worth a look.</summary>
/// <param name="Rule">A short code such as <c>flow.unknown-step</c>.</param>
/// <param name="Message">German, for the author.</param>
/// <param name="Line">From 1; 0 when unknown.</param>
/// <param name="IsError">Whether the document is refused for it.</param>
public sealed record DocumentProblem(string Rule, string Message, int Line = 0, bool IsError = true);

/// <summary>A function of the expressions in models.</summary>
/// <param name="Name">As models call it: letters, digits and underscores.</param>
/// <param name="Parameters">Names of its parameters, in order.</param>
/// <param name="Body">
/// Pure and deterministic: no clock, no random source, no input or output; the same arguments give the same value for ever, because a case
/// is replayed. Quick, at most milliseconds: the case waits for it. Gets one value a parameter (null for FEEL's null) and answers a value;
/// an exception gives null.
/// </param>
public sealed record ExpressionFunction(
    string Name, IReadOnlyList<string> Parameters, Func<IReadOnlyList<JsonNode?>, JsonNode?> Body);
