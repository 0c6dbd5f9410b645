using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Published versions of procedures and their files.</summary>
internal sealed class ProcedureVersions(WorkflowDbContext database)
{
    /// <summary>Newest first.</summary>
    public Task<List<ProcedureVersionRow>> ListAsync(string procedureId, CancellationToken cancellation) =>
        database.ProcedureVersions.AsNoTracking().Where(v => v.ProcedureId == procedureId)
            .OrderByDescending(v => v.Version).ToListAsync(cancellation);

    public Task<ProcedureVersionRow?> NewestAsync(string procedureId, CancellationToken cancellation) =>
        database.ProcedureVersions.AsNoTracking().Where(v => v.ProcedureId == procedureId)
            .OrderByDescending(v => v.Version).FirstOrDefaultAsync(cancellation);

    public async Task<ProcedureVersionRow> FindAsync(string procedureId, int version, CancellationToken cancellation) =>
        await database.ProcedureVersions.AsNoTracking()
            .SingleOrDefaultAsync(v => v.ProcedureId == procedureId && v.Version == version, cancellation)
        ?? throw Problem.NotFound("a version", version);

    /// <summary>The files of a version as they were published, byte for byte, by path.</summary>
    public async Task<IReadOnlyList<DeploymentResource>> FilesAsync(ProcedureVersionRow version, CancellationToken cancellation)
    {
        var rows = await database.Resources.AsNoTracking()
            .Where(r => r.DeploymentKey == version.DeploymentKey)
            .Select(r => new { r.Name, r.Content })
            .ToListAsync(cancellation);
        return ProcedureFiles.Sorted(rows.Select(r => new DeploymentResource(r.Name, r.Content)));
    }
}
