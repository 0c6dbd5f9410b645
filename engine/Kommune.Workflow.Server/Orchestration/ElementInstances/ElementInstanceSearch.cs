using System.Linq.Expressions;
using System.Text.Json;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>An element instance, from a row (then it is active) or from a journal.</summary>
internal sealed class ElementInstanceView
{
    public required long Key { get; init; }
    public required long InstanceKey { get; init; }
    public required long RootKey { get; init; }
    public required long ScopeKey { get; init; }
    public required long DefinitionKey { get; init; }
    public required string ProcessId { get; init; }
    public required string ElementId { get; init; }
    public required ElementKind Kind { get; init; }

    /// <summary>The body around the rounds of a loop; known only from a journal.</summary>
    public required bool IsLoopBody { get; init; }
    public required ElementInstanceState State { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its open incident, if there is one.</summary>
    public required long? IncidentKey { get; init; }
    public required string TenantId { get; init; }
}

/// <summary>Searches element instances: active ones everywhere, ended ones within one process instance.</summary>
/// <remarks>
/// Rows are kept only while an element is active. A search that names one process instance is answered from its journal
/// and so shows everything that happened in it.
/// </remarks>
internal sealed class ElementInstanceSearch(WorkflowDbContext database, CaseRecord record, ProcessCatalogue catalogue)
{
    private static readonly SearchFields<ElementInstanceView> Fields = new SearchFields<ElementInstanceView>(v => v.Key)
        .Key("elementInstanceKey", v => v.Key)
        .Key("processInstanceKey", v => v.InstanceKey)
        .Key("elementInstanceScopeKey", v => v.ScopeKey)
        .Key("processDefinitionKey", v => v.DefinitionKey)
        .Word("processDefinitionId", v => v.ProcessId)
        .Word("elementId", v => v.ElementId)
        .Enum<ElementInstanceState, ElementInstanceState>("state", v => v.State, state => state)
        .Number("type", v => (int)v.Kind)
        .Filter("type", TypeIs)
        .Time("startDate", v => v.StartedAt)
        .Time("endDate", v => v.EndedAt)
        .Flag("hasIncident", v => v.IncidentKey != null)
        .Key("incidentKey", v => v.IncidentKey)
        .Word("tenantId", v => v.TenantId);

    public async Task<SearchQueryResponse<ElementInstanceResult>> RunAsync(
        SearchQueryRequest? query, CancellationToken cancellation)
    {
        var views = OneInstance(query) is { } instance
            ? (await VisitsAsync(instance, cancellation)).AsQueryable()
            : ActiveOnes();
        var (rows, page) = await views.RunAsync(Fields, query, cancellation);
        var results = new List<ElementInstanceResult>(rows.Count);
        foreach (var row in rows)
        {
            results.Add(await ShowAsync(row, cancellation));
        }

        return new SearchQueryResponse<ElementInstanceResult>(results, page);
    }

    /// <summary>Null when there is no such element instance.</summary>
    public async Task<ElementInstanceResult?> FindAsync(long key, CancellationToken cancellation)
    {
        var view = await ActiveOnes().SingleOrDefaultAsync(v => v.Key == key, cancellation)
            ?? (await VisitsAsync(InstanceKey.Of(key, out _).Value, cancellation)).Find(v => v.Key == key);
        return view is null ? null : await ShowAsync(view, cancellation);
    }

    private async Task<ElementInstanceResult> ShowAsync(ElementInstanceView view, CancellationToken cancellation)
    {
        var graph = await catalogue.GraphAsync(view.DefinitionKey, cancellation);
        return ElementInstanceResult.Of(view, graph.Find(view.ElementId)?.Name);
    }

    private IQueryable<ElementInstanceView> ActiveOnes() =>
        from element in database.ElementInstances.AsNoTracking()
        join instance in database.Instances on element.InstanceKey equals instance.Key
        select new ElementInstanceView
        {
            Key = element.Key,
            InstanceKey = element.InstanceKey,
            RootKey = instance.RootKey,
            ScopeKey = element.ScopeKey,
            DefinitionKey = element.DefinitionKey,
            ProcessId = element.ProcessId,
            ElementId = element.ElementId,
            Kind = element.Kind,
            IsLoopBody = false,
            State = ElementInstanceState.Active,
            StartedAt = element.StartedAt,
            EndedAt = instance.EndedAt, // Null: an instance with an active element runs.
            IncidentKey = database.Incidents.Where(i => i.ElementInstanceKey == element.Key && !i.Resolved)
                .Select(i => (long?)i.Key).FirstOrDefault(),
            TenantId = element.TenantId,
        };

    /// <summary>Everything that happened in one instance, the process itself included; empty when there is no such instance.</summary>
    public async Task<List<ElementInstanceView>> VisitsAsync(long instanceKey, CancellationToken cancellation)
    {
        var instance = await database.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Key == instanceKey, cancellation);
        if (instance is null)
        {
            return [];
        }

        var path = await record.PathAsync(instanceKey, cancellation);
        return [.. path.Visits.Select(visit => Of(visit, instance))];
    }

    private static ElementInstanceView Of(Visit visit, InstanceRow instance) => new()
    {
        Key = visit.Key,
        InstanceKey = instance.Key,
        RootKey = instance.RootKey,
        ScopeKey = visit.ScopeKey,
        DefinitionKey = instance.DefinitionKey,
        ProcessId = instance.ProcessId,
        ElementId = visit.Element.Id,
        Kind = visit.Element.Kind,
        IsLoopBody = visit.IsLoopBody,
        State = visit.EndedAt is null ? ElementInstanceState.Active
            : visit.Terminated ? ElementInstanceState.Terminated
            : ElementInstanceState.Completed,
        StartedAt = visit.StartedAt,
        EndedAt = visit.EndedAt,
        IncidentKey = visit.IncidentKey,
        TenantId = instance.TenantId,
    };

    /// <summary>The process instance a search names, when it names exactly one.</summary>
    private static long? OneInstance(SearchQueryRequest? query)
    {
        if (query?.Filter is not { ValueKind: JsonValueKind.Object } filter
            || !filter.TryGetProperty("processInstanceKey", out var named))
        {
            return null;
        }

        var key = named.ValueKind == JsonValueKind.Object && named.TryGetProperty("$eq", out var equal) ? equal : named;
        return key.ValueKind == JsonValueKind.String ? ClusterKey.Parse(key.GetString(), "processInstanceKey") : null;
    }

    private static Expression<Func<ElementInstanceView, bool>> TypeIs(JsonElement json)
    {
        var type = WireName.Parse<ElementType>(json, "type");
        var kinds = ElementTypes.KindsOf(type).ToList();
        return type == ElementType.MultiInstanceBody ? v => v.IsLoopBody : v => !v.IsLoopBody && kinds.Contains(v.Kind);
    }
}
