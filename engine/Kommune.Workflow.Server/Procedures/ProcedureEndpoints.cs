using System.Text.Json.Serialization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>The procedures of the designer: list, detail, creation, settings.</summary>
internal static class ProcedureEndpoints
{
    public sealed record FolderRef(string Id, string Name);

    public sealed record DraftItem(long Revision, DateTimeOffset ChangedAt, Person ChangedBy);

    /// <param name="Id">The name of its folder.</param>
    /// <param name="Name">The name shown.</param>
    /// <param name="Folder">The office's folder, or null.</param>
    /// <param name="PublishedVersion">The version in force: the newest that is not withdrawn; null: none.</param>
    /// <param name="PublishedAt">When that was published.</param>
    /// <param name="Draft">The open draft, or null.</param>
    /// <param name="Rights">What the caller may do.</param>
    public record ProcedureItem(
        string Id,
        string Name,
        FolderRef? Folder,
        int? PublishedVersion,
        DateTimeOffset? PublishedAt,
        DraftItem? Draft,
        ProcedureRights Rights);

    /// <summary>A process that a version contains.</summary>
    public sealed record VersionProcess(string ProcessId, string Name, int Version, string DefinitionKey);

    /// <param name="Version">From 1.</param>
    /// <param name="PublishedAt">When.</param>
    /// <param name="PublishedBy">Null: taken over from the folder <c>workflows/</c>.</param>
    /// <param name="ApprovedBy">The second person, or null.</param>
    /// <param name="Comment">What the publisher wrote.</param>
    /// <param name="InForce">Whether new cases start with it.</param>
    /// <param name="Withdrawal">Null: not withdrawn.</param>
    /// <param name="Processes">Its processes with their own version numbers.</param>
    public sealed record VersionItem(
        int Version,
        DateTimeOffset PublishedAt,
        Person? PublishedBy,
        Person? ApprovedBy,
        string Comment,
        bool InForce,
        WithdrawalItem? Withdrawal,
        IReadOnlyList<VersionProcess> Processes);

    public sealed record WithdrawalItem(DateTimeOffset At, Person By, string Comment);

    public sealed record ProcedureSettings(ApprovalRule Approval);

    public sealed record ProcedureDetail : ProcedureItem
    {
        public ProcedureDetail(ProcedureItem item)
            : base(item)
        {
        }

        public required ProcedureSettings Settings { get; init; }

        /// <summary>Newest first.</summary>
        public required IReadOnlyList<VersionItem> Versions { get; init; }
    }

    public sealed record CreateRequest(string? Id, [property: JsonRequired] string Name, string? Folder);

    public sealed record SettingsRequest(
        [property: JsonRequired] string Name, string? Folder, [property: JsonRequired] ApprovalRule Approval);

    public static void MapProcedures(this IEndpointRouteBuilder api)
    {
        api.MapGet("/procedures", List).WithName("listProcedures").WithSummary("The procedures the caller may see, by name.")
            .Produces<IReadOnlyList<ProcedureItem>>();
        api.MapPost("/procedures", Create).WithName("createProcedure")
            .WithSummary("A new procedure with a draft that holds a minimal model.")
            .Produces<ProcedureDetail>(201).ProducesProblem(403).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/procedures/{id}", Read).WithName("readProcedure").WithSummary("One procedure with its versions, newest first.")
            .Produces<ProcedureDetail>().ProducesProblem(403).ProducesProblem(404);
        api.MapPut("/procedures/{id}/settings", ChangeSettings).WithName("changeProcedureSettings")
            .WithSummary("Changes name, folder and whether publishing needs a second person.")
            .Produces<ProcedureDetail>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/procedures/{id}/versions/{version:int}/files", ReadFiles).WithName("readVersionFiles")
            .WithSummary("The files of a published version.")
            .Produces<IReadOnlyList<FileText>>().ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IReadOnlyList<ProcedureItem>> List(
        Caller caller, WorkflowDbContext database, ProcedureReading reading, CancellationToken cancellation) =>
        await reading.ItemsAsync(
            await database.Procedures.AsNoTracking().OrderBy(p => p.Name).ThenBy(p => p.Id).ToListAsync(cancellation),
            caller,
            cancellation);

    private static async Task<IResult> Create(
        CreateRequest request,
        Caller caller,
        WorkflowDbContext database,
        ProcedureCreation creation,
        ProcedureReading reading,
        Drafts drafts,
        CancellationToken cancellation)
    {
        var name = request.Name.Trim();
        var row = await creation.AddAsync(
            request.Id ?? await creation.FreeIdAsync(name, cancellation), name, request.Folder, ProcedureAct.Created, caller, cancellation);
        var draft = await drafts.BeginAsync(row.Id, [ProcedureNames.NewModel(row.Id, name)], null, false, caller, cancellation);
        await drafts.CommitAsync(draft, cancellation);
        return Results.Created($"/api/procedures/{row.Id}", await reading.DetailAsync(row, caller, cancellation));
    }

    private static async Task<ProcedureDetail> Read(
        string id, Caller caller, ProcedureAccess access, ProcedureReading reading, CancellationToken cancellation) =>
        await reading.DetailAsync(await access.ToViewAsync(id, caller, cancellation), caller, cancellation);

    private static async Task<ProcedureDetail> ChangeSettings(
        string id,
        SettingsRequest request,
        Caller caller,
        WorkflowDbContext database,
        ProcedureAccess access,
        ProcedureCreation creation,
        ProcedureRecord record,
        ProcedureReading reading,
        CancellationToken cancellation)
    {
        var row = await access.ToPublishAsync(id, caller, cancellation);
        var name = request.Name.Trim();
        ProcedureCreation.RequireName(name);
        var before = await access.FolderAsync(row.FolderKey, cancellation);
        var folder = await creation.FolderAsync(request.Folder, row.FolderKey, caller, cancellation);
        if (row.Approval == ApprovalRule.SecondPerson && request.Approval == ApprovalRule.None)
        {
            RequireToRelax(caller);
        }

        var changes = new List<string>();
        Note(changes, "Name", row.Name, name);
        Note(changes, "Ordner", before?.Name ?? "keiner", folder?.Name ?? "keiner");
        Note(changes, "Freigabe", Word(row.Approval), Word(request.Approval));
        if (changes.Count > 0)
        {
            (row.Name, row.FolderKey, row.Approval) = (name, folder?.Key, request.Approval);
            await record.AddAsync(row.Id, ProcedureAct.SettingsChanged, caller, cancellation, string.Join("; ", changes));
            await database.SaveChangesAsync(cancellation);
        }

        return await reading.DetailAsync(row, caller, cancellation);
    }

    private static async Task<IReadOnlyList<FileText>> ReadFiles(
        string id, int version, Caller caller, ProcedureAccess access, ProcedureVersions versions, CancellationToken cancellation)
    {
        await access.ToViewAsync(id, caller, cancellation);
        var files = await versions.FilesAsync(await versions.FindAsync(id, version, cancellation), cancellation);
        return [.. files.Select(FileText.Of)];
    }

    // Whoever publishes may ask for a second person, but not do away with it.
    private static void RequireToRelax(Caller caller)
    {
        if (!caller.May(Permissions.Deploy) && !caller.May(Permissions.Administration))
        {
            throw Problem.Forbidden("Auf die zweite Person verzichten kann nur die Prozessverantwortung oder die Administration.");
        }
    }

    private static void Note(List<string> changes, string what, string before, string after)
    {
        if (before != after)
        {
            changes.Add($"{what}: „{before}“ → „{after}“");
        }
    }

    private static string Word(ApprovalRule rule) => rule == ApprovalRule.SecondPerson ? "durch eine zweite Person" : "nicht nötig";
}

/// <summary>A file of a procedure, as text.</summary>
public sealed record FileText(string Path, string Text)
{
    internal static FileText Of(DeploymentResource file) => new(file.Name, ProcedureFiles.Text(file));
}
