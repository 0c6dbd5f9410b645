using System.ComponentModel.DataAnnotations;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Operations;

/// <summary>Machine work that is not done yet.</summary>
internal static class JobEndpoints
{
    /// <param name="Key">Its key.</param>
    /// <param name="Type">What workers ask for.</param>
    /// <param name="State"><c>running</c>: leased. <c>failed</c>: no attempts left.</param>
    /// <param name="CaseKey">The case.</param>
    /// <param name="CaseNumber">Its number.</param>
    /// <param name="ProcessName">The process.</param>
    /// <param name="ElementName">The element.</param>
    /// <param name="Retries">Attempts left.</param>
    /// <param name="CreatedAt">Since when.</param>
    /// <param name="NextAttemptAt">Not before, after a failure; null: now.</param>
    /// <param name="Worker">Who has it.</param>
    /// <param name="Error">What the last attempt said.</param>
    /// <param name="Progress">How far the running attempt is; null when it has not said.</param>
    public sealed record JobItem(
        string Key,
        string Type,
        [property: AllowedValues("waiting", "running", "failed")] string State,
        string CaseKey,
        string CaseNumber,
        string ProcessName,
        string? ElementName,
        int Retries,
        DateTimeOffset CreatedAt,
        DateTimeOffset? NextAttemptAt,
        string? Worker,
        string? Error,
        JobProgressItem? Progress);

    /// <param name="Percent">From 0 to 100.</param>
    /// <param name="Text">What is done just now, German; null for nothing.</param>
    public sealed record JobProgressItem(int Percent, string? Text);

    public static void MapOfficeJobs(this IEndpointRouteBuilder api)
    {
        api.MapGet("/jobs", List).WithName("listJobs").WithSummary("Jobs that are not done, newest first.")
            .Produces<Page<JobItem>>().ProducesProblem(403);
        api.MapPost("/jobs/{key}/retry", Retry).WithName("retryJob").WithSummary("Lets a failed or waiting job run now.")
            .Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Page<JobItem>> List(
        [AllowedValues("waiting", "running", "failed")] string? state,
        string? type,
        string? after,
        int? limit,
        Caller caller,
        ProcessCatalogue catalogue,
        WorkflowDbContext database,
        EngineClock clock,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var now = clock.GetUtcNow();
        var rows = WithState(database.Jobs.AsNoTracking(), state, now);
        if (type is { Length: > 0 })
        {
            rows = rows.Where(j => j.Type == type);
        }

        if (after is not null)
        {
            var place = ClusterKey.Parse(after, "after");
            rows = rows.Where(j => j.Key < place);
        }

        var size = InboxEndpoints.Limit(limit);
        var found = await rows.OrderByDescending(j => j.Key).Take(size + 1)
            .Select(j => new
            {
                Row = j,
                Number = database.Instances.Where(i => i.Key == j.InstanceKey).Select(i => i.CaseNumber).FirstOrDefault(),
            })
            .ToListAsync(cancellation);
        var items = new List<JobItem>();
        foreach (var job in found.Take(size))
        {
            var graph = await catalogue.GraphAsync(job.Row.DefinitionKey, cancellation);
            items.Add(new JobItem(
                ClusterKey.Text(job.Row.Key),
                job.Row.Type,
                StateOf(job.Row, now),
                ClusterKey.Text(job.Row.InstanceKey),
                job.Number ?? ClusterKey.Text(job.Row.InstanceKey),
                graph.Name ?? job.Row.ProcessId,
                graph.Find(job.Row.ElementId)?.Name,
                job.Row.Retries,
                job.Row.CreatedAt,
                job.Row.AvailableAt > now && job.Row.LockedUntil is null ? job.Row.AvailableAt : null,
                job.Row.Worker,
                job.Row.ErrorMessage,
                ProgressOf(job.Row, now)));
        }

        return new Page<JobItem>(items, found.Count > size ? items[^1].Key : null);
    }

    private static IQueryable<JobRow> WithState(IQueryable<JobRow> rows, string? state, DateTimeOffset now) => state switch
    {
        null or "" => rows,
        "failed" => rows.Where(j => j.Retries == 0),
        "running" => rows.Where(j => j.Retries > 0 && j.LockedUntil > now),
        "waiting" => rows.Where(j => j.Retries > 0 && (j.LockedUntil == null || j.LockedUntil <= now)),
        _ => throw Problem.Invalid($"Expected a known state, but found '{state}'.", "Diesen Zustand gibt es nicht."),
    };

    private static string StateOf(JobRow row, DateTimeOffset now) =>
        row.Retries == 0 ? "failed" : row.LockedUntil > now ? "running" : "waiting";

    /// <summary>How far a job is that runs now; null when it does not, or has not said.</summary>
    public static JobProgressItem? ProgressOf(JobRow row, DateTimeOffset now) =>
        row.ProgressPercent is { } percent && StateOf(row, now) == "running" ? new JobProgressItem(percent, row.ProgressText) : null;

    private static async Task<IResult> Retry(
        string key, Caller caller, HttpContext context, CaseCommands commands, WorkflowDbContext database, EngineClock clock)
    {
        caller.Require(Permissions.Operations);
        var jobKey = ClusterKey.Parse(key, "the job");
        var row = await database.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Key == jobKey, context.RequestAborted)
            ?? throw Problem.NotFound("a job", key);
        var incident = await database.Incidents.AsNoTracking()
            .FirstOrDefaultAsync(i => i.JobKey == jobKey && !i.Resolved, context.RequestAborted);
        await commands.SendStepAsync(
            context, "retries", row.Key, local => new UpdateJob(local, Math.Max(row.Retries, 1), clock.GetUtcNow()), caller.Actor);
        if (incident is not null)
        {
            await commands.SendAsync(context, incident.Key, local => new ResolveIncident(local), caller.Actor);
        }

        return Results.NoContent();
    }
}
