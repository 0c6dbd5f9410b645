using System.Security.Cryptography;
using System.Text.Json;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Definitions.Elsa;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>A deployed file as read: what it defines, and what is wrong with it.</summary>
internal sealed record ReadResource(DeploymentResource File, byte[] Hash)
{
    public IReadOnlyList<ProcessGraph> Processes { get; init; } = [];

    /// <summary>The decision model, for a DMN file.</summary>
    public DmnModel? Decisions { get; init; }

    /// <summary>The form's id, for a form.</summary>
    public string? FormId { get; init; }
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Whether the file is kept as it is, found by its name.</summary>
    public bool IsText => Processes.Count == 0 && FormId is null && Decisions is null;
}

/// <summary>Reads files by the ending of their name.</summary>
internal static class DeploymentReader
{
    private static readonly JsonDocumentOptions FormJson = new() { MaxDepth = 64 };

    public static ReadResource Read(DeploymentResource file)
    {
        var read = new ReadResource(file, SHA256.HashData(file.Content));
        if (HasEnding(file, ".bpmn"))
        {
            return ReadProcesses(read);
        }

        if (HasEnding(file, ".dmn"))
        {
            return ReadDecisions(read);
        }

        if (HasEnding(file, ".form") || HasEnding(file, ".form.json"))
        {
            return ReadForm(read);
        }

        return HasEnding(file, ".json") && ElsaDocument.IsMeant(file.Content) ? ReadElsa(read) : read;
    }

    /// <summary>The processes of a deployed file, by its name's ending: Elsa 3 JSON or BPMN.</summary>
    public static CompiledDefinitions Compile(string name, byte[] content) =>
        name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ElsaCompiler.Compile(content) : BpmnCompiler.Compile(content);

    private static ReadResource ReadElsa(ReadResource read)
    {
        var compiled = ElsaCompiler.Compile(read.File.Content);
        return read with { Processes = compiled.Processes, Findings = compiled.Findings };
    }

    private static ReadResource ReadProcesses(ReadResource read)
    {
        var compiled = BpmnCompiler.Compile(read.File.Content);
        var findings = compiled.Findings;
        if (compiled.Ok && compiled.Processes.IsEmpty)
        {
            findings = findings.Add(new Finding(
                FindingSeverity.Error,
                "kommune.no-executable-process",
                null,
                0,
                "Die Datei enthält keinen ausführbaren Prozess (isExecutable=\"true\")."));
        }

        return read with { Processes = compiled.Processes, Findings = findings };
    }

    private static ReadResource ReadDecisions(ReadResource read)
    {
        try
        {
            var model = DmnModel.Compile(new MemoryStream(read.File.Content));
            return read with
            {
                Decisions = model,
                Findings =
                [
                    .. model.Findings.Select(finding => new Finding(
                        FindingSeverity.Error,
                        "kommune.dmn",
                        finding.ElementId,
                        finding.Line,
                        $"Die Entscheidung ist fehlerhaft: {finding.Message}")),
                ],
            };
        }
        catch (DmnFormatException exception)
        {
            return Broken(read, "kommune.not-dmn", $"Die Datei ist kein DMN-Dokument: {exception.Message}");
        }
    }

    private static ReadResource ReadForm(ReadResource read)
    {
        try
        {
            using var document = JsonDocument.Parse(read.File.Content, FormJson);
            var id = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("id", out var property)
                && property.ValueKind == JsonValueKind.String
                    ? property.GetString()!
                    : IdFromName(read.File.Name);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read with { FormId = id }
                : Broken(read, "kommune.form-json", "Ein Formular ist ein JSON-Objekt; diese Datei enthält etwas anderes.");
        }
        catch (JsonException exception)
        {
            var line = exception.LineNumber + 1;
            return Broken(read, "kommune.form-json", $"Die Datei ist kein gültiges JSON: Zeile {line}.", line);
        }
    }

    private static ReadResource Broken(ReadResource read, string rule, string message, long? line = null) =>
        read with { Findings = [new Finding(FindingSeverity.Error, rule, null, (int)(line ?? 0), message)] };

    private static string IdFromName(string name)
    {
        var file = Path.GetFileName(name);
        return file[..file.IndexOf(".form", StringComparison.OrdinalIgnoreCase)];
    }

    private static bool HasEnding(DeploymentResource file, string ending) =>
        file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
