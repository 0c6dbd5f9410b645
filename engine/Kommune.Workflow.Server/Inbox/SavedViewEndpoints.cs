using System.Text.Json;
using System.Text.Json.Serialization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Inbox;

/// <summary>Filters of the inbox under a name, one's own and those shared with one's groups.</summary>
internal static class SavedViewEndpoints
{
    /// <summary>Views one person may keep.</summary>
    public const int PerPersonMax = 50;

    internal static readonly JsonSerializerOptions Json = Options();

    public sealed record SavedViewRequest(
        [property: JsonRequired] string Name,
        [property: JsonRequired] InboxQuery Query,
        [property: JsonRequired] IReadOnlyList<string> SharedWith);

    public sealed record SavedView(
        string Key, string Name, InboxQuery Query, Person Owner, bool Own, IReadOnlyList<GroupRef> SharedWith);

    public static void MapSavedViews(this IEndpointRouteBuilder api)
    {
        api.MapGet("/saved-views", List).WithName("listSavedViews").WithSummary("Own views and those shared with own groups.")
            .Produces<IReadOnlyList<SavedView>>();
        api.MapPost("/saved-views", Create).WithName("createSavedView").WithSummary("Keeps filters under a name.")
            .Produces<SavedView>().ProducesProblem(403).ProducesProblem(422);
        api.MapPut("/saved-views/{key}", Change).WithName("changeSavedView").WithSummary("Changes an own view.")
            .Produces<SavedView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/saved-views/{key}", Delete).WithName("deleteSavedView").WithSummary("Deletes an own view.")
            .Produces(204).ProducesProblem(404);
    }

    internal static async Task<List<SavedViewRow>> VisibleAsync(
        WorkflowDbContext database, Caller caller, CancellationToken cancellation)
    {
        var candidates = await database.SavedViews.AsNoTracking()
            .Where(v => v.OwnerUserId == caller.UserId || v.SharedWith != "[]")
            .OrderBy(v => v.Name).ThenBy(v => v.Key)
            .ToListAsync(cancellation);
        return [.. candidates.Where(v =>
            v.OwnerUserId == caller.UserId || JsonList.Read(v.SharedWith).Any(caller.Groups.Contains))];
    }

    private static async Task<IReadOnlyList<SavedView>> List(
        Caller caller, WorkflowDbContext database, PeopleDirectory directory, CancellationToken cancellation)
    {
        var rows = await VisibleAsync(database, caller, cancellation);
        await directory.LoadAsync(rows.Select(r => r.OwnerUserId), cancellation);
        return [.. rows.Select(row => View(row, caller, directory))];
    }

    private static async Task<SavedView> Create(
        SavedViewRequest request,
        Caller caller,
        WorkflowDbContext database,
        PeopleDirectory directory,
        KeySource keys,
        CancellationToken cancellation)
    {
        Check(request, caller);
        if (await database.SavedViews.CountAsync(v => v.OwnerUserId == caller.UserId, cancellation) >= PerPersonMax)
        {
            throw Problem.Unprocessable("name", $"Sie haben schon {PerPersonMax} Ansichten. Bitte löschen Sie zuerst eine.");
        }

        var row = new SavedViewRow { Key = (await keys.NextAsync(cancellation)).Value, OwnerUserId = caller.UserId };
        database.SavedViews.Add(row);
        return await SaveAsync(row, request, caller, database, directory, cancellation);
    }

    private static async Task<SavedView> Change(
        string key,
        SavedViewRequest request,
        Caller caller,
        WorkflowDbContext database,
        PeopleDirectory directory,
        CancellationToken cancellation)
    {
        Check(request, caller);
        var row = await OwnAsync(key, caller, database, cancellation);
        return await SaveAsync(row, request, caller, database, directory, cancellation);
    }

    private static async Task<IResult> Delete(string key, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        database.SavedViews.Remove(await OwnAsync(key, caller, database, cancellation));
        await database.SaveChangesAsync(cancellation);
        return Results.NoContent();
    }

    private static async Task<SavedView> SaveAsync(
        SavedViewRow row,
        SavedViewRequest request,
        Caller caller,
        WorkflowDbContext database,
        PeopleDirectory directory,
        CancellationToken cancellation)
    {
        row.Name = request.Name.Trim();
        row.Query = JsonSerializer.Serialize(request.Query, Json);
        row.SharedWith = JsonList.Write(request.SharedWith);
        await database.SaveChangesAsync(cancellation);
        await directory.LoadAsync([caller.UserId], cancellation);
        return View(row, caller, directory);
    }

    private static async Task<SavedViewRow> OwnAsync(
        string key, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        var viewKey = ClusterKey.Parse(key, "the view");
        return await database.SavedViews.SingleOrDefaultAsync(
            v => v.Key == viewKey && v.OwnerUserId == caller.UserId, cancellation)
            ?? throw Problem.NotFound("an own saved view", key);
    }

    private static void Check(SavedViewRequest request, Caller caller)
    {
        if (request.Name.Trim().Length is < 1 or > 80)
        {
            throw Problem.Unprocessable("name", "Der Name muss 1 bis 80 Zeichen lang sein.");
        }

        if (request.SharedWith.Count > 0)
        {
            caller.Require(Permissions.ShareViews);
        }
    }

    private static SavedView View(SavedViewRow row, Caller caller, PeopleDirectory directory) => new(
        ClusterKey.Text(row.Key),
        row.Name,
        JsonSerializer.Deserialize<InboxQuery>(row.Query, Json)!,
        directory.Person(row.OwnerUserId)!,
        row.OwnerUserId == caller.UserId,
        [.. JsonList.Read(row.SharedWith).Select(directory.Group)]);

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Apply(options);
        return options;
    }
}
