using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using InstanceStatus = Kommune.Workflow.Execution.InstanceStatus;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Makes the files of a procedure its next version: the one road from the designer, from an approval and from a folder.</summary>
internal sealed class ProcedurePublishing(
    WorkflowEngine engine, WorkflowDbContext database, ProcedureVersions versions, ProcedureFindings findings, Drafts drafts)
{
    /// <summary>Publishes an open draft; ends the request when it has errors (422), nothing new, or was overtaken (409).</summary>
    /// <param name="procedureId">The procedure.</param>
    /// <param name="draft">Its draft.</param>
    /// <param name="comment">Why it changes.</param>
    /// <param name="by">Who publishes.</param>
    /// <param name="approvedBy">The second person; null: none is asked for.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The version's number.</returns>
    public async Task<int> PublishAsync(
        string procedureId, Draft draft, string comment, string by, string? approvedBy, CancellationToken cancellation)
    {
        var newest = await RequireReadyAsync(procedureId, draft, cancellation);
        var publication = new Publication
        {
            ProcedureId = procedureId,
            Version = (newest?.Version ?? 0) + 1,
            Comment = comment,
            ApprovedBy = approvedBy,
            ContentHash = ProcedureFiles.Hash(draft.Files),
            DraftRevision = draft.Revision,
        };
        var outcome = await engine.PublishAsync(database.TenantId, draft.Files, publication, new Actor(by), cancellation);
        if (outcome.Overtaken)
        {
            throw Problem.Conflict(
                "Expected to publish the next version, but somebody else did.",
                "Gerade hat jemand anderes eine Version veröffentlicht. Bitte sehen Sie sich diese erst an.");
        }

        await drafts.TellAsync(procedureId, draft.Revision + 1, cancellation);
        return publication.Version;
    }

    /// <summary>Ends the request unless the draft could be published now.</summary>
    /// <returns>The newest version; null: there is none.</returns>
    public async Task<ProcedureVersionRow?> RequireReadyAsync(string procedureId, Draft draft, CancellationToken cancellation)
    {
        var found = await findings.OfAsync(procedureId, draft.Row.BasedOn, draft.Files, cancellation);
        var errors = found.Count(finding => finding.Severity == FindingSeverity.Error);
        if (errors > 0)
        {
            throw new ProblemException(
                StatusCodes.Status422UnprocessableEntity,
                "FINDINGS",
                $"Expected a draft without errors, but found {errors}.",
                errors == 1
                    ? "Der Entwurf hat noch einen Fehler. Bitte beheben Sie ihn vor dem Veröffentlichen."
                    : $"Der Entwurf hat noch {errors} Fehler. Bitte beheben Sie sie vor dem Veröffentlichen.")
            {
                More = new Dictionary<string, object?> { ["findings"] = found },
            };
        }

        var newest = await versions.NewestAsync(procedureId, cancellation);
        return newest is { WithdrawnAt: null } && newest.ContentHash.AsSpan().SequenceEqual(ProcedureFiles.Hash(draft.Files))
            ? throw Problem.Conflict(
                "Expected a draft that differs from the newest version, but it is the same.",
                $"Der Entwurf ist gleich der Version {newest.Version}: Es gibt nichts zu veröffentlichen.")
            : newest;
    }

    /// <summary>The procedure's processes with running cases on older versions, by name.</summary>
    public async Task<IReadOnlyList<PublicationEndpoints.ProcessOnOlderVersions>> OnOlderVersionsAsync(
        string procedureId, int version, CancellationToken cancellation)
    {
        var deployment = (await versions.FindAsync(procedureId, version, cancellation)).DeploymentKey;
        var processes = await database.Definitions.AsNoTracking().Where(d => d.DeploymentKey == deployment)
            .Select(d => new PublicationEndpoints.ProcessOnOlderVersions(
                d.ProcessId,
                d.Name ?? d.ProcessId,
                database.Instances.Count(
                    i => i.Status == InstanceStatus.Active && i.ProcessId == d.ProcessId && i.DefinitionKey != d.Key)))
            .ToListAsync(cancellation);
        return [.. processes.Where(process => process.RunningCases > 0).OrderBy(process => process.Name, StringComparer.Ordinal)];
    }
}
