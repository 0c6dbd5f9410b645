using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>What one caller may do with one procedure.</summary>
public sealed record ProcedureRights(Permission View, Permission Edit, Permission Publish);

/// <summary>Finds procedures and decides who may see, edit and publish them: by their folder, and with the permission to deploy.</summary>
/// <remarks>Who stands in for somebody has that person's groups as well, but acts under the own name.</remarks>
internal sealed class ProcedureAccess(WorkflowDbContext database)
{
    private Dictionary<long, ProcedureFolderRow>? folders;

    public async Task<ProcedureRow> ToViewAsync(string id, Caller caller, CancellationToken cancellation)
    {
        var (row, rights) = await FindAsync(id, caller, cancellation);
        await RequireAsync(rights.View, row, folder => folder.Viewers, cancellation);
        return row;
    }

    public async Task<ProcedureRow> ToEditAsync(string id, Caller caller, CancellationToken cancellation)
    {
        var (row, rights) = await FindAsync(id, caller, cancellation);
        await RequireAsync(rights.Edit, row, folder => folder.Editors, cancellation);
        return row;
    }

    public async Task<ProcedureRow> ToPublishAsync(string id, Caller caller, CancellationToken cancellation)
    {
        var (row, rights) = await FindAsync(id, caller, cancellation);
        await RequireAsync(rights.Publish, row, folder => folder.Publishers, cancellation);
        return row;
    }

    public async Task<ProcedureRights> RightsAsync(ProcedureRow row, Caller caller, CancellationToken cancellation) =>
        Rights(await FolderAsync(row.FolderKey, cancellation), caller);

    public async Task<ProcedureFolderRow?> FolderAsync(long? key, CancellationToken cancellation)
    {
        folders ??= await database.ProcedureFolders.AsNoTracking().ToDictionaryAsync(f => f.Key, cancellation);
        return key is { } known ? folders.GetValueOrDefault(known) : null;
    }

    /// <summary>What a caller may do in a folder; null: in none.</summary>
    public static ProcedureRights Rights(ProcedureFolderRow? folder, Caller caller)
    {
        if (caller.May(Permissions.Deploy))
        {
            return new ProcedureRights(Permission.Granted, Permission.Granted, Permission.Granted);
        }

        if (folder is null)
        {
            var denied = Permission.Denied("Dieses Verfahren liegt in keinem Ordner; dann ist die Prozessverantwortung zuständig.");
            return new ProcedureRights(denied, denied, denied);
        }

        var edit = IsIn(folder.Editors);
        var publish = IsIn(folder.Publishers);
        return new ProcedureRights(
            edit || publish || caller.May(Permissions.Administration) || IsIn(folder.Viewers)
                ? Permission.Granted
                : Permission.Denied($"Die Verfahren im Ordner „{folder.Name}“ sehen andere Stellen."),
            edit ? Permission.Granted : Permission.Denied($"Die Verfahren im Ordner „{folder.Name}“ bearbeiten andere Stellen."),
            publish ? Permission.Granted : Permission.Denied($"Die Verfahren im Ordner „{folder.Name}“ veröffentlichen andere Stellen."));

        bool IsIn(string groups) => JsonList.Read(groups) is { Count: > 0 } allowed
            && caller.Groups.Concat(caller.DeputyFor.SelectMany(absent => absent.Groups)).Any(allowed.Contains);
    }

    private async Task<(ProcedureRow Row, ProcedureRights Rights)> FindAsync(string id, Caller caller, CancellationToken cancellation)
    {
        var row = await database.Procedures.SingleOrDefaultAsync(p => p.Id == id, cancellation)
            ?? throw Problem.NotFound("a procedure", id);
        return (row, await RightsAsync(row, caller, cancellation));
    }

    private async Task RequireAsync(
        Permission permission, ProcedureRow row, Func<ProcedureFolderRow, string> responsible, CancellationToken cancellation)
    {
        if (permission is { Allowed: false, Reason: { } reason })
        {
            var folder = await FolderAsync(row.FolderKey, cancellation);
            throw Problem.Forbidden(reason, folder is null ? null : JsonList.Read(responsible(folder)));
        }
    }
}
