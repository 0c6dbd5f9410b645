using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using static Kommune.Workflow.Server.Procedures.ProcedureEndpoints;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Turns rows of procedures into what lists and pages show.</summary>
internal sealed class ProcedureReading(WorkflowDbContext database, ProcedureAccess access, PeopleDirectory directory)
{
    /// <summary>Those of the procedures that the caller may see.</summary>
    public async Task<IReadOnlyList<ProcedureItem>> ItemsAsync(
        IReadOnlyList<ProcedureRow> rows, Caller caller, CancellationToken cancellation)
    {
        var ids = rows.Select(row => row.Id).ToList();
        var versions = (await database.ProcedureVersions.AsNoTracking()
            .Where(v => ids.Contains(v.ProcedureId) && v.WithdrawnAt == null)
            .Select(v => new { v.ProcedureId, v.Version, v.PublishedAt })
            .ToListAsync(cancellation)).ToLookup(v => v.ProcedureId, StringComparer.Ordinal);
        var drafts = await database.ProcedureDrafts.AsNoTracking().Where(d => ids.Contains(d.ProcedureId) && d.Open)
            .ToDictionaryAsync(d => d.ProcedureId, StringComparer.Ordinal, cancellation);
        await directory.LoadAsync(drafts.Values.Select(d => d.ChangedBy), cancellation);
        var items = new List<ProcedureItem>();
        foreach (var row in rows)
        {
            var rights = await access.RightsAsync(row, caller, cancellation);
            if (!rights.View.Allowed)
            {
                continue;
            }

            var folder = await access.FolderAsync(row.FolderKey, cancellation);
            var inForce = versions[row.Id].MaxBy(v => v.Version);
            var draft = drafts.GetValueOrDefault(row.Id);
            items.Add(new ProcedureItem(
                row.Id,
                row.Name,
                folder is null ? null : new FolderRef(ClusterKey.Text(folder.Key), folder.Name),
                inForce?.Version,
                inForce?.PublishedAt,
                draft is null ? null : new DraftItem(draft.Revision, draft.ChangedAt, directory.Person(draft.ChangedBy)!),
                rights));
        }

        return items;
    }

    public async Task<ProcedureDetail> DetailAsync(ProcedureRow row, Caller caller, CancellationToken cancellation)
    {
        var item = (await ItemsAsync([row], caller, cancellation))[0];
        var versions = await database.ProcedureVersions.AsNoTracking()
            .Where(v => v.ProcedureId == row.Id).OrderByDescending(v => v.Version).ToListAsync(cancellation);
        var deployments = versions.Select(v => v.DeploymentKey).ToList();
        var processes = (await database.Definitions.AsNoTracking()
            .Where(d => deployments.Contains(d.DeploymentKey)).OrderBy(d => d.ResourceName).ThenBy(d => d.ProcessId)
            .ToListAsync(cancellation)).ToLookup(d => d.DeploymentKey);
        await directory.LoadAsync(versions.SelectMany(v => (string?[])[v.PublishedBy, v.ApprovedBy, v.WithdrawnBy]), cancellation);
        return new ProcedureDetail(item)
        {
            Settings = new ProcedureSettings(row.Approval),
            Versions = [.. versions.Select(v => View(v, processes[v.DeploymentKey], v.Version == item.PublishedVersion))],
        };
    }

    private VersionItem View(ProcedureVersionRow row, IEnumerable<DefinitionRow> processes, bool inForce) => new(
        row.Version,
        row.PublishedAt,
        directory.Person(row.PublishedBy),
        directory.Person(row.ApprovedBy),
        row.Comment,
        inForce,
        row.WithdrawnAt is { } at
            ? new WithdrawalItem(at, directory.Person(row.WithdrawnBy)!, row.WithdrawalComment ?? "")
            : null,
        [.. processes.Select(d => new VersionProcess(d.ProcessId, d.Name ?? d.ProcessId, d.Version, ClusterKey.Text(d.Key)))]);
}
