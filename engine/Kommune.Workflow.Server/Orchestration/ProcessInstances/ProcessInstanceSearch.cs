using System.Linq.Expressions;
using System.Text.Json;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Searches process instances.</summary>
internal static class ProcessInstanceSearch
{
    private const long InstanceBits = ~(long)InstanceKey.LocalMax;

    public static IQueryable<ProcessInstanceView> Views(WorkflowDbContext database) =>
        from instance in database.Instances.AsNoTracking()
        join definition in database.Definitions on instance.DefinitionKey equals definition.Key
        select new ProcessInstanceView { Instance = instance, Definition = definition };

    public static Task<SearchQueryResponse<ProcessInstanceResult>> RunAsync(
        WorkflowDbContext database, SearchQueryRequest? query, CancellationToken cancellation) =>
        Views(database).RunAsync(Fields(database), query, ProcessInstanceResult.Of, cancellation);

    /// <summary>The instances a filter leaves.</summary>
    public static IQueryable<ProcessInstanceView> Matching(WorkflowDbContext database, JsonElement filter) =>
        Views(database).Matching(Fields(database), filter);

    /// <remarks>Some filters look into other tables, so the fields belong to one database context.</remarks>
    private static SearchFields<ProcessInstanceView> Fields(WorkflowDbContext database) =>
        new SearchFields<ProcessInstanceView>(v => v.Instance.Key)
            .Key("processInstanceKey", v => v.Instance.Key)
            .Key("processDefinitionKey", v => v.Instance.DefinitionKey)
            .Text("processDefinitionId", v => v.Instance.ProcessId)
            .Text("processDefinitionName", v => v.Definition.Name)
            .Number("processDefinitionVersion", v => v.Instance.Version)
            .Text("processDefinitionVersionTag", v => v.Definition.VersionTag)
            .Key("parentProcessInstanceKey", v => v.Instance.ParentKey & InstanceBits)
            .Key("parentElementInstanceKey", v => v.Instance.ParentKey)
            .Time("startDate", v => v.Instance.StartedAt)
            .Time("endDate", v => v.Instance.EndedAt)
            .Enum<InstanceStatus, ProcessInstanceState>("state", v => v.Instance.Status, InStore)
            .Flag("hasIncident", v => v.Instance.IncidentCount > 0)
            .Text("businessId", v => v.Instance.CaseNumber)
            .Text("tenantId", v => v.Instance.TenantId)
            .Filter("tags", json => TagCondition<ProcessInstanceView>(json, v => v.Instance.Tags))
            .Filter("variables", json => VariableSearch.Condition<ProcessInstanceView>(
                database, json, (v, variable) => variable.InstanceKey == v.Instance.Key))
            .Filter("elementId", json => AnyElement(
                database, SearchFields<ElementInstanceRow>.TextCondition("elementId", e => e.ElementId, json)))
            .Filter("hasElementInstanceIncident", json => AnyElement(database, IncidentCondition(json)))
            .Filter("errorMessage", json => AnyIncident(database, json));

    /// <summary>All the listed words must be among the row's; tags hold no character that JSON would escape.</summary>
    public static Expression<Func<TRow, bool>> TagCondition<TRow>(JsonElement json, Expression<Func<TRow, string?>> tags)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > Tag.Max)
        {
            throw Problem.Invalid($"Expected tags to be a list of at most {Tag.Max} words, but found another.");
        }

        var row = tags.Parameters[0];
        var contains = typeof(string).GetMethod(nameof(string.Contains), [typeof(string)])!;
        var all = json.EnumerateArray().Select(word => Tag.Check(word.ToString())).Aggregate(
            (Expression)Expression.NotEqual(tags.Body, Expression.Constant(null, typeof(string))),
            (condition, tag) => Expression.AndAlso(
                condition, Expression.Call(tags.Body, contains, SearchOperators.Parameter($"\"{tag}\""))));
        return Expression.Lambda<Func<TRow, bool>>(all, row);
    }

    private static InstanceStatus? InStore(ProcessInstanceState state) => state switch
    {
        ProcessInstanceState.Active => InstanceStatus.Active,
        ProcessInstanceState.Completed => InstanceStatus.Completed,
        _ => InstanceStatus.Terminated,
    };

    private static Expression<Func<ProcessInstanceView, bool>> AnyElement(
        WorkflowDbContext database, Expression<Func<ElementInstanceRow, bool>> condition)
    {
        var matching = database.ElementInstances.Where(condition);
        return v => matching.Any(e => e.InstanceKey == v.Instance.Key);
    }

    private static Expression<Func<ElementInstanceRow, bool>> IncidentCondition(JsonElement json)
    {
        if (json.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw Problem.Invalid("Expected hasElementInstanceIncident to be true or false, but found another.");
        }

        var wanted = json.GetBoolean();
        return e => e.HasIncident == wanted;
    }

    private static Expression<Func<ProcessInstanceView, bool>> AnyIncident(WorkflowDbContext database, JsonElement json)
    {
        var matching = database.Incidents.Where(i => !i.Resolved)
            .Where(SearchFields<IncidentRow>.TextCondition("errorMessage", i => i.Message, json));
        return v => matching.Any(i => i.InstanceKey == v.Instance.Key);
    }
}
