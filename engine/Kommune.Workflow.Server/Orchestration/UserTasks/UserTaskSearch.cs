using System.Linq.Expressions;
using System.Text.Json;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Searches user tasks; without the permission to operate, among those that reach the caller.</summary>
internal sealed class UserTaskSearch(WorkflowDbContext database, ProcessCatalogue catalogue)
{
    public async Task<SearchQueryResponse<UserTaskResult>> RunAsync(
        Caller caller, SearchQueryRequest? query, CancellationToken cancellation)
    {
        var (rows, page) = await Reaching(caller).RunAsync(Fields(), query, cancellation);
        return new SearchQueryResponse<UserTaskResult>(await ShowAsync(rows, cancellation), page);
    }

    /// <summary>One task, which the caller may see.</summary>
    public async Task<UserTaskResult> GetAsync(long key, CancellationToken cancellation) =>
        (await ShowAsync(await Views().Where(v => v.Task.Key == key).ToListAsync(cancellation), cancellation)).Single();

    private IQueryable<UserTaskView> Views() =>
        from task in database.Tasks.AsNoTracking()
        join instance in database.Instances on task.InstanceKey equals instance.Key
        join definition in database.Definitions on task.DefinitionKey equals definition.Key
        select new UserTaskView { Task = task, Instance = instance, Definition = definition };

    /// <remarks>The same rule as <see cref="Tasks.TaskRights.CanSee"/>, as a query.</remarks>
    private IQueryable<UserTaskView> Reaching(Caller caller)
    {
        if (caller.May(Permissions.Operations))
        {
            return Views();
        }

        var self = caller.UserId;
        var people = caller.DeputyFor.Select(absent => absent.UserId).Append(self).ToList();
        var groups = caller.DeputyFor.SelectMany(absent => absent.Groups).Concat(caller.Groups).Distinct().ToList();
        var offered = database.TaskCandidates.Where(c =>
            (c.Kind == CandidateKind.User && people.Contains(c.Candidate))
            || (c.Kind == CandidateKind.Group && groups.Contains(c.Candidate)));
        return Views().Where(v => people.Contains(v.Task.Assignee!) || v.Task.Owner == self || v.Task.CompletedBy == self
            || offered.Any(c => c.TaskKey == v.Task.Key));
    }

    private async Task<List<UserTaskResult>> ShowAsync(List<UserTaskView> rows, CancellationToken cancellation)
    {
        var ids = rows.Select(v => v.Task.FormId).OfType<string>().Distinct().ToList();
        var forms = await database.Forms.AsNoTracking().Where(f => f.Latest && ids.Contains(f.FormId))
            .ToDictionaryAsync(f => f.FormId, f => f.Key, cancellation);
        var results = new List<UserTaskResult>(rows.Count);
        foreach (var view in rows)
        {
            var graph = await catalogue.GraphAsync(view.Task.DefinitionKey, cancellation);
            results.Add(UserTaskResult.Of(
                view,
                graph.Find(view.Task.ElementId),
                view.Task.FormId is { } id && forms.TryGetValue(id, out var form) ? form : null));
        }

        return results;
    }

    private SearchFields<UserTaskView> Fields() => new SearchFields<UserTaskView>(v => v.Task.Key)
        .Key("userTaskKey", v => v.Task.Key)
        .Enum<TaskState, UserTaskState>("state", v => v.Task.State, InStore)
        .Text("name", v => v.Task.Title)
        .Text("assignee", v => v.Task.Assignee)
        .Number("priority", v => v.Task.Priority)
        .Text("elementId", v => v.Task.ElementId)
        .Key("elementInstanceKey", v => v.Task.ElementInstanceKey)
        .Key("processInstanceKey", v => v.Task.InstanceKey)
        .Key("processDefinitionKey", v => v.Task.DefinitionKey)
        .Text("processDefinitionId", v => v.Task.ProcessId)
        .Time("creationDate", v => v.Task.CreatedAt)
        .Time("completionDate", v => v.Task.EndedAt)
        .Time("dueDate", v => v.Task.DueAt)
        .Time("followUpDate", v => v.Task.FollowUpAt)
        .Text("tenantId", v => v.Task.TenantId)
        .Filter("candidateGroup", json => Candidate("candidateGroup", CandidateKind.Group, json))
        .Filter("candidateUser", json => Candidate("candidateUser", CandidateKind.User, json))
        .Filter("tags", json => ProcessInstanceSearch.TagCondition<UserTaskView>(json, v => v.Instance.Tags))
        .Filter("processInstanceVariables", json => VariableSearch.Condition<UserTaskView>(
            database, json, (v, variable) => variable.ScopeKey == v.Task.InstanceKey))
        .Filter("localVariables", json => VariableSearch.Condition<UserTaskView>(
            database, json, (v, variable) => variable.ScopeKey == v.Task.ElementInstanceKey));

    /// <summary>One of the task's candidates fits; candidates are indexed while the task is open.</summary>
    private Expression<Func<UserTaskView, bool>> Candidate(string name, CandidateKind kind, JsonElement json)
    {
        var matching = database.TaskCandidates.Where(c => c.Kind == kind)
            .Where(SearchFields<TaskCandidateRow>.TextCondition(name, c => c.Candidate, json));
        return v => matching.Any(c => c.TaskKey == v.Task.Key);
    }

    private static TaskState? InStore(UserTaskState state) => state switch
    {
        UserTaskState.Created => TaskState.Open,
        UserTaskState.Completed => TaskState.Completed,
        UserTaskState.Canceled => TaskState.Canceled,
        _ => null,
    };
}
