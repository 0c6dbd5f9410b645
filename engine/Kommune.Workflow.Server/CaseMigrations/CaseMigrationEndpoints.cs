using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Procedures;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using InstanceStatus = Kommune.Workflow.Execution.InstanceStatus;

namespace Kommune.Workflow.Server.CaseMigrations;

/// <summary>Moves the running cases of a process to another of its versions.</summary>
internal static class CaseMigrationEndpoints
{
    public const int CommentLengthMax = 1_000;

    /// <param name="FromVersions">See <see cref="CaseMigrationWish"/>.</param>
    /// <param name="ToVersion">See <see cref="CaseMigrationWish"/>.</param>
    /// <param name="Mapping">See <see cref="CaseMigrationWish"/>.</param>
    /// <param name="Comment">Why; it stays with the report.</param>
    public sealed record CaseMigrationOrder(
        IReadOnlyList<int>? FromVersions, int ToVersion, IReadOnlyList<PlaceChoice>? Mapping, string? Comment)
        : CaseMigrationWish(FromVersions, ToVersion, Mapping);

    /// <param name="Key">Its key.</param>
    /// <param name="ProcessId">Whose cases.</param>
    /// <param name="ToVersion">Where they go.</param>
    /// <param name="State">Whether cases are still to be decided.</param>
    /// <param name="Comment">Why.</param>
    /// <param name="By">Who ordered it.</param>
    /// <param name="RequestedAt">When.</param>
    /// <param name="EndedAt">When the last case was decided; null while it runs.</param>
    /// <param name="Remaining">Cases still to be decided.</param>
    /// <param name="Moved">Cases that run on the new version now.</param>
    /// <param name="Stayed">Cases that could not be moved.</param>
    public sealed record CaseMigration(
        string Key,
        string ProcessId,
        int ToVersion,
        CaseMigrationState State,
        string Comment,
        Person By,
        DateTimeOffset RequestedAt,
        DateTimeOffset? EndedAt,
        int Remaining,
        int Moved,
        int Stayed);

    public enum CaseMigrationState
    {
        Running,
        Done,
    }

    /// <param name="CaseKey">The case.</param>
    /// <param name="Number">Its number.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Outcome">What became of it.</param>
    /// <param name="Reason">Why it stayed.</param>
    public sealed record CaseMigrationItem(
        string CaseKey, string Number, string Title, CaseMigrationOutcome Outcome, string? Reason);

    public static void MapCaseMigrations(this IEndpointRouteBuilder api)
    {
        api.MapPost("/processes/{id}/migration-previews", Preview).WithName("previewMigration")
            .WithSummary("What moving the running cases to a version would do; changes nothing.")
            .Produces<CaseMigrationPreview>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/processes/{id}/migrations", Order).WithName("migrateCases")
            .WithSummary("Moves the running cases to a version, in batches; survives a restart.")
            .Produces<CaseMigration>(202).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/processes/{id}/migrations", List).WithName("listMigrations")
            .WithSummary("The migrations of a process, newest first.").Produces<IReadOnlyList<CaseMigration>>().ProducesProblem(403);
        api.MapGet("/migrations/{key}", Read).WithName("readMigration").WithSummary("How far a migration is.")
            .Produces<CaseMigration>().ProducesProblem(403).ProducesProblem(404);
        api.MapGet("/migrations/{key}/cases", ReadCases).WithName("readMigrationReport")
            .WithSummary("What became of each case of a migration; those that stayed first.")
            .Produces<Page<CaseMigrationItem>>().ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<CaseMigrationPreview> Preview(
        string id,
        CaseMigrationWish wish,
        Caller caller,
        ProcessOwnership ownership,
        WorkflowDbContext database,
        ProcessCatalogue catalogue,
        CaseMigrationPreviewing previewing,
        CancellationToken cancellation)
    {
        (await ownership.MayMigrateAsync(id, caller, cancellation)).Require();
        var plan = await CaseMigrationPlan.MakeAsync(id, wish, database, catalogue, cancellation);
        return await previewing.PreviewAsync(plan, caller, cancellation);
    }

    private static async Task<IResult> Order(
        string id,
        CaseMigrationOrder order,
        Caller caller,
        ProcessOwnership ownership,
        WorkflowDbContext database,
        ProcessCatalogue catalogue,
        CaseMigrationStore store,
        CaseMigrationRun run,
        PeopleDirectory directory,
        KeySource keys,
        EngineClock clock,
        CancellationToken cancellation)
    {
        (await ownership.MayMigrateAsync(id, caller, cancellation)).Require();
        var plan = await CaseMigrationPlan.MakeAsync(id, order, database, catalogue, cancellation);
        var comment = order.Comment?.Trim() ?? "";
        if (comment.Length is < 1 or > CommentLengthMax)
        {
            throw Problem.Unprocessable("comment", $"Bitte begründen Sie die Umstellung mit 1 bis {CommentLengthMax} Zeichen.");
        }

        if (await database.CaseMigrations.AnyAsync(m => m.ProcessId == id && m.EndedAt == null, cancellation))
        {
            throw Problem.Conflict(
                $"Expected no unfinished migration of '{id}', but there is one.", "Eine Umstellung dieses Prozesses läuft noch.");
        }

        var sources = plan.SourceKeys;
        if (!await database.Instances.AnyAsync(
            i => i.ProcessId == id && i.Status == InstanceStatus.Active && sources.Contains(i.DefinitionKey), cancellation))
        {
            throw Problem.Conflict(
                "Expected running instances on the source versions, but there are none.", "Auf diesen Versionen läuft kein Vorgang.");
        }

        var row = new CaseMigrationRow
        {
            Key = (await keys.NextAsync(cancellation)).Value,
            TenantId = database.TenantId,
            ProcessId = id,
            TargetDefinitionKey = plan.Target.Key,
            TargetVersion = plan.Target.Version,
            Mappings = plan.MappingsJson(),
            Comment = comment,
            RequestedBy = caller.UserId,
            RequestedAt = clock.GetUtcNow(),
        };
        await store.AddAsync(row, sources);
        run.Wake();
        await directory.LoadAsync([row.RequestedBy], cancellation);
        var view = (await ViewsAsync([row], database, directory, cancellation))[0];
        return Results.Accepted($"/api/migrations/{view.Key}", view);
    }

    private static async Task<IReadOnlyList<CaseMigration>> List(
        string id,
        Caller caller,
        ProcessOwnership ownership,
        WorkflowDbContext database,
        PeopleDirectory directory,
        CancellationToken cancellation)
    {
        (await ownership.MayMigrateAsync(id, caller, cancellation)).Require();
        var rows = await database.CaseMigrations.AsNoTracking().Where(m => m.ProcessId == id)
            .OrderByDescending(m => m.Key).Take(InboxEndpoints.Limit(null)).ToListAsync(cancellation);
        await directory.LoadAsync(rows.Select(row => row.RequestedBy), cancellation);
        return await ViewsAsync(rows, database, directory, cancellation);
    }

    private static async Task<CaseMigration> Read(
        string key,
        Caller caller,
        ProcessOwnership ownership,
        WorkflowDbContext database,
        PeopleDirectory directory,
        CancellationToken cancellation)
    {
        var row = await FindAsync(key, caller, ownership, database, cancellation);
        await directory.LoadAsync([row.RequestedBy], cancellation);
        return (await ViewsAsync([row], database, directory, cancellation))[0];
    }

    private static async Task<Page<CaseMigrationItem>> ReadCases(
        string key,
        string? after,
        int? limit,
        Caller caller,
        ProcessOwnership ownership,
        WorkflowDbContext database,
        CancellationToken cancellation)
    {
        var row = await FindAsync(key, caller, ownership, database, cancellation);
        var size = InboxEndpoints.Limit(limit);
        var items = database.CaseMigrationItems.AsNoTracking().Where(i => i.MigrationKey == row.Key);
        if (after is not null)
        {
            var parts = after.Split('-', 2);
            var (outcome, place) = (OutcomeOf(parts[0]), ClusterKey.Parse(parts[^1], "after"));
            items = items.Where(i => i.Outcome < outcome || (i.Outcome == outcome && i.InstanceKey > place));
        }

        var found = await items.OrderByDescending(i => i.Outcome).ThenBy(i => i.InstanceKey).Take(size + 1)
            .Select(i => new { Item = i, Case = database.Instances.FirstOrDefault(c => c.Key == i.InstanceKey) })
            .ToListAsync(cancellation);
        var page = found.Take(size).ToList();
        return new Page<CaseMigrationItem>(
            [.. page.Select(f => new CaseMigrationItem(
                ClusterKey.Text(f.Item.InstanceKey),
                f.Case?.CaseNumber ?? ClusterKey.Text(f.Item.InstanceKey),
                f.Case?.Title ?? row.ProcessId,
                f.Item.Outcome,
                f.Item.Reason))],
            found.Count > size ? $"{page[^1].Item.Outcome:D}-{ClusterKey.Text(page[^1].Item.InstanceKey)}" : null);
    }

    private static CaseMigrationOutcome OutcomeOf(string text) =>
        Enum.TryParse<CaseMigrationOutcome>(text, out var outcome) && Enum.IsDefined(outcome)
            ? outcome
            : throw Problem.Invalid($"Expected a place in the list, but found '{text}'.");

    private static async Task<CaseMigrationRow> FindAsync(
        string key, Caller caller, ProcessOwnership ownership, WorkflowDbContext database, CancellationToken cancellation)
    {
        var migration = ClusterKey.Parse(key, "the migration");
        var row = await database.CaseMigrations.AsNoTracking().SingleOrDefaultAsync(m => m.Key == migration, cancellation)
            ?? throw Problem.NotFound("a migration", key);
        (await ownership.MayMigrateAsync(row.ProcessId, caller, cancellation)).Require();
        return row;
    }

    private static async Task<IReadOnlyList<CaseMigration>> ViewsAsync(
        IReadOnlyList<CaseMigrationRow> rows, WorkflowDbContext database, PeopleDirectory directory, CancellationToken cancellation)
    {
        var keys = rows.Select(row => row.Key).ToList();
        var counts = (await database.CaseMigrationItems.Where(i => keys.Contains(i.MigrationKey))
            .GroupBy(i => new { i.MigrationKey, i.Outcome }).Select(g => new { g.Key, Cases = g.Count() })
            .ToListAsync(cancellation)).ToDictionary(g => (g.Key.MigrationKey, g.Key.Outcome), g => g.Cases);
        return [.. rows.Select(row => new CaseMigration(
            ClusterKey.Text(row.Key),
            row.ProcessId,
            row.TargetVersion,
            row.EndedAt is null ? CaseMigrationState.Running : CaseMigrationState.Done,
            row.Comment,
            directory.Person(row.RequestedBy)!,
            row.RequestedAt,
            row.EndedAt,
            counts.GetValueOrDefault((row.Key, CaseMigrationOutcome.Pending)),
            counts.GetValueOrDefault((row.Key, CaseMigrationOutcome.Moved)),
            counts.GetValueOrDefault((row.Key, CaseMigrationOutcome.Stayed))))];
    }
}
