using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Writes down who did what with procedures and folders. The caller saves, so that deed and record are one.</summary>
internal sealed class ProcedureRecord(WorkflowDbContext database, KeySource keys, EngineClock clock)
{
    public async Task AddAsync(
        string procedureId,
        ProcedureAct act,
        Caller? caller,
        CancellationToken cancellation,
        string? comment = null,
        int? version = null) =>
        database.ProcedureRecord.Add(await RowAsync(act, caller, comment, version, procedureId, null, cancellation));

    public async Task AddForFolderAsync(
        long folderKey, ProcedureAct act, Caller caller, string comment, CancellationToken cancellation) =>
        database.ProcedureRecord.Add(await RowAsync(act, caller, comment, null, null, folderKey, cancellation));

    /// <summary>A save of the draft; saves of one person one after another are one line that counts.</summary>
    public async Task AddEditAsync(string procedureId, Caller caller, CancellationToken cancellation)
    {
        var last = await database.ProcedureRecord.Where(r => r.ProcedureId == procedureId)
            .OrderByDescending(r => r.At).ThenByDescending(r => r.Key).FirstOrDefaultAsync(cancellation);
        if (last is { Act: ProcedureAct.DraftEdited } && last.UserId == caller.UserId)
        {
            (last.At, last.Times) = (clock.GetUtcNow(), last.Times + 1);
        }
        else
        {
            await AddAsync(procedureId, ProcedureAct.DraftEdited, caller, cancellation);
        }
    }

    private async Task<ProcedureRecordRow> RowAsync(
        ProcedureAct act, Caller? caller, string? comment, int? version, string? procedure, long? folder, CancellationToken cancellation) =>
        new()
        {
            Key = (await keys.NextAsync(cancellation)).Value,
            ProcedureId = procedure,
            FolderKey = folder,
            At = clock.GetUtcNow(),
            UserId = caller?.UserId,
            Act = act,
            Version = version,
            Comment = comment,
        };
}
