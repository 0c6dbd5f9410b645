using Kommune.Workflow.Definitions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>What a procedure names but nobody knows: forms, decisions, called processes, texts, groups, people.</summary>
internal sealed class ReferenceFindings(WorkflowDbContext database)
{
    private const string NoticeType = "kommune:notice";

    public async Task<IReadOnlyList<DeploymentFinding>> OfAsync(
        string procedureId,
        int? basedOn,
        IReadOnlyList<DeploymentResource> files,
        CheckedFiles content,
        CancellationToken cancellation)
    {
        var known = await ReadAsync(files, content, cancellation);
        var findings = content.Processes.SelectMany(process => process.Part.Elements
            .SelectMany(element => Of(process.Part, element, known).Select(finding => new DeploymentFinding(process.FileName, finding))))
            .ToList();
        var newest = await database.ProcedureVersions.Where(v => v.ProcedureId == procedureId)
            .MaxAsync(v => (int?)v.Version, cancellation);
        if (newest is not null && newest != basedOn)
        {
            findings.Add(new DeploymentFinding("", new Finding(
                FindingSeverity.Warning,
                "kommune.draft-behind",
                null,
                0,
                $"Seit dieser Entwurf begonnen wurde, ist Version {newest} veröffentlicht worden; deren Änderungen fehlen hier.")));
        }

        return findings;
    }

    private static IEnumerable<Finding> Of(ProcessGraph graph, Element element, Known known)
    {
        var label = element.Name is { Length: > 0 } name ? $"„{name}“" : $"„{element.Id}“";
        if (FormOf(graph, element) is { } form && !known.Forms.Contains(form))
        {
            yield return Error(element, "kommune.form-missing", $"{label} zeigt das Formular „{form}“, das es nicht gibt.");
        }

        if (element.Decision?.DecisionId.Text is { } decision && !known.Decisions.Contains(decision))
        {
            yield return Error(element, "kommune.decision-missing", $"{label} fragt die Entscheidung „{decision}“, die es nicht gibt.");
        }

        if (element.Call?.ProcessId.Text is { } called && !known.Processes.Contains(called))
        {
            yield return Warning(
                element,
                "kommune.called-process-unknown",
                $"{label} ruft den Prozess „{called}“ auf, der (noch) nicht veröffentlicht ist.");
        }

        if (element.Job is { } job && job.Type.Text == NoticeType && job.Headers.GetValueOrDefault("text") is { } text
            && !known.Texts.Contains(text))
        {
            yield return Warning(element, "kommune.text-missing", $"{label} verschickt den Text „{text}“, den es nicht gibt.");
        }

        foreach (var finding in People(element, label, known))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> People(Element element, string label, Known known)
    {
        if (element.UserTask is not { } task)
        {
            yield break;
        }

        var groups = task.CandidateGroups?.Text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var group in groups.Where(group => !known.Groups.Contains(group)))
        {
            yield return Warning(
                element, "kommune.group-unknown", $"{label} ist für die Gruppe „{group}“, die es nicht gibt: Niemand bekäme die Aufgabe.");
        }

        if (task.Assignee?.Text is { } assignee && !known.People.Contains(assignee))
        {
            yield return Warning(
                element, "kommune.user-unknown", $"{label} ist für „{assignee}“; ein Konto dieses Namens gibt es nicht.");
        }
    }

    private static string? FormOf(ProcessGraph graph, Element element) =>
        element.Index == graph.Process.StartEvent ? graph.Settings.StartFormId : element.UserTask?.FormId;

    private async Task<Known> ReadAsync(IReadOnlyList<DeploymentResource> files, CheckedFiles content, CancellationToken cancellation)
    {
        var texts = await database.Resources.Where(r => r.Name.EndsWith(".liquid")).Select(r => r.Name).Distinct()
            .ToListAsync(cancellation);
        return new Known(
            [.. content.Forms.Select(f => f.Part), .. await database.Forms.Select(f => f.FormId).Distinct().ToListAsync(cancellation)],
            [
                .. content.Decisions.SelectMany(d => d.Part.Decisions).Select(d => d.Id),
                .. await database.Decisions.Select(d => d.DecisionId).Distinct().ToListAsync(cancellation),
            ],
            [
                .. content.Processes.Select(p => p.Part.ProcessId),
                .. await database.Definitions.Where(d => d.Latest).Select(d => d.ProcessId).ToListAsync(cancellation),
            ],
            [.. files.Select(f => f.Name).Concat(texts).Where(n => n.EndsWith(".liquid", StringComparison.Ordinal))
                .Select(name => Path.GetFileNameWithoutExtension(name))],
            [.. await database.Groups.Select(g => g.Id).ToListAsync(cancellation)],
            [.. await database.Users.Where(u => u.Active).Select(u => u.Id).ToListAsync(cancellation)]);
    }

    private static Finding Error(Element element, string rule, string message) =>
        new(FindingSeverity.Error, rule, element.Id, element.Line, message);

    private static Finding Warning(Element element, string rule, string message) =>
        new(FindingSeverity.Warning, rule, element.Id, element.Line, message);

    private sealed record Known(
        HashSet<string> Forms,
        HashSet<string> Decisions,
        HashSet<string> Processes,
        HashSet<string> Texts,
        HashSet<string> Groups,
        HashSet<string> People);
}
