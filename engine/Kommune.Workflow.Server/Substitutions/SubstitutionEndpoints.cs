using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Substitutions;

/// <summary>«A vertritt B vom … bis …»: the deputy sees and does the absent person's tasks meanwhile.</summary>
internal static class SubstitutionEndpoints
{
    /// <summary>How long a substitution may last.</summary>
    public static readonly TimeSpan DurationMax = TimeSpan.FromDays(366);

    /// <param name="Absent">User name; null: oneself. Others need <c>administration</c>.</param>
    /// <param name="Deputy">User name.</param>
    /// <param name="From">Begin.</param>
    /// <param name="Until">End, exclusive.</param>
    public sealed record SubstitutionRequest(
        string? Absent,
        [property: JsonRequired] string Deputy,
        DateTimeOffset From,
        DateTimeOffset Until);

    /// <param name="Key">Its key.</param>
    /// <param name="Absent">Who is away.</param>
    /// <param name="Deputy">Who stands in.</param>
    /// <param name="From">Begin.</param>
    /// <param name="Until">End, exclusive.</param>
    /// <param name="State">Whether it is in force.</param>
    /// <param name="CanEdit">Whether the reader may change it.</param>
    public sealed record Substitution(
        string Key,
        Person Absent,
        Person Deputy,
        DateTimeOffset From,
        DateTimeOffset Until,
        [property: AllowedValues("planned", "active", "ended")] string State,
        bool CanEdit);

    public static void MapSubstitutions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/substitutions", List).WithName("listSubstitutions")
            .WithSummary("Where the caller is absent or deputy; all with administration.").Produces<IReadOnlyList<Substitution>>();
        api.MapPost("/substitutions", Create).WithName("createSubstitution").WithSummary("Plans a substitution.")
            .Produces<Substitution>().ProducesProblem(403).ProducesProblem(422);
        api.MapPut("/substitutions/{key}", Change).WithName("changeSubstitution").WithSummary("Changes a substitution.")
            .Produces<Substitution>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/substitutions/{key}", End).WithName("endSubstitution")
            .WithSummary("Ends an active substitution now, removes a planned one.").Produces(204).ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IReadOnlyList<Substitution>> List(
        Caller caller, WorkflowDbContext database, PeopleDirectory directory, EngineClock clock, CancellationToken cancellation)
    {
        var all = caller.May(Permissions.Administration);
        var rows = await database.Substitutions.AsNoTracking()
            .Where(s => all || s.AbsentUserId == caller.UserId || s.DeputyUserId == caller.UserId)
            .OrderByDescending(s => s.From).Take(500).ToListAsync(cancellation);
        await directory.LoadAsync(rows.SelectMany(r => new[] { r.AbsentUserId, r.DeputyUserId }), cancellation);
        return [.. rows.Select(row => View(row, caller, directory, clock))];
    }

    private static async Task<Substitution> Create(
        SubstitutionRequest request,
        Caller caller,
        KeySource keys,
        WorkflowDbContext database,
        PeopleDirectory directory,
        ChangeFeed changes,
        EngineClock clock,
        CancellationToken cancellation)
    {
        var row = new SubstitutionRow { Key = (await keys.NextAsync(cancellation)).Value, CreatedBy = caller.UserId };
        database.Substitutions.Add(row);
        return await SaveAsync(row, request, caller, database, directory, changes, clock, cancellation);
    }

    private static async Task<Substitution> Change(
        string key,
        SubstitutionRequest request,
        Caller caller,
        WorkflowDbContext database,
        PeopleDirectory directory,
        ChangeFeed changes,
        EngineClock clock,
        CancellationToken cancellation)
    {
        var row = await FindAsync(key, caller, database, cancellation);
        if (row.Until <= clock.GetUtcNow())
        {
            throw Problem.Conflict("Expected a substitution that has not ended.", "Diese Vertretung ist beendet.");
        }

        return await SaveAsync(row, request, caller, database, directory, changes, clock, cancellation);
    }

    private static async Task<IResult> End(
        string key, Caller caller, WorkflowDbContext database, ChangeFeed changes, EngineClock clock, CancellationToken cancellation)
    {
        var row = await FindAsync(key, caller, database, cancellation);
        var now = clock.GetUtcNow();
        if (row.From > now)
        {
            database.Substitutions.Remove(row);
        }
        else if (row.Until > now)
        {
            row.Until = now;
        }

        await database.SaveChangesAsync(cancellation);
        changes.Publish(new EngineChange(ChangeKind.Substitution, row.TenantId, row.Key, InstanceKey: 0, ProcessId: null));
        return Results.NoContent();
    }

    private static async Task<Substitution> SaveAsync(
        SubstitutionRow row,
        SubstitutionRequest request,
        Caller caller,
        WorkflowDbContext database,
        PeopleDirectory directory,
        ChangeFeed changes,
        EngineClock clock,
        CancellationToken cancellation)
    {
        row.AbsentUserId = request.Absent ?? caller.UserId;
        (row.DeputyUserId, row.From, row.Until) = (request.Deputy, request.From, request.Until);
        if (row.AbsentUserId != caller.UserId)
        {
            caller.Require(Permissions.Administration);
        }

        await CheckAsync(row, database, clock, cancellation);
        await database.SaveChangesAsync(cancellation);
        changes.Publish(new EngineChange(ChangeKind.Substitution, row.TenantId, row.Key, InstanceKey: 0, ProcessId: null));
        await directory.LoadAsync([row.AbsentUserId, row.DeputyUserId], cancellation);
        return View(row, caller, directory, clock);
    }

    private static async Task CheckAsync(
        SubstitutionRow row, WorkflowDbContext database, EngineClock clock, CancellationToken cancellation)
    {
        var errors = new Dictionary<string, string[]>();
        if (row.Until <= row.From || row.Until <= clock.GetUtcNow())
        {
            errors["until"] = ["Das Ende muss nach dem Beginn und in der Zukunft liegen."];
        }
        else if (row.Until - row.From > DurationMax)
        {
            errors["until"] = [$"Eine Vertretung dauert höchstens {DurationMax.Days} Tage."];
        }

        if (row.DeputyUserId == row.AbsentUserId)
        {
            errors["deputy"] = ["Wählen Sie eine andere Person als Vertretung."];
        }
        else if (!await database.Users.AnyAsync(u => u.Id == row.DeputyUserId && u.Active, cancellation))
        {
            errors["deputy"] = ["Diese Person gibt es nicht."];
        }

        if (!await database.Users.AnyAsync(u => u.Id == row.AbsentUserId, cancellation))
        {
            errors["absent"] = ["Diese Person gibt es nicht."];
        }

        if (errors.Count > 0)
        {
            throw Problem.Unprocessable(errors);
        }
    }

    private static async Task<SubstitutionRow> FindAsync(
        string key, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        var substitutionKey = ClusterKey.Parse(key, "the substitution");
        var row = await database.Substitutions.SingleOrDefaultAsync(s => s.Key == substitutionKey, cancellation)
            ?? throw Problem.NotFound("a substitution", key);
        return CanEdit(row, caller)
            ? row
            : throw Problem.Forbidden("Ändern können nur die vertretene Person und die Administration.");
    }

    private static bool CanEdit(SubstitutionRow row, Caller caller) =>
        row.AbsentUserId == caller.UserId || caller.May(Permissions.Administration);

    private static Substitution View(SubstitutionRow row, Caller caller, PeopleDirectory directory, EngineClock clock)
    {
        var now = clock.GetUtcNow();
        var state = row.Until <= now ? "ended" : row.From > now ? "planned" : "active";
        return new Substitution(
            ClusterKey.Text(row.Key),
            directory.Person(row.AbsentUserId)!,
            directory.Person(row.DeputyUserId)!,
            row.From,
            row.Until,
            state,
            CanEdit(row, caller) && state != "ended");
    }
}
