using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Tasks for people. Who may see and do what is decided by <see cref="TaskRights"/>, as for the web application.</summary>
internal static class UserTaskEndpoints
{
    public static void Map(RouteGroupBuilder v2)
    {
        var tasks = v2.MapGroup("/user-tasks").WithTags("User task");
        tasks.MapPost("/search", SearchAsync).WithName("searchUserTasks").WithSummary("Search user tasks");
        tasks.MapGet("/{userTaskKey}", GetAsync).WithName("getUserTask").WithSummary("Get a user task");
        tasks.MapPatch("/{userTaskKey}", UpdateAsync)
            .WithName("updateUserTask").WithSummary("Change due date, follow-up, priority or candidates").Produces(204);
        tasks.MapPost("/{userTaskKey}/assignment", AssignAsync)
            .WithName("assignUserTask").WithSummary("Give a task to a person").Produces(204);
        tasks.MapDelete("/{userTaskKey}/assignee", UnassignAsync)
            .WithName("unassignUserTask").WithSummary("Give a task back to its candidates").Produces(204);
        tasks.MapPost("/{userTaskKey}/completion", CompleteAsync)
            .WithName("completeUserTask").WithSummary("Complete a task; its form checks the variables").Produces(204);
        tasks.MapGet("/{userTaskKey}/form", GetFormAsync)
            .WithName("getUserTaskForm").WithSummary("Get the form of a task");
        tasks.MapPost("/{userTaskKey}/variables/search", SearchVariablesAsync)
            .WithName("searchUserTaskVariables").WithSummary("Search variables of the scopes around a task");
        tasks.MapPost("/{userTaskKey}/effective-variables/search", SearchEffectiveVariablesAsync)
            .WithName("searchUserTaskEffectiveVariables").WithSummary("Search variables a task sees, the innermost of each name");
    }

    private static Task<SearchQueryResponse<UserTaskResult>> SearchAsync(
        Caller caller, UserTaskSearch search, SearchQueryRequest? query, CancellationToken cancellation) =>
        search.RunAsync(caller, query, cancellation);

    private static async Task<UserTaskResult> GetAsync(
        Caller caller, TaskReading tasks, UserTaskSearch search, string userTaskKey, CancellationToken cancellation)
    {
        var (task, _) = await tasks.FindAsync(userTaskKey, caller, cancellation);
        return await search.GetAsync(task.Key, cancellation);
    }

    private static async Task<IResult> AssignAsync(
        Caller caller,
        TaskWork work,
        AssigneeReading assignees,
        string userTaskKey,
        UserTaskAssignmentRequest wish,
        CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(wish.Assignee))
        {
            throw Problem.Invalid("Expected an assignee, but there is none.");
        }

        var person = await assignees.ExpectAsync(userTaskKey, wish.Assignee, caller, cancellation);
        return await work.DoAsync(
            userTaskKey,
            caller,
            person == caller.UserId ? TaskAction.Claim : TaskAction.Assign,
            (_, _) => task => new AssignTask(task, person, wish.AllowOverride ?? true));
    }

    private static Task<IResult> UnassignAsync(Caller caller, TaskWork work, string userTaskKey) =>
        work.DoAsync(userTaskKey, caller, TaskAction.Unclaim, (_, _) => task => new UnassignTask(task));

    private static Task<IResult> CompleteAsync(
        Caller caller, TaskWork work, TaskSubmission submission, string userTaskKey, UserTaskCompletionRequest? wish) =>
        work.DoAsync(userTaskKey, caller, TaskAction.Complete, async (row, cancellation) =>
        {
            var answers = wish?.Variables is { } variables ? VariableReading.ToJson(variables) : null;
            var checkedVariables = await submission.CheckAsync(row, answers, cancellation);
            return task => new CompleteTask(task, checkedVariables, wish?.Action);
        });

    /// <remarks>Putting a task off is everybody's who works on it; the rest shapes other people's work.</remarks>
    private static Task<IResult> UpdateAsync(Caller caller, TaskWork work, string userTaskKey, UserTaskUpdateRequest wish)
    {
        var changes = UserTaskChangeset.Read(wish.Changeset);
        if (changes is not { DueAt: null, Priority: null, CandidateGroups: null, CandidateUsers: null }
            || changes.Clear!.Value.Contains(nameof(TaskChanges.DueAt)))
        {
            caller.Require(Permissions.Operations);
        }

        return work.DoAsync(userTaskKey, caller, TaskAction.FollowUp, (_, _) => task => new UpdateTask(task, changes));
    }

    private static async Task<Results<Ok<FormResult>, NoContent>> GetFormAsync(
        Caller caller, TaskReading tasks, WorkflowDbContext database, string userTaskKey, CancellationToken cancellation)
    {
        var (task, _) = await tasks.FindAsync(userTaskKey, caller, cancellation);
        var form = await FormResult.FindAsync(database, task.FormId, cancellation);
        return form is null ? TypedResults.NoContent() : TypedResults.Ok(form);
    }

    private static async Task<SearchQueryResponse<VariableSearchResult>> SearchVariablesAsync(
        Caller caller,
        TaskReading tasks,
        WorkflowDbContext database,
        VariableReading variables,
        string userTaskKey,
        SearchQueryRequest? query,
        bool? truncateValues,
        CancellationToken cancellation)
    {
        var (task, _) = await tasks.FindAsync(userTaskKey, caller, cancellation);
        var scopes = await variables.ScopesAsync(task.ElementInstanceKey, cancellation);
        return await VariableSearch.RunAsync(
            VariableSearch.Views(database).Where(v => scopes.Contains(v.Variable.ScopeKey)), query, truncateValues, cancellation);
    }

    private static async Task<SearchQueryResponse<VariableSearchResult>> SearchEffectiveVariablesAsync(
        Caller caller,
        TaskReading tasks,
        WorkflowDbContext database,
        VariableReading variables,
        string userTaskKey,
        SearchQueryRequest? query,
        bool? truncateValues,
        CancellationToken cancellation)
    {
        var (task, _) = await tasks.FindAsync(userTaskKey, caller, cancellation);
        var scopes = await variables.ScopesAsync(task.ElementInstanceKey, cancellation);
        var visible = await database.Variables.AsNoTracking().Where(v => scopes.Contains(v.ScopeKey))
            .Select(v => new { v.Key, v.Name, v.ScopeKey }).ToListAsync(cancellation);
        var keys = visible.OrderBy(v => scopes.IndexOf(v.ScopeKey)).DistinctBy(v => v.Name).Select(v => v.Key).ToList();
        return await VariableSearch.RunAsync(
            VariableSearch.Views(database).Where(v => keys.Contains(v.Variable.Key)), query, truncateValues, cancellation);
    }
}
