using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Tasks;

/// <summary>What somebody entered in a task's form without sending it.</summary>
internal static class TaskDraftEndpoints
{
    /// <summary>The largest draft, in characters of JSON.</summary>
    public const int LengthMax = 262_144;

    public sealed record DraftRequest([property: JsonRequired] JsonObject Data);

    public sealed record DraftSaved(DateTimeOffset SavedAt);

    public static void MapTaskDrafts(this IEndpointRouteBuilder api)
    {
        api.MapPut("/tasks/{key}/draft", Save).WithName("saveDraft").WithSummary("Keeps what was entered so far.")
            .Produces<DraftSaved>().ProducesProblem(403).ProducesProblem(413);
        api.MapDelete("/tasks/{key}/draft", Discard).WithName("discardDraft").WithSummary("Forgets it.").Produces(204);
        api.MapGet("/tasks/{key}/assignees", Assignees).WithName("listAssignees")
            .WithSummary("People who may be given the task.").Produces<IReadOnlyList<AssigneeChoice>>();
    }

    private static Task<IReadOnlyList<AssigneeChoice>> Assignees(
        string key, string? q, Caller caller, AssigneeReading assignees, CancellationToken cancellation) =>
        assignees.ChoicesAsync(key, q, caller, cancellation);

    private static async Task<DraftSaved> Save(
        string key,
        DraftRequest request,
        Caller caller,
        TaskReading tasks,
        WorkflowDbContext database,
        EngineClock clock,
        CancellationToken cancellation)
    {
        var (row, _) = await tasks.FindAsync(key, caller, cancellation);
        var json = request.Data.ToJsonString();
        if (json.Length > LengthMax)
        {
            throw new ProblemException(
                413, "TOO_LARGE", $"Expected a draft of at most {LengthMax} characters.", "Der Entwurf ist zu groß.");
        }

        var now = clock.GetUtcNow();
        var draft = await database.TaskDrafts.SingleOrDefaultAsync(
            d => d.TaskKey == row.Key && d.UserId == caller.UserId, cancellation);
        if (draft is null)
        {
            draft = new TaskDraftRow { TaskKey = row.Key, UserId = caller.UserId };
            database.TaskDrafts.Add(draft);
        }

        (draft.Data, draft.SavedAt) = (json, now);
        await database.SaveChangesAsync(cancellation);
        return new DraftSaved(now);
    }

    private static async Task<IResult> Discard(string key, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        var taskKey = Cluster.ClusterKey.Parse(key, "the task");
        await database.TaskDrafts.Where(d => d.TaskKey == taskKey && d.UserId == caller.UserId).ExecuteDeleteAsync(cancellation);
        return Results.NoContent();
    }
}
