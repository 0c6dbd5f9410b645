using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Work for programs: they need the permission to integrate, or to operate.</summary>
internal static class JobEndpoints
{
    public const int JobsMax = 1_000;
    public static readonly TimeSpan LeaseMax = TimeSpan.FromDays(7);
    public static readonly TimeSpan BackOffMax = TimeSpan.FromDays(30);
    public static readonly TimeSpan WaitDefault = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(2);

    public static void Map(RouteGroupBuilder v2)
    {
        var jobs = v2.MapGroup("/jobs").WithTags("Job");
        jobs.MapPost("/activation", ActivateAsync)
            .WithName("activateJobs").WithSummary("Lease jobs of a type; waits when there are none");
        jobs.MapPost("/search", SearchAsync).WithName("searchJobs").WithSummary("Search jobs");
        jobs.MapPost("/{jobKey}/completion", CompleteAsync).WithName("completeJob").WithSummary("Complete a job");
        jobs.MapPost("/{jobKey}/failure", FailAsync).WithName("failJob").WithSummary("Report that a job could not be done");
        jobs.MapPost("/{jobKey}/error", ThrowErrorAsync)
            .WithName("throwJobError").WithSummary("Report a business error the model reacts to");
        jobs.MapPatch("/{jobKey}", UpdateAsync).WithName("updateJob").WithSummary("Change a job's retries or lease");
    }

    private static async Task<JobActivationResult> ActivateAsync(
        CommandSender sender, WorkflowDbContext database, JobActivationRequest wish, CancellationToken cancellation)
    {
        sender.Caller.Require(Permissions.Integration, Permissions.Operations);
        foreach (var tenant in wish.TenantIds ?? [])
        {
            sender.RequireTenant(tenant);
        }

        if (string.IsNullOrEmpty(wish.Type) || wish.MaxJobsToActivate is < 1 or > JobsMax)
        {
            throw Problem.Invalid($"Expected a type and maxJobsToActivate from 1 to {JobsMax}, but found another.");
        }

        var leased = await sender.Engine.ActivateJobsAsync(
            new JobRequest
            {
                TenantIds = [sender.TenantId],
                Type = wish.Type,
                Worker = string.IsNullOrEmpty(wish.Worker) ? sender.Caller.UserId : wish.Worker,
                JobsMax = wish.MaxJobsToActivate,
                Lease = Milliseconds.Read(wish.Timeout, "timeout", LeaseMax, least: 1),
                Wait = wish.RequestTimeout switch
                {
                    < 0 => TimeSpan.Zero,
                    0 => WaitDefault,
                    _ => TimeSpan.FromMilliseconds(Math.Min(wish.RequestTimeout, WaitMax.TotalMilliseconds)),
                },
                Variables = wish.FetchVariable ?? [],
                Actor = sender.Caller.Actor,
            },
            cancellation);
        var instances = await InstancesOf(leased, database, cancellation);
        return new JobActivationResult([.. leased.Select(job => Show(job, instances[job.Instance.Value]))]);
    }

    private static Task<Dictionary<long, InstanceRow>> InstancesOf(
        IReadOnlyList<ActivatedJob> jobs, WorkflowDbContext database, CancellationToken cancellation)
    {
        var keys = jobs.Select(job => job.Instance.Value).Distinct().ToList();
        return database.Instances.AsNoTracking().Where(i => keys.Contains(i.Key)).ToDictionaryAsync(i => i.Key, cancellation);
    }

    private static ActivatedJobResult Show(ActivatedJob job, InstanceRow instance) => new(
        ClusterKey.Text(job.Key),
        job.Type,
        JobKind.BpmnElement,
        JobListenerEventType.Unspecified,
        job.Worker,
        job.Retries,
        job.LockedUntil.ToUnixTimeMilliseconds(),
        job.Variables,
        job.Headers,
        UserTask: null,
        job.ElementId,
        ClusterKey.Text(job.ElementInstanceKey),
        job.Instance.ToString(),
        ClusterKey.Text(instance.RootKey),
        ClusterKey.Text(job.DefinitionKey),
        job.ProcessId,
        job.Version,
        JsonList.Read(instance.Tags),
        job.TenantId);

    private static async Task<SearchQueryResponse<JobSearchResult>> SearchAsync(
        Caller caller,
        WorkflowDbContext database,
        ProcessCatalogue catalogue,
        SearchQueryRequest? query,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Integration, Permissions.Operations);
        var (rows, page) = await JobSearch.RunAsync(database, query, cancellation);
        var items = new List<JobSearchResult>(rows.Count);
        foreach (var row in rows)
        {
            var graph = await catalogue.GraphAsync(row.Job.DefinitionKey, cancellation);
            items.Add(JobSearchResult.Of(row, ModelElements.JobHeaders(graph.Find(row.Job.ElementId))));
        }

        return new SearchQueryResponse<JobSearchResult>(items, page);
    }

    private static async Task<NoContent> CompleteAsync(
        CommandSender sender, string jobKey, JobCompletionRequest? wish)
    {
        sender.Caller.Require(Permissions.Integration, Permissions.Operations);
        if (wish?.Result is { ValueKind: not System.Text.Json.JsonValueKind.Null })
        {
            throw Problem.Invalid("Expected no result, but found one: listeners and ad-hoc results are not supported.");
        }

        var key = ClusterKey.Parse(jobKey, nameof(jobKey));
        await sender.SendAsync(key, job => new CompleteJob(job, wish?.Variables));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> FailAsync(
        CommandSender sender, string jobKey, JobFailRequest? wish)
    {
        sender.Caller.Require(Permissions.Integration, Permissions.Operations);
        var key = ClusterKey.Parse(jobKey, nameof(jobKey));
        var failure = wish ?? new JobFailRequest();
        if (failure.Retries < 0)
        {
            throw Problem.Invalid($"Expected retries of at least 0, but found {failure.Retries}.");
        }

        var backOff = Milliseconds.Read(failure.RetryBackOff, "retryBackOff", BackOffMax);
        await sender.SendAsync(
            key, job => new FailJob(job, failure.Retries, failure.ErrorMessage, backOff, failure.Variables));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ThrowErrorAsync(
        CommandSender sender, string jobKey, JobErrorRequest wish)
    {
        sender.Caller.Require(Permissions.Integration, Permissions.Operations);
        var key = ClusterKey.Parse(jobKey, nameof(jobKey));
        await sender.SendAsync(
            key, job => new ThrowJobError(job, wish.ErrorCode, wish.ErrorMessage, wish.Variables));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> UpdateAsync(
        CommandSender sender, TimeProvider clock, string jobKey, JobUpdateRequest wish)
    {
        sender.Caller.Require(Permissions.Integration, Permissions.Operations);
        var key = ClusterKey.Parse(jobKey, nameof(jobKey));
        if (wish.Changeset is null or { Retries: null, Timeout: null } or { Retries: < 1 })
        {
            throw Problem.Invalid("Expected a changeset with retries of at least 1, a timeout, or both, but found none.");
        }

        DateTimeOffset? until = wish.Changeset.Timeout is { } timeout
            ? clock.GetUtcNow() + Milliseconds.Read(timeout, "timeout", LeaseMax)
            : null;
        await sender.SendAsync(key, job => new UpdateJob(job, wish.Changeset.Retries, until));
        return TypedResults.NoContent();
    }
}
