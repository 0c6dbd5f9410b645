using System.Text.Json.Serialization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Folders of offices: who may see, edit and publish the procedures in them.</summary>
internal static class FolderEndpoints
{
    public const int NameLengthMax = 100;
    public const int GroupsMax = 100;

    public sealed record FolderRequest(
        [property: JsonRequired] string Name,
        [property: JsonRequired] IReadOnlyList<string> Viewers,
        [property: JsonRequired] IReadOnlyList<string> Editors,
        [property: JsonRequired] IReadOnlyList<string> Publishers);

    /// <param name="Id">Its key.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Viewers">Groups that see its procedures; editors and publishers see them, too.</param>
    /// <param name="Editors">Groups that edit drafts.</param>
    /// <param name="Publishers">Groups that publish, approve, withdraw and change settings.</param>
    /// <param name="Procedures">How many lie in it.</param>
    /// <param name="Rights">What the caller may do with them.</param>
    public sealed record FolderItem(
        string Id,
        string Name,
        IReadOnlyList<GroupRef> Viewers,
        IReadOnlyList<GroupRef> Editors,
        IReadOnlyList<GroupRef> Publishers,
        int Procedures,
        ProcedureRights Rights);

    public static void MapProcedureFolders(this IEndpointRouteBuilder api)
    {
        api.MapGet("/procedure-folders", List).WithName("listProcedureFolders").WithSummary("All folders by name.")
            .Produces<IReadOnlyList<FolderItem>>();
        api.MapPost("/procedure-folders", Create).WithName("createProcedureFolder").WithSummary("Adds a folder.")
            .Produces<FolderItem>(201).ProducesProblem(403).ProducesProblem(409).ProducesProblem(422);
        api.MapPut("/procedure-folders/{id}", Change).WithName("changeProcedureFolder").WithSummary("Changes name and groups.")
            .Produces<FolderItem>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IReadOnlyList<FolderItem>> List(
        Caller caller, WorkflowDbContext database, PeopleDirectory directory, CancellationToken cancellation)
    {
        var rows = await database.ProcedureFolders.AsNoTracking().OrderBy(f => f.Name)
            .Select(f => new { Row = f, Procedures = database.Procedures.Count(p => p.FolderKey == f.Key) })
            .ToListAsync(cancellation);
        await directory.LoadAsync([], cancellation);
        return [.. rows.Select(f => View(f.Row, f.Procedures, caller, directory))];
    }

    private static async Task<IResult> Create(
        FolderRequest request,
        Caller caller,
        WorkflowDbContext database,
        KeySource keys,
        ProcedureRecord record,
        PeopleDirectory directory,
        CancellationToken cancellation)
    {
        var row = new ProcedureFolderRow { Key = (await keys.NextAsync(cancellation)).Value };
        await CheckAsync(row, request, caller, database, cancellation);
        database.ProcedureFolders.Add(row);
        Apply(row, request);
        await record.AddForFolderAsync(row.Key, ProcedureAct.FolderCreated, caller, Describe(row), cancellation);
        await database.SaveChangesAsync(cancellation);
        await directory.LoadAsync([], cancellation);
        return Results.Created($"/api/procedure-folders/{row.Key}", View(row, 0, caller, directory));
    }

    private static async Task<FolderItem> Change(
        string id,
        FolderRequest request,
        Caller caller,
        WorkflowDbContext database,
        ProcedureRecord record,
        PeopleDirectory directory,
        CancellationToken cancellation)
    {
        var key = ClusterKey.Parse(id, "the folder");
        var row = await database.ProcedureFolders.SingleOrDefaultAsync(f => f.Key == key, cancellation)
            ?? throw Problem.NotFound("a folder", id);
        await CheckAsync(row, request, caller, database, cancellation);
        var before = Describe(row);
        Apply(row, request);
        if (Describe(row) != before)
        {
            await record.AddForFolderAsync(row.Key, ProcedureAct.FolderChanged, caller, Describe(row), cancellation);
            await database.SaveChangesAsync(cancellation);
        }

        await directory.LoadAsync([], cancellation);
        return View(row, await database.Procedures.CountAsync(p => p.FolderKey == key, cancellation), caller, directory);
    }

    private static void Apply(ProcedureFolderRow row, FolderRequest request)
    {
        row.Name = request.Name.Trim();
        row.Viewers = JsonList.Write(request.Viewers.Distinct());
        row.Editors = JsonList.Write(request.Editors.Distinct());
        row.Publishers = JsonList.Write(request.Publishers.Distinct());
    }

    private static async Task CheckAsync(
        ProcedureFolderRow row, FolderRequest request, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        caller.Require(Permissions.Administration, Permissions.Deploy);
        var errors = new Dictionary<string, string[]>();
        var name = request.Name.Trim();
        if (name.Length is < 1 or > NameLengthMax)
        {
            errors["name"] = [$"Der Name muss 1 bis {NameLengthMax} Zeichen lang sein."];
        }

        var known = (await database.Groups.Select(g => g.Id).ToListAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        foreach (var (field, groups) in new[]
        {
            ("viewers", request.Viewers), ("editors", request.Editors), ("publishers", request.Publishers),
        })
        {
            if (groups.Count > GroupsMax || groups.FirstOrDefault(group => !known.Contains(group)) is not null)
            {
                errors[field] = [$"Höchstens {GroupsMax} Gruppen, und nur solche, die es gibt."];
            }
        }

        if (errors.Count > 0)
        {
            throw Problem.Unprocessable(errors);
        }

        if (await database.ProcedureFolders.AnyAsync(f => f.Name == name && f.Key != row.Key, cancellation))
        {
            throw Problem.Conflict("Expected a new folder name, but it is taken.", $"Einen Ordner „{name}“ gibt es schon.");
        }
    }

    private static string Describe(ProcedureFolderRow row) =>
        $"{row.Name} – sehen: {Groups(row.Viewers)}; bearbeiten: {Groups(row.Editors)}; veröffentlichen: {Groups(row.Publishers)}";

    private static string Groups(string groups) => JsonList.Read(groups) is { Count: > 0 } ids ? string.Join(", ", ids) : "niemand";

    private static FolderItem View(ProcedureFolderRow row, int procedures, Caller caller, PeopleDirectory directory) => new(
        ClusterKey.Text(row.Key),
        row.Name,
        [.. JsonList.Read(row.Viewers).Select(directory.Group)],
        [.. JsonList.Read(row.Editors).Select(directory.Group)],
        [.. JsonList.Read(row.Publishers).Select(directory.Group)],
        procedures,
        ProcedureAccess.Rights(row, caller));
}
