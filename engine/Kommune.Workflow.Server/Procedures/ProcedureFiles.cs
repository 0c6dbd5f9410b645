using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>What a procedure's files are called, how many and how large they may be.</summary>
internal static partial class ProcedureFiles
{
    /// <summary>Files of one procedure.</summary>
    public const int FilesMax = 200;

    /// <summary>Bytes of one file.</summary>
    public const int FileBytesMax = 2 * 1024 * 1024;

    /// <summary>Bytes of all files of one procedure.</summary>
    public const int TotalBytesMax = 16 * 1024 * 1024;

    public const string Readme = "README.md";

    /// <summary>The model a new procedure begins with.</summary>
    public const string Process = "process.bpmn";

    public const string FormsFolder = "forms/";
    public const string FormEnding = ".form.json";
    public const string DecisionsFolder = "decisions/";
    public const string TextsFolder = "texts/";
    public const string ScenariosFolder = "scenarios/";

    public const string PathRule =
        "Erlaubt sind *.bpmn, README.md, forms/*.form.json, decisions/*.dmn, texts/*.liquid und scenarios/*.yaml; "
        + "Namen aus Buchstaben, Ziffern, Punkt, Strich und Leerzeichen.";

    /// <summary>Whether a file of this path may belong to a procedure.</summary>
    public static bool IsAllowed(string path) => Path().IsMatch(path);

    public static bool IsModel(string path) => path.EndsWith(".bpmn", StringComparison.Ordinal);

    public static bool IsForm(string path) => path.StartsWith(FormsFolder, StringComparison.Ordinal);

    public static bool IsDecision(string path) => path.StartsWith(DecisionsFolder, StringComparison.Ordinal);

    public static bool IsText(string path) => path.StartsWith(TextsFolder, StringComparison.Ordinal);

    public static bool IsScenario(string path) => path.StartsWith(ScenariosFolder, StringComparison.Ordinal);

    public static string Text(DeploymentResource file) => Encoding.UTF8.GetString(file.Content);

    /// <summary>Files in the order of their paths.</summary>
    public static IReadOnlyList<DeploymentResource> Sorted(IEnumerable<DeploymentResource> files) =>
        [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];

    /// <summary>SHA-256 over paths and contents: the same for the same folder.</summary>
    public static byte[] Hash(IEnumerable<DeploymentResource> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (var file in Sorted(files))
        {
            foreach (var part in (byte[][])[Encoding.UTF8.GetBytes(file.Name), file.Content])
            {
                BinaryPrimitives.WriteInt64LittleEndian(length, part.LongLength);
                hash.AppendData(length);
                hash.AppendData(part);
            }
        }

        return hash.GetHashAndReset();
    }

    /// <summary>What breaks a limit or the rule for names, by file; empty: nothing.</summary>
    public static Dictionary<string, string[]> Problems(IReadOnlyList<DeploymentResource> files)
    {
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (files.Count > FilesMax)
        {
            problems[""] = [$"Ein Verfahren hat höchstens {FilesMax} Dateien."];
        }
        else if (files.Sum(file => (long)file.Content.Length) > TotalBytesMax)
        {
            problems[""] = [$"Alle Dateien eines Verfahrens sind zusammen höchstens {TotalBytesMax / 1024 / 1024} MB groß."];
        }

        foreach (var file in files)
        {
            if (!IsAllowed(file.Name))
            {
                problems[file.Name] = [$"Eine Datei dieses Namens gehört in kein Verfahren. {PathRule}"];
            }
            else if (file.Content.Length > FileBytesMax)
            {
                problems[file.Name] = [$"Eine Datei ist höchstens {FileBytesMax / 1024 / 1024} MB groß."];
            }
        }

        foreach (var twins in files.GroupBy(file => file.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            problems[twins.Last().Name] = ["Es gibt schon eine Datei dieses Namens, nur anders groß- und kleingeschrieben."];
        }

        return problems;
    }

    /// <summary>Ends the request with 422 when a limit or the rule for names is broken.</summary>
    public static void Require(IReadOnlyList<DeploymentResource> files)
    {
        if (Problems(files) is { Count: > 0 } problems)
        {
            throw Problem.Unprocessable(problems);
        }
    }

    private const string Name = @"[\p{L}\p{N}][\p{L}\p{N}._ -]{0,79}";

    [GeneratedRegex(
        $@"^(README\.md|{Name}\.bpmn|forms/{Name}\.form\.json|decisions/{Name}\.dmn|texts/{Name}\.liquid|scenarios/{Name}\.yaml)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Path();
}
