using System.Text;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Live;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>A file's new text; null: the file goes.</summary>
public sealed record FileChange([property: System.Text.Json.Serialization.JsonRequired] string Path, string? Text);

/// <summary>An open draft with its files, as they were typed.</summary>
internal sealed record Draft(ProcedureDraftRow Row, IReadOnlyList<DeploymentResource> Files)
{
    public long Revision => Row.Revision;

    /// <summary>The files with changes that are not saved yet.</summary>
    public IReadOnlyList<DeploymentResource> With(IReadOnlyList<FileChange>? changes) => Apply(Files, changes);

    public static IReadOnlyList<DeploymentResource> Apply(
        IReadOnlyList<DeploymentResource> files, IReadOnlyList<FileChange>? changes)
    {
        var byPath = files.ToDictionary(file => file.Name, StringComparer.Ordinal);
        foreach (var change in changes ?? [])
        {
            if (change.Text is null)
            {
                byPath.Remove(change.Path);
            }
            else
            {
                byPath[change.Path] = new DeploymentResource(change.Path, Encoding.UTF8.GetBytes(change.Text));
            }
        }

        var changed = ProcedureFiles.Sorted(byPath.Values);
        ProcedureFiles.Require(changed);
        return changed;
    }
}

/// <summary>
/// Drafts of procedures. Every save names the revision it was made on: when somebody else saved meanwhile, nothing is changed.
/// </summary>
internal sealed class Drafts(
    WorkflowDbContext database, ProcedureRecord record, PeopleDirectory directory, EngineClock clock, IHubContext<LiveHub> hub)
{
    /// <summary>The draft of a procedure; without one the request ends with 404.</summary>
    public async Task<Draft> ReadAsync(string procedureId, CancellationToken cancellation)
    {
        var row = await database.ProcedureDrafts.SingleOrDefaultAsync(d => d.ProcedureId == procedureId && d.Open, cancellation)
            ?? throw new ProblemException(
                404, "NOT_FOUND", "Expected a draft, but there is none.", "Zu diesem Verfahren gibt es gerade keinen Entwurf.");
        return new Draft(row, await FilesAsync(procedureId, cancellation));
    }

    /// <summary>Begins a draft with these files. The caller saves.</summary>
    /// <param name="procedureId">The procedure.</param>
    /// <param name="files">What it begins with.</param>
    /// <param name="basedOn">The version they are; null: none.</param>
    /// <param name="replace">Whether an open draft is thrown away; otherwise it ends the request with 409.</param>
    /// <param name="caller">Who begins it.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<ProcedureDraftRow> BeginAsync(
        string procedureId,
        IReadOnlyList<DeploymentResource> files,
        int? basedOn,
        bool replace,
        Caller caller,
        CancellationToken cancellation)
    {
        var row = await database.ProcedureDrafts.SingleOrDefaultAsync(d => d.ProcedureId == procedureId, cancellation);
        if (row is { Open: true } && !replace)
        {
            throw await ConflictAsync(
                row, "Es gibt schon einen Entwurf. Öffnen Sie ihn, oder ersetzen Sie ihn ausdrücklich.", cancellation);
        }

        if (row is null)
        {
            row = new ProcedureDraftRow { TenantId = database.TenantId, ProcedureId = procedureId };
            database.ProcedureDrafts.Add(row);
        }

        var before = await RowsAsync(procedureId, cancellation);
        database.ProcedureDraftFiles.RemoveRange(before.Values);
        foreach (var file in files)
        {
            Put(procedureId, file, before);
        }

        (row.Open, row.Revision, row.BasedOn) = (true, row.Revision + 1, basedOn);
        (row.ChangedAt, row.ChangedBy) = (clock.GetUtcNow(), caller.UserId);
        return row;
    }

    /// <summary>Saves changes of a draft; what changes nothing leaves the revision as it is.</summary>
    public async Task<ProcedureDraftRow> SaveAsync(
        string procedureId, long revision, IReadOnlyList<FileChange> changes, Caller caller, CancellationToken cancellation)
    {
        var draft = await ReadAsync(procedureId, cancellation);
        await RequireRevisionAsync(draft.Row, revision, cancellation);
        var changed = draft.With(changes);
        var before = draft.Files.ToDictionary(file => file.Name, file => file.Content, StringComparer.Ordinal);
        var written = changed.Where(f => !before.TryGetValue(f.Name, out var old) || !old.AsSpan().SequenceEqual(f.Content)).ToList();
        var removed = before.Keys.Except(changed.Select(f => f.Name)).ToList();
        if (written.Count == 0 && removed.Count == 0)
        {
            return draft.Row;
        }

        var rows = await RowsAsync(procedureId, cancellation);
        foreach (var file in written)
        {
            Put(procedureId, file, rows);
        }

        database.ProcedureDraftFiles.RemoveRange(removed.Select(path => rows[path]));
        (draft.Row.Revision, draft.Row.ChangedAt, draft.Row.ChangedBy) = (revision + 1, clock.GetUtcNow(), caller.UserId);
        await record.AddEditAsync(procedureId, caller, cancellation);
        await CommitAsync(draft.Row, cancellation);
        return draft.Row;
    }

    /// <summary>Throws the draft away; its files are gone.</summary>
    public async Task DiscardAsync(string procedureId, Caller caller, CancellationToken cancellation)
    {
        var row = (await ReadAsync(procedureId, cancellation)).Row;
        database.ProcedureDraftFiles.RemoveRange((await RowsAsync(procedureId, cancellation)).Values);
        (row.Open, row.Revision) = (false, row.Revision + 1);
        await record.AddAsync(procedureId, ProcedureAct.DraftDiscarded, caller, cancellation);
        await CommitAsync(row, cancellation);
    }

    /// <summary>Saves what was done with a draft and tells everybody; when somebody else was faster, nothing is changed.</summary>
    public async Task CommitAsync(ProcedureDraftRow row, CancellationToken cancellation)
    {
        try
        {
            await database.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            database.ChangeTracker.Clear();
            var current = await database.ProcedureDrafts.AsNoTracking()
                .SingleOrDefaultAsync(d => d.ProcedureId == row.ProcedureId, cancellation);
            if (current is null || current.Revision < row.Revision)
            {
                throw; // No other save is the reason.
            }

            throw await ConflictAsync(current, StaleText, cancellation);
        }

        await TellAsync(row.ProcedureId, row.Revision, cancellation);
    }

    /// <summary>Ends the request with 409 unless the draft is at this revision.</summary>
    public async Task RequireRevisionAsync(ProcedureDraftRow row, long revision, CancellationToken cancellation)
    {
        if (row.Revision != revision)
        {
            throw await ConflictAsync(row, StaleText, cancellation);
        }
    }

    public Task TellAsync(string procedureId, long revision, CancellationToken cancellation) =>
        hub.Clients.All.SendAsync(LiveHub.DraftChanged, new DraftChange(procedureId, revision), cancellation);

    private const string StaleText =
        "Der Entwurf wurde inzwischen von jemand anderem gespeichert. Laden Sie ihn neu; Ihre letzte Änderung ist noch nicht gespeichert.";

    private Task<Dictionary<string, ProcedureDraftFileRow>> RowsAsync(string procedureId, CancellationToken cancellation) =>
        database.ProcedureDraftFiles.Where(f => f.ProcedureId == procedureId)
            .ToDictionaryAsync(f => f.Path, StringComparer.Ordinal, cancellation);

    private void Put(string procedureId, DeploymentResource file, Dictionary<string, ProcedureDraftFileRow> rows)
    {
        if (rows.TryGetValue(file.Name, out var row))
        {
            row.Content = file.Content;
            database.Entry(row).State = EntityState.Modified; // Also one that was to be removed.
        }
        else
        {
            database.ProcedureDraftFiles.Add(new ProcedureDraftFileRow
            {
                TenantId = database.TenantId,
                ProcedureId = procedureId,
                Path = file.Name,
                Content = file.Content,
            });
        }
    }

    private async Task<IReadOnlyList<DeploymentResource>> FilesAsync(string procedureId, CancellationToken cancellation)
    {
        var rows = await database.ProcedureDraftFiles.AsNoTracking()
            .Where(f => f.ProcedureId == procedureId)
            .Select(f => new { f.Path, f.Content })
            .ToListAsync(cancellation);
        return ProcedureFiles.Sorted(rows.Select(f => new DeploymentResource(f.Path, f.Content)));
    }

    private async Task<ProblemException> ConflictAsync(ProcedureDraftRow row, string german, CancellationToken cancellation)
    {
        await directory.LoadAsync([row.ChangedBy], cancellation);
        return new ProblemException(
            StatusCodes.Status409Conflict, "STALE_DRAFT", $"Expected another revision of the draft than {row.Revision}.", german)
        {
            More = new Dictionary<string, object?>
            {
                ["revision"] = row.Revision,
                ["changedAt"] = row.ChangedAt,
                ["changedBy"] = directory.Person(row.ChangedBy),
            },
        };
    }
}
