using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>What is wrong with files that are to be deployed together. Nothing is deployed.</summary>
public static class DeploymentCheck
{
    /// <summary>The most files of one deployment.</summary>
    public const int FilesMax = 500;

    /// <summary>Reads files as a deployment would.</summary>
    /// <param name="files">The files; the ending of a name tells what it is.</param>
    public static CheckedFiles Read(IReadOnlyList<DeploymentResource> files)
    {
        var findings = Of(files, out var read);
        return new CheckedFiles
        {
            Findings = findings,
            Processes = [.. read.SelectMany(file => file.Processes.Select(graph => new CheckedPart<ProcessGraph>(file.File.Name, graph)))],
            Forms = [.. read.Where(file => file.FormId is not null).Select(file => new CheckedPart<string>(file.File.Name, file.FormId!))],
            Decisions =
            [
                .. read.Where(file => file.Decisions is not null)
                    .Select(file => new CheckedPart<DmnModel>(file.File.Name, file.Decisions!)),
            ],
        };
    }

    internal static IReadOnlyList<DeploymentFinding> Of(
        IReadOnlyList<DeploymentResource> files, out IReadOnlyList<ReadResource> read)
    {
        read = files.Count <= FilesMax ? files.SelectMany(AddedFormats.Read).ToList() : [];
        return
        [
            .. read.SelectMany(file => file.Findings.Select(finding => new DeploymentFinding(file.File.Name, finding))),
            .. Conflicts(files, read),
        ];
    }

    private static IEnumerable<DeploymentFinding> Conflicts(IReadOnlyList<DeploymentResource> files, IReadOnlyList<ReadResource> read)
    {
        if (files.Count > FilesMax)
        {
            yield return Refused("", "kommune.too-many-files", $"Höchstens {FilesMax} Dateien je Veröffentlichung.");
        }

        foreach (var twice in files.GroupBy(file => file.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return Refused(twice.Key, "kommune.duplicate-file", $"Die Datei „{twice.Key}“ ist mehrfach enthalten.");
        }

        var processes = read.SelectMany(file => file.Processes.Select(process => (file.File.Name, process.ProcessId)));
        foreach (var twice in processes.GroupBy(process => process.ProcessId, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return Refused(
                twice.Last().Name,
                "kommune.duplicate-process",
                $"Der Prozess „{twice.Key}“ steht in mehreren Dateien: {string.Join(", ", twice.Select(p => p.Name))}.");
        }

        var decisions = read.SelectMany(file => (file.Decisions?.Decisions ?? []).Select(decision => (file.File.Name, decision.Id)));
        foreach (var twice in decisions.GroupBy(decision => decision.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return Refused(
                twice.Last().Name, "kommune.duplicate-decision", $"Die Entscheidung „{twice.Key}“ ist mehrfach enthalten.");
        }

        var forms = read.Where(file => file.FormId is not null);
        foreach (var twice in forms.GroupBy(file => file.FormId!, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return Refused(
                twice.Last().File.Name, "kommune.duplicate-form", $"Das Formular „{twice.Key}“ steht in mehreren Dateien.");
        }
    }

    private static DeploymentFinding Refused(string file, string rule, string message) =>
        new(file, new Finding(FindingSeverity.Error, rule, null, 0, message));
}

/// <summary>What files to deploy contain.</summary>
public sealed record CheckedFiles
{
    /// <summary>Findings per file, and those between files.</summary>
    public required IReadOnlyList<DeploymentFinding> Findings { get; init; }

    /// <summary>The processes of the models without errors.</summary>
    public required IReadOnlyList<CheckedPart<ProcessGraph>> Processes { get; init; }

    /// <summary>The ids of the forms.</summary>
    public required IReadOnlyList<CheckedPart<string>> Forms { get; init; }
    public required IReadOnlyList<CheckedPart<DmnModel>> Decisions { get; init; }
}

/// <summary>Something with the file that contains it.</summary>
public sealed record CheckedPart<T>(string FileName, T Part);
