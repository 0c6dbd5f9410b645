using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Administration;

/// <summary>Groups: candidates of tasks, and what permissions hang on.</summary>
internal static partial class GroupEndpoints
{
    public sealed record GroupRequest(
        [property: JsonRequired] string Id,
        [property: JsonRequired] string Name,
        [property: JsonRequired, PermissionNames] IReadOnlyList<string> Permissions);

    public sealed record GroupItem(string Id, string Name, int Members, [property: PermissionNames] IReadOnlyList<string> Permissions);

    public static void MapGroups(this IEndpointRouteBuilder api)
    {
        api.MapGet("/groups", List).WithName("listGroups").WithSummary("All groups by name.").Produces<IReadOnlyList<GroupItem>>();
        api.MapPost("/groups", Create).WithName("createGroup").WithSummary("Adds a group.")
            .Produces<GroupItem>().ProducesProblem(403).ProducesProblem(409).ProducesProblem(422);
        api.MapPut("/groups/{id}", Change).WithName("changeGroup").WithSummary("Changes name and permissions.")
            .Produces<GroupItem>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/groups/{id}", Delete).WithName("deleteGroup").WithSummary("Deletes a group without members.")
            .Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IReadOnlyList<GroupItem>> List(WorkflowDbContext database, CancellationToken cancellation)
    {
        var rows = await database.Groups.AsNoTracking().OrderBy(g => g.Name)
            .Select(g => new { Row = g, Members = database.GroupMembers.Count(m => m.GroupId == g.Id) })
            .ToListAsync(cancellation);
        return [.. rows.Select(g => new GroupItem(g.Row.Id, g.Row.Name, g.Members, JsonList.Read(g.Row.Permissions)))];
    }

    private static async Task<GroupItem> Create(
        GroupRequest request, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        Check(request, caller);
        if (await database.Groups.AnyAsync(g => g.Id == request.Id, cancellation))
        {
            throw Problem.Conflict("Expected a new group id, but it is taken.", "Eine Gruppe mit dieser Kennung gibt es schon.");
        }

        var row = new GroupRow { Id = request.Id };
        database.Groups.Add(row);
        return await SaveAsync(row, request, database, cancellation);
    }

    private static async Task<GroupItem> Change(
        string id, GroupRequest request, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        Check(request with { Id = id }, caller);
        var row = await FindAsync(id, database, cancellation);
        if (id == StandardGroups.Administrators && !request.Permissions.Contains(Permissions.Administration))
        {
            throw Problem.Unprocessable("permissions", "Diese Gruppe behält die Berechtigung zur Administration.");
        }

        return await SaveAsync(row, request, database, cancellation);
    }

    private static async Task<IResult> Delete(string id, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        caller.Require(Permissions.Administration);
        var row = await FindAsync(id, database, cancellation);
        if (await database.GroupMembers.AnyAsync(m => m.GroupId == id, cancellation))
        {
            throw Problem.Conflict("Expected a group without members.", "Die Gruppe hat noch Mitglieder.");
        }

        database.Groups.Remove(row);
        await database.SaveChangesAsync(cancellation);
        return Results.NoContent();
    }

    private static async Task<GroupItem> SaveAsync(
        GroupRow row, GroupRequest request, WorkflowDbContext database, CancellationToken cancellation)
    {
        (row.Name, row.Permissions) = (request.Name.Trim(), JsonList.Write(request.Permissions.Distinct()));
        await database.SaveChangesAsync(cancellation);
        var members = await database.GroupMembers.CountAsync(m => m.GroupId == row.Id, cancellation);
        return new GroupItem(row.Id, row.Name, members, JsonList.Read(row.Permissions));
    }

    private static void Check(GroupRequest request, Caller caller)
    {
        caller.Require(Permissions.Administration);
        var errors = new Dictionary<string, string[]>();
        if (!GroupId().IsMatch(request.Id))
        {
            errors["id"] = ["Die Kennung darf nur Kleinbuchstaben, Ziffern und Bindestriche enthalten (höchstens 60)."];
        }

        if (request.Name.Trim().Length is < 1 or > 100)
        {
            errors["name"] = ["Der Name muss 1 bis 100 Zeichen lang sein."];
        }

        if (request.Permissions.Except(Permissions.All).Any())
        {
            errors["permissions"] = ["Eine der Berechtigungen gibt es nicht."];
        }

        if (errors.Count > 0)
        {
            throw Problem.Unprocessable(errors);
        }
    }

    private static async Task<GroupRow> FindAsync(string id, WorkflowDbContext database, CancellationToken cancellation) =>
        await database.Groups.SingleOrDefaultAsync(g => g.Id == id, cancellation) ?? throw Problem.NotFound("a group", id);

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,59}$")]
    private static partial Regex GroupId();
}
