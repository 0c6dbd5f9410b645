using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>A workflow definition in the JSON of Elsa 3, files of 3.0 to 3.2 included; what is not known of it is kept as well.</summary>
public sealed class ElsaDocument
{
    private ElsaDocument(ElsaNode json) => Json = json;

    /// <summary>The id that versions share; the process id here.</summary>
    public string DefinitionId => Json.TextOf("definitionId") is { Length: > 0 } id ? id : Json.TextOf("id") ?? "";

    /// <summary>The id of this version, in Elsa's words.</summary>
    public string VersionId => Json.TextOf("id") ?? "";

    public string? Name => Json.TextOf("name");

    public int Version => int.TryParse(Json["version"]?.Raw, out var version) ? version : 1;

    internal ElsaNode Json { get; }

    internal ElsaNode? Root => Json["root"];

    /// <summary>Reads a document; false with a finding when it is no definition of Elsa 3.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> document,
        [NotNullWhen(true)] out ElsaDocument? read,
        [NotNullWhen(false)] out Finding? finding,
        ElsaOptions? options = null)
    {
        options ??= ElsaOptions.Default;
        read = null;
        if (document.Length > options.DocumentBytesMax)
        {
            finding = Refusal("elsa.too-large", 0, $"Die Datei ist größer als {options.DocumentBytesMax} Bytes.");
            return false;
        }

        if (!ElsaReader.TryRead(document, options.DepthMax, out var json, out var line, out var problem))
        {
            finding = Refusal("elsa.json", line, problem);
            return false;
        }

        read = new ElsaDocument(json);
        finding = json["root"] is { IsObject: true } && read.DefinitionId.Length > 0
            ? null
            : Refusal("elsa.no-definition", json.Line, "Die Datei ist keine Definition von Elsa 3: „definitionId“ oder „root“ fehlt.");
        return finding is null;
    }

    /// <summary>Whether a file looks like a definition of Elsa 3, broken ones included: it is to be compiled, not kept as it is.</summary>
    public static bool IsMeant(ReadOnlySpan<byte> document) =>
        ElsaReader.TryRead(document, ElsaOptions.Default.DepthMax, out var json, out _, out _)
        && json["definitionId"] is not null
        && json["root"] is { IsObject: true } root
        && root["type"] is not null;

    /// <summary>Writes the definition again, indented: the same members in the same order, numbers and texts as they were
    /// spelled.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        Json.Write(text, 0);
        return text.Append('\n').ToString();
    }

    private static Finding Refusal(string rule, int line, string message) => new(FindingSeverity.Error, rule, null, line, message);
}

/// <summary>How definitions of Elsa 3 are compiled.</summary>
public sealed record ElsaOptions
{
    public static ElsaOptions Default { get; } = new();

    /// <summary>The most bytes of a document.</summary>
    public int DocumentBytesMax { get; init; } = 10 * 1024 * 1024;

    /// <summary>The most activities of a definition, inner ones counted.</summary>
    public int ActivitiesMax { get; init; } = 5_000;

    /// <summary>How deep JSON may be nested.</summary>
    public int DepthMax { get; init; } = 200;

    /// <summary>Whether flowcharts that name no mode of their own work in token mode; Elsa's default is counter mode.</summary>
    public bool UsesTokens { get; init; }
}
