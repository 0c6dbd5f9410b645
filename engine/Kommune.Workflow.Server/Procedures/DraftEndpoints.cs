using System.Text.Json.Serialization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Editing a procedure: its draft, saved as one types.</summary>
internal static class DraftEndpoints
{
    /// <summary>How long a sign of life counts; the page sends one every third of it.</summary>
    public static readonly TimeSpan PresenceLease = TimeSpan.FromSeconds(30);

    /// <param name="Revision">Counts every save; the next save must name it.</param>
    /// <param name="BasedOn">The version it began as; null: none.</param>
    /// <param name="Files">By path, as they were typed.</param>
    /// <param name="ChangedAt">When it was saved last.</param>
    /// <param name="ChangedBy">By whom.</param>
    /// <param name="Editors">Who has it open now, the caller included when it is one of them.</param>
    public sealed record DraftDetail(
        long Revision,
        int? BasedOn,
        IReadOnlyList<FileText> Files,
        DateTimeOffset ChangedAt,
        Person ChangedBy,
        IReadOnlyList<Person> Editors);

    public sealed record OpenRequest(int? FromVersion, bool Replace);

    public sealed record SaveRequest(
        [property: JsonRequired] long Revision, [property: JsonRequired] IReadOnlyList<FileChange> Changes);

    public sealed record Saved(long Revision, DateTimeOffset SavedAt);

    public sealed record ChangesRequest(IReadOnlyList<FileChange>? Changes);

    public sealed record Presence(IReadOnlyList<Person> Editors);

    public static void MapProcedureDrafts(this IEndpointRouteBuilder api)
    {
        var draft = api.MapGroup("/procedures/{id}/draft").ProducesProblem(403).ProducesProblem(404);
        draft.MapGet("", Read).WithName("readProcedureDraft").WithSummary("The draft with its files.").Produces<DraftDetail>();
        draft.MapPost("", Open).WithName("openProcedureDraft").WithSummary("Opens a draft of the newest or a given version.")
            .Produces<DraftDetail>(201).ProducesProblem(409);
        draft.MapPut("/files", Save).WithName("saveProcedureDraft").WithSummary("Saves changed files, all or none.")
            .Produces<Saved>().ProducesProblem(409).ProducesProblem(422);
        draft.MapDelete("", Discard).WithName("discardProcedureDraft").WithSummary("Throws the draft away.").Produces(204);
        draft.MapPost("/presence", ShowPresence).WithName("showDraftPresence")
            .WithSummary("Says that the caller has the draft open; counts for 30 seconds.").Produces<Presence>();
        draft.MapPost("/findings", Check).WithName("checkProcedureDraft")
            .WithSummary("What is wrong with the draft, with changes that are not saved yet; errors first.")
            .Produces<IReadOnlyList<ProcedureFinding>>().ProducesProblem(422);
    }

    private static async Task<DraftDetail> Read(
        string id, Caller caller, ProcedureAccess access, DraftReading reading, CancellationToken cancellation)
    {
        await access.ToViewAsync(id, caller, cancellation);
        return await reading.DetailAsync(id, cancellation);
    }

    private static async Task<IResult> Open(
        string id,
        OpenRequest? request,
        Caller caller,
        ProcedureAccess access,
        ProcedureVersions versions,
        ProcedureRecord record,
        Drafts drafts,
        DraftReading reading,
        CancellationToken cancellation)
    {
        await access.ToEditAsync(id, caller, cancellation);
        var version = request?.FromVersion is { } number
            ? await versions.FindAsync(id, number, cancellation)
            : await versions.NewestAsync(id, cancellation);
        var files = version is null ? [] : await versions.FilesAsync(version, cancellation);
        var row = await drafts.BeginAsync(id, files, version?.Version, request?.Replace ?? false, caller, cancellation);
        await record.AddAsync(id, ProcedureAct.DraftOpened, caller, cancellation, version: version?.Version);
        await drafts.CommitAsync(row, cancellation);
        return Results.Created($"/api/procedures/{id}/draft", await reading.DetailAsync(id, cancellation));
    }

    private static async Task<Saved> Save(
        string id, SaveRequest request, Caller caller, ProcedureAccess access, Drafts drafts, CancellationToken cancellation)
    {
        await access.ToEditAsync(id, caller, cancellation);
        var row = await drafts.SaveAsync(id, request.Revision, request.Changes, caller, cancellation);
        return new Saved(row.Revision, row.ChangedAt);
    }

    private static async Task<IResult> Discard(
        string id, Caller caller, ProcedureAccess access, Drafts drafts, CancellationToken cancellation)
    {
        await access.ToEditAsync(id, caller, cancellation);
        await drafts.DiscardAsync(id, caller, cancellation);
        return Results.NoContent();
    }

    private static async Task<Presence> ShowPresence(
        string id,
        Caller caller,
        ProcedureAccess access,
        WorkflowDbContext database,
        DraftReading reading,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        await access.ToEditAsync(id, caller, cancellation);
        var row = await database.ProcedurePresences.SingleOrDefaultAsync(
            p => p.ProcedureId == id && p.UserId == caller.UserId, cancellation);
        if (row is null)
        {
            row = new ProcedurePresenceRow { TenantId = database.TenantId, ProcedureId = id, UserId = caller.UserId };
            database.ProcedurePresences.Add(row);
        }

        row.Until = clock.GetUtcNow() + PresenceLease;
        await database.SaveOnceAsync(cancellation);
        return new Presence(await reading.EditorsAsync(id, cancellation));
    }

    private static async Task<IReadOnlyList<ProcedureFinding>> Check(
        string id,
        ChangesRequest? request,
        Caller caller,
        ProcedureAccess access,
        Drafts drafts,
        ProcedureFindings findings,
        CancellationToken cancellation)
    {
        await access.ToViewAsync(id, caller, cancellation);
        var draft = await drafts.ReadAsync(id, cancellation);
        return await findings.OfAsync(id, draft.Row.BasedOn, draft.With(request?.Changes), cancellation);
    }
}

/// <summary>Turns a draft into what the editor shows.</summary>
internal sealed class DraftReading(Drafts drafts, WorkflowDbContext database, PeopleDirectory directory, TimeProvider clock)
{
    public async Task<DraftEndpoints.DraftDetail> DetailAsync(string id, CancellationToken cancellation)
    {
        var draft = await drafts.ReadAsync(id, cancellation);
        var editors = await EditorsAsync(id, cancellation);
        await directory.LoadAsync([draft.Row.ChangedBy], cancellation);
        return new DraftEndpoints.DraftDetail(
            draft.Revision,
            draft.Row.BasedOn,
            [.. draft.Files.Select(FileText.Of)],
            draft.Row.ChangedAt,
            directory.Person(draft.Row.ChangedBy)!,
            editors);
    }

    /// <summary>Who has the draft open now, by name.</summary>
    public async Task<IReadOnlyList<Person>> EditorsAsync(string id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var users = await database.ProcedurePresences.AsNoTracking()
            .Where(p => p.ProcedureId == id && p.Until > now).Select(p => p.UserId).ToListAsync(cancellation);
        await directory.LoadAsync(users, cancellation);
        return [.. users.Select(user => directory.Person(user)!).OrderBy(person => person.Name, StringComparer.Ordinal)];
    }
}
