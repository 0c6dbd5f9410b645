using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A body that only carries a number of the caller's own choosing.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OperationRequest(long? OperationReference);

/// <summary>Continue on another version.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ProcessInstanceMigrationInstruction
{
    public required string TargetProcessDefinitionKey { get; init; }
    public required IReadOnlyList<MigrationMapping> MappingInstructions { get; init; }
    public long? OperationReference { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MigrationMapping(string SourceElementId, string TargetElementId);

/// <summary>One of the instances that called each other, the outermost first.</summary>
public sealed record CallHierarchyEntry(string ProcessInstanceKey, string ProcessDefinitionKey, string ProcessDefinitionName);

internal static class ProcessInstanceEndpoints
{
    /// <summary>How many calls deep a hierarchy is followed.</summary>
    public const int CallDepthMax = 100;

    public static void Map(RouteGroupBuilder v2)
    {
        var instances = v2.MapGroup("/process-instances").WithTags("Process instance");
        instances.MapPost("", CreateProcessInstance.AnswerAsync)
            .WithName("createProcessInstance").WithSummary("Start a process instance");
        instances.MapPost("/search", SearchAsync)
            .WithName("searchProcessInstances").WithSummary("Search process instances");
        instances.MapGet("/{processInstanceKey}", GetAsync)
            .WithName("getProcessInstance").WithSummary("Get a process instance");
        instances.MapGet("/{processInstanceKey}/call-hierarchy", GetCallHierarchyAsync)
            .WithName("getProcessInstanceCallHierarchy").WithSummary("Get the instances that called this one");
        instances.MapGet("/{processInstanceKey}/statistics/element-instances", ElementStatistics.CountAsync)
            .WithName("getProcessInstanceStatistics").WithSummary("Count element instances per element");
        instances.MapGet("/{processInstanceKey}/sequence-flows", ElementStatistics.FlowsAsync)
            .WithName("getProcessInstanceSequenceFlows").WithSummary("Get the sequence flows taken");
        instances.MapPost("/{processInstanceKey}/incidents/search", IncidentEndpoints.SearchOfInstanceAsync)
            .WithName("searchProcessInstanceIncidents").WithSummary("Search incidents of an instance and those it called");
        instances.MapPost("/{processInstanceKey}/cancellation", CancelAsync)
            .WithName("cancelProcessInstance").WithSummary("Cancel a process instance");
        instances.MapPost("/{processInstanceKey}/modification", ModifyProcessInstance.AnswerAsync)
            .WithName("modifyProcessInstance").WithSummary("Start and end elements of a running instance by hand");
        instances.MapPost("/{processInstanceKey}/migration", MigrateAsync)
            .WithName("migrateProcessInstance").WithSummary("Continue an instance on another version");
        BatchOperationCreation.Map(instances);
    }

    public static async Task<ProcessInstanceView> FindAsync(
        WorkflowDbContext database, string processInstanceKey, CancellationToken cancellation)
    {
        var key = ClusterKey.Parse(processInstanceKey, nameof(processInstanceKey));
        return await ProcessInstanceSearch.Views(database).SingleOrDefaultAsync(v => v.Instance.Key == key, cancellation)
            ?? throw Problem.NotFound("a process instance", key);
    }

    private static Task<SearchQueryResponse<ProcessInstanceResult>> SearchAsync(
        Caller caller, WorkflowDbContext database, SearchQueryRequest? query, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        return ProcessInstanceSearch.RunAsync(database, query, cancellation);
    }

    private static async Task<ProcessInstanceResult> GetAsync(
        Caller caller, WorkflowDbContext database, string processInstanceKey, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        return ProcessInstanceResult.Of(await FindAsync(database, processInstanceKey, cancellation));
    }

    private static async Task<IReadOnlyList<CallHierarchyEntry>> GetCallHierarchyAsync(
        Caller caller, WorkflowDbContext database, string processInstanceKey, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var hierarchy = new List<CallHierarchyEntry>();
        var next = await FindAsync(database, processInstanceKey, cancellation);
        while (true)
        {
            hierarchy.Insert(0, new CallHierarchyEntry(
                ClusterKey.Text(next.Instance.Key),
                ClusterKey.Text(next.Instance.DefinitionKey),
                next.Definition.Name ?? next.Instance.ProcessId));
            if (ProcessInstanceResult.InstanceOf(next.Instance.ParentKey) is not { } parent || hierarchy.Count == CallDepthMax)
            {
                return hierarchy;
            }

            next = await FindAsync(database, parent, cancellation);
        }
    }

    private static async Task<NoContent> CancelAsync(
        CommandSender sender, string processInstanceKey, OperationRequest? body)
    {
        sender.Caller.Require(Permissions.Operations);
        var key = ClusterKey.Parse(processInstanceKey, nameof(processInstanceKey));
        await sender.SendAsync(key, _ => new CancelInstance());
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> MigrateAsync(
        CommandSender sender, string processInstanceKey, ProcessInstanceMigrationInstruction wish)
    {
        sender.Caller.Require(Permissions.Operations);
        var key = ClusterKey.Parse(processInstanceKey, nameof(processInstanceKey));
        var target = ClusterKey.Parse(wish.TargetProcessDefinitionKey, "targetProcessDefinitionKey");
        var mappings = wish.MappingInstructions.Select(m => new ElementMapping(m.SourceElementId, m.TargetElementId));
        await sender.SendAsync(key, _ => new MigrateInstance(target, [.. mappings]));
        return TypedResults.NoContent();
    }
}
