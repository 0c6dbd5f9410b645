using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>What somebody may do with a process because of the procedure it was published with.</summary>
/// <remarks>A process that came without a procedure belongs to those who may deploy.</remarks>
internal sealed class ProcessOwnership(WorkflowDbContext database, ProcedureAccess access)
{
    private Dictionary<string, ProcedureRow>? procedures;

    /// <summary>Who may publish a procedure may move its running cases to another version.</summary>
    public async Task<Permission> MayMigrateAsync(string processId, Caller caller, CancellationToken cancellation) =>
        caller.May(Permissions.Operations)
            ? Permission.Granted
            : (await RightsAsync(processId, caller, cancellation)).Publish;

    /// <summary>Who may edit or publish a procedure may simulate it and see how it does.</summary>
    public async Task<Permission> MayStudyAsync(string processId, Caller caller, CancellationToken cancellation)
    {
        if (caller.May(Permissions.Operations))
        {
            return Permission.Granted;
        }

        var rights = await RightsAsync(processId, caller, cancellation);
        return rights.Publish.Allowed ? rights.Publish : rights.Edit;
    }

    private async Task<ProcedureRights> RightsAsync(string processId, Caller caller, CancellationToken cancellation)
    {
        procedures ??= await (
            from definition in database.Definitions.AsNoTracking()
            where definition.Latest
            join version in database.ProcedureVersions on definition.DeploymentKey equals version.DeploymentKey
            join procedure in database.Procedures.AsNoTracking() on version.ProcedureId equals procedure.Id
            select new { definition.ProcessId, Procedure = procedure })
            .ToDictionaryAsync(found => found.ProcessId, found => found.Procedure, cancellation);
        return procedures.GetValueOrDefault(processId) is { } owner
            ? await access.RightsAsync(owner, caller, cancellation)
            : ProcedureAccess.Rights(null, caller);
    }
}
