using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Tasks;

/// <summary>Everything that changes a task: claim, assign, delegate, complete, put off.</summary>
internal static class WorkOnTaskEndpoints
{
    /// <param name="Reason">Why; stands in the case's record.</param>
    public sealed record UnclaimRequest(string? Reason);

    public sealed record AssignRequest([property: JsonRequired] string To, string? Reason);

    public sealed record DelegateRequest([property: JsonRequired] string To, string? Reason);

    public sealed record VariablesRequest(JsonObject? Variables);

    public sealed record FollowUpRequest(DateTimeOffset? At, string? Reason);

    public static void MapWorkOnTask(this IEndpointRouteBuilder api)
    {
        var tasks = api.MapGroup("/tasks/{key}");
        Map(tasks, "/claim", "claimTask", "Takes the task.", Claim);
        Map(tasks, "/unclaim", "unclaimTask", "Gives the task back to its candidates.", Unclaim);
        Map(tasks, "/assign", "assignTask", "Gives the task to a person.", Assign);
        Map(tasks, "/delegate", "delegateTask", "Hands the task to a person who gives it back.", Delegate);
        Map(tasks, "/resolve", "resolveTask", "Gives a delegated task back with what was entered.", Resolve);
        Map(tasks, "/complete", "completeTask", "Completes the task; its form is checked again.", Complete);
        Map(tasks, "/follow-up", "setFollowUp", "Puts the task off to a day, or takes that back with null.", FollowUp);
    }

    private static void Map(RouteGroupBuilder tasks, string path, string name, string summary, Delegate handler) =>
        tasks.MapPost(path, handler).WithName(name).WithSummary(summary)
            .Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    private static Task<IResult> Claim(string key, Caller caller, TaskWork work) =>
        work.DoAsync(key, caller, TaskAction.Claim, (_, _) => task => new AssignTask(task, caller.UserId));

    private static Task<IResult> Unclaim(string key, UnclaimRequest? request, Caller caller, TaskWork work) =>
        work.DoAsync(key, caller, TaskAction.Unclaim, (_, _) => task => new UnassignTask(task, Given(request?.Reason)));

    private static async Task<IResult> Assign(
        string key, AssignRequest request, Caller caller, TaskWork work, AssigneeReading assignees, CancellationToken cancellation)
    {
        var person = await assignees.ExpectAsync(key, request.To, caller, cancellation);
        var reason = Given(request.Reason);
        return await work.DoAsync(key, caller, TaskAction.Assign, (_, _) => task => new AssignTask(task, person, Reason: reason));
    }

    private static async Task<IResult> Delegate(
        string key, DelegateRequest request, Caller caller, TaskWork work, AssigneeReading assignees, CancellationToken cancellation)
    {
        var person = await assignees.ExpectAsync(key, request.To, caller, cancellation);
        var reason = Given(request.Reason);
        return await work.DoAsync(key, caller, TaskAction.Delegate, (_, _) => task => new DelegateTask(task, person, reason));
    }

    private static Task<IResult> Resolve(
        string key, VariablesRequest request, Caller caller, TaskWork work) =>
        work.DoAsync(key, caller, TaskAction.Resolve, (row, _) =>
        {
            var variables = VariableReading.ToContext(request.Variables);
            return task => new ResolveTask(task, variables);
        });

    private static Task<IResult> Complete(
        string key, VariablesRequest request, Caller caller, TaskWork work, TaskSubmission submission) =>
        work.DoAsync(key, caller, TaskAction.Complete, async (row, cancellation) =>
        {
            var variables = await submission.CheckAsync(row, request.Variables, cancellation);
            return task => new CompleteTask(task, variables);
        });

    private static Task<IResult> FollowUp(string key, FollowUpRequest request, Caller caller, TaskWork work)
    {
        var changes = FollowUpChanges(request.At);
        return work.DoAsync(key, caller, TaskAction.FollowUp, (_, _) => task => new UpdateTask(task, changes, Given(request.Reason)));
    }

    /// <summary>A reason as it goes on the record; null where none was given.</summary>
    internal static string? Given(string? reason) => string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();

    internal static TaskChanges FollowUpChanges(DateTimeOffset? at) => at is null
        ? new TaskChanges { Clear = [nameof(TaskChanges.FollowUpAt)] }
        : new TaskChanges { FollowUpAt = at };
}

/// <summary>The road of every change to a task: seen before, may the caller, send.</summary>
internal sealed class TaskWork(
    TaskReading tasks, CaseCommands commands, WorkflowDbContext database, IHttpContextAccessor accessor)
{
    public Task<IResult> DoAsync(
        string key,
        Caller caller,
        TaskAction action,
        Func<TaskRow, CancellationToken, Func<int, Command>> prepare,
        string? step = null) =>
        DoAsync(key, caller, action, (row, cancellation) => Task.FromResult(prepare(row, cancellation)), step);

    /// <param name="key">The task.</param>
    /// <param name="caller">Who wants it.</param>
    /// <param name="action">What for.</param>
    /// <param name="prepare">Makes the command from the task's row; may end the request.</param>
    /// <param name="step">Keeps apart the commands of a request about several tasks.</param>
    public async Task<IResult> DoAsync(
        string key,
        Caller caller,
        TaskAction action,
        Func<TaskRow, CancellationToken, Task<Func<int, Command>>> prepare,
        string? step = null)
    {
        var context = accessor.HttpContext!;
        if (await commands.IsRepeatedAsync(context, caller.Actor, step))
        {
            return Results.NoContent();
        }

        var (row, rights) = await tasks.FindAsync(key, caller, context.RequestAborted);
        Expect(rights, row, action);
        await commands.SendStepAsync(context, step, row.Key, await prepare(row, context.RequestAborted), rights.Actor);
        if (action is TaskAction.Complete or TaskAction.Resolve)
        {
            await database.TaskDrafts.Where(d => d.TaskKey == row.Key && d.UserId == caller.UserId)
                .ExecuteDeleteAsync(context.RequestAborted);
        }

        return Results.NoContent();
    }

    /// <summary>Ends the request unless the action is allowed: 409 where the state forbids it, 403 where the person does.</summary>
    public static void Expect(TaskRights rights, TaskRow row, TaskAction action)
    {
        var permission = rights.May(action);
        if (permission.Allowed)
        {
            return;
        }

        throw rights.IsInvolved || row.State != TaskState.Open
            ? Problem.Conflict($"Expected to {action} the task, but its state or its rules do not allow it.", permission.Reason)
            : Problem.Forbidden(permission.Reason!);
    }
}
