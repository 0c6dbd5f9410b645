using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>How often an element was activated, and how that ended.</summary>
public sealed record ElementStatisticsItem(string ElementId, long Active, long Canceled, long Incidents, long Completed);

public sealed record ElementStatisticsResult(IReadOnlyList<ElementStatisticsItem> Items);

/// <summary>A sequence flow that was taken.</summary>
public sealed record SequenceFlowItem(
    string SequenceFlowId,
    string ElementId,
    string ProcessInstanceKey,
    string? RootProcessInstanceKey,
    string ProcessDefinitionKey,
    string ProcessDefinitionId,
    string TenantId);

public sealed record SequenceFlowsResult(IReadOnlyList<SequenceFlowItem> Items);

/// <summary>What a diagram shows of one instance.</summary>
internal static class ElementStatistics
{
    public static async Task<ElementStatisticsResult> CountAsync(
        Caller caller,
        WorkflowDbContext database,
        ElementInstanceSearch search,
        string processInstanceKey,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var instance = (await ProcessInstanceEndpoints.FindAsync(database, processInstanceKey, cancellation)).Instance;
        var visits = await search.VisitsAsync(instance.Key, cancellation);
        return new ElementStatisticsResult(
        [
            .. visits.Where(v => v.Key != instance.Key).GroupBy(v => v.ElementId).Select(element => new ElementStatisticsItem(
                element.Key,
                element.Count(v => v.State == ElementInstanceState.Active && v.IncidentKey is null),
                element.Count(v => v.State == ElementInstanceState.Terminated),
                element.Count(v => v.IncidentKey is not null),
                element.Count(v => v.State == ElementInstanceState.Completed))),
        ]);
    }

    public static async Task<SequenceFlowsResult> FlowsAsync(
        Caller caller,
        WorkflowDbContext database,
        CaseRecord record,
        string processInstanceKey,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var instance = (await ProcessInstanceEndpoints.FindAsync(database, processInstanceKey, cancellation)).Instance;
        var path = await record.PathAsync(instance.Key, cancellation);
        return new SequenceFlowsResult(
        [
            .. path.Flows.Select(taken => taken.Flow.Id).Distinct().Select(flow => new SequenceFlowItem(
                $"{instance.Key}_{flow}",
                flow,
                ClusterKey.Text(instance.Key),
                ClusterKey.Text(instance.RootKey),
                ClusterKey.Text(instance.DefinitionKey),
                instance.ProcessId,
                instance.TenantId)),
        ]);
    }
}
