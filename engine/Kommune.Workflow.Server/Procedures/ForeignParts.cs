using Kommune.Workflow.Definitions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>
/// What belongs to other procedures: processes, forms, decisions and texts are known by their ids everywhere, so no procedure may
/// publish one under an id of another's.
/// </summary>
internal sealed class ForeignParts(WorkflowDbContext database)
{
    public async Task<IReadOnlyList<DeploymentFinding>> FindingsAsync(
        string procedureId,
        IReadOnlyList<DeploymentResource> files,
        CheckedFiles content,
        CancellationToken cancellation)
    {
        var newest = await database.ProcedureVersions.AsNoTracking()
            .Where(v => v.ProcedureId != procedureId
                && !database.ProcedureVersions.Any(n => n.ProcedureId == v.ProcedureId && n.Version > v.Version))
            .Join(database.Procedures, v => v.ProcedureId, p => p.Id, (v, p) => new { v.DeploymentKey, p.Name })
            .ToDictionaryAsync(v => v.DeploymentKey, v => v.Name, cancellation);
        var keys = newest.Keys.ToList();
        var taken = new Dictionary<(string Kind, string Id), long>();
        foreach (var row in await database.Definitions.AsNoTracking().Where(d => keys.Contains(d.DeploymentKey)).ToListAsync(cancellation))
        {
            taken[("process", row.ProcessId)] = row.DeploymentKey;
        }

        foreach (var row in await database.Forms.AsNoTracking().Where(d => keys.Contains(d.DeploymentKey)).ToListAsync(cancellation))
        {
            taken[("form", row.FormId)] = row.DeploymentKey;
        }

        foreach (var row in await database.Decisions.AsNoTracking().Where(d => keys.Contains(d.DeploymentKey)).ToListAsync(cancellation))
        {
            taken[("decision", row.DecisionId)] = row.DeploymentKey;
        }

        foreach (var row in await database.Resources.AsNoTracking()
            .Where(r => keys.Contains(r.DeploymentKey) && r.Name.StartsWith(ProcedureFiles.TextsFolder))
            .Select(r => new { r.Name, r.DeploymentKey }).ToListAsync(cancellation))
        {
            taken[("text", row.Name)] = row.DeploymentKey;
        }

        return
        [
            .. Ids(files, content).Where(part => taken.ContainsKey((part.Kind, part.Id))).Select(part => new DeploymentFinding(
                part.File,
                new Finding(
                    FindingSeverity.Error,
                    $"kommune.foreign-{part.Kind}",
                    part.Kind == "process" ? part.Id : null,
                    0,
                    $"{Word(part.Kind)} „{part.Id}“ gehört schon zum Verfahren „{newest[taken[(part.Kind, part.Id)]]}“. "
                    + "Bitte wählen Sie hier eine andere Kennung."))),
        ];
    }

    private static IEnumerable<(string File, string Kind, string Id)> Ids(
        IReadOnlyList<DeploymentResource> files, CheckedFiles content) =>
    [
        .. content.Processes.Select(process => (process.FileName, "process", process.Part.ProcessId)),
        .. content.Forms.Select(form => (form.FileName, "form", form.Part)),
        .. content.Decisions.SelectMany(model => model.Part.Decisions.Select(decision => (model.FileName, "decision", decision.Id))),
        .. files.Where(file => ProcedureFiles.IsText(file.Name)).Select(file => (file.Name, "text", file.Name)),
    ];

    private static string Word(string kind) => kind switch
    {
        "process" => "Die Prozesskennung",
        "form" => "Das Formular",
        "decision" => "Die Entscheidung",
        _ => "Der Text",
    };
}
