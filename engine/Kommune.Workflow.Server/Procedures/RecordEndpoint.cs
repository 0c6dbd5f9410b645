using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Who did what with a procedure, and with the folder it lies in.</summary>
internal static class RecordEndpoint
{
    /// <summary>Lines of one answer.</summary>
    public const int LinesMax = 200;

    /// <param name="Key">Its key.</param>
    /// <param name="At">When; of the last one, for saves one after another.</param>
    /// <param name="By">Who; null: the program at start.</param>
    /// <param name="What">A German sentence.</param>
    /// <param name="Version">The version it is about, or null.</param>
    /// <param name="Comment">What the person wrote, or what changed.</param>
    public sealed record RecordLine(string Key, DateTimeOffset At, Person? By, string What, int? Version, string? Comment);

    public sealed record RecordPage(IReadOnlyList<RecordLine> Items, string? Next);

    public static void MapProcedureRecord(this IEndpointRouteBuilder api) =>
        api.MapGet("/procedures/{id}/record", Read).WithName("readProcedureRecord")
            .WithSummary("Who did what with the procedure, newest first.")
            .Produces<RecordPage>().ProducesProblem(403).ProducesProblem(404);

    private static async Task<RecordPage> Read(
        string id,
        string? after,
        Caller caller,
        ProcedureAccess access,
        WorkflowDbContext database,
        PeopleDirectory directory,
        CancellationToken cancellation)
    {
        var procedure = await access.ToViewAsync(id, caller, cancellation);
        var before = string.IsNullOrEmpty(after) ? long.MaxValue : ClusterKey.Parse(after, "after");
        var rows = await database.ProcedureRecord.AsNoTracking()
            .Where(r => (r.ProcedureId == id || (r.FolderKey != null && r.FolderKey == procedure.FolderKey)) && r.Key < before)
            .OrderByDescending(r => r.Key).Take(LinesMax + 1).ToListAsync(cancellation);
        await directory.LoadAsync(rows.Select(r => r.UserId), cancellation);
        var page = rows.Take(LinesMax).ToList();
        return new RecordPage(
            [
                .. page.Select(r => new RecordLine(
                    ClusterKey.Text(r.Key), r.At, directory.Person(r.UserId), What(r), r.Version, r.Comment)),
            ],
            rows.Count > LinesMax ? ClusterKey.Text(page[^1].Key) : null);
    }

    private static string What(ProcedureRecordRow row) => row.Act switch
    {
        ProcedureAct.Created => "Verfahren angelegt",
        ProcedureAct.Imported => "Verfahren importiert",
        ProcedureAct.SettingsChanged => "Einstellungen geändert",
        ProcedureAct.DraftOpened when row.Version is { } version => $"Entwurf aus Version {version} begonnen",
        ProcedureAct.DraftOpened => "Entwurf begonnen",
        ProcedureAct.DraftEdited when row.Times > 1 => $"Entwurf bearbeitet ({row.Times}-mal gespeichert)",
        ProcedureAct.DraftEdited => "Entwurf bearbeitet",
        ProcedureAct.DraftDiscarded => "Entwurf verworfen",
        ProcedureAct.ApprovalRequested => "Freigabe beantragt",
        ProcedureAct.ApprovalGranted => "Freigabe erteilt",
        ProcedureAct.ApprovalRefused => "Freigabe abgelehnt",
        ProcedureAct.Published when row.UserId is null => $"Version {row.Version} aus dem Ordner übernommen",
        ProcedureAct.Published => $"Version {row.Version} veröffentlicht",
        ProcedureAct.Withdrawn => $"Version {row.Version} zurückgezogen",
        ProcedureAct.FolderCreated => "Ordner angelegt",
        ProcedureAct.FolderChanged => "Ordner geändert",
        _ => throw new InvalidOperationException($"Expected a known act, but got {row.Act}."),
    };
}
