using System.Text.Json;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using InstanceStatus = Kommune.Workflow.Execution.InstanceStatus;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Starts batch operations: what is to be changed is found and written down at once, and worked off afterwards.</summary>
internal static class BatchOperationCreation
{
    /// <summary>Ended ones removed with one new one.</summary>
    private const int ForgottenMax = 100;

    /// <summary>How long an ended one can be looked up.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    public static void Map(RouteGroupBuilder instances)
    {
        instances.MapPost("/cancellation", CancelAsync)
            .WithName("cancelProcessInstancesBatchOperation").WithSummary("Cancel many process instances");
        instances.MapPost("/migration", MigrateAsync)
            .WithName("migrateProcessInstancesBatchOperation").WithSummary("Continue many process instances on another version");
        instances.MapPost("/modification", ModifyAsync)
            .WithName("modifyProcessInstancesBatchOperation").WithSummary("Move what stands at an element, in many process instances");
        instances.MapPost("/incident-resolution", ResolveAsync)
            .WithName("resolveIncidentsBatchOperation").WithSummary("Resolve the incidents of many process instances");
        instances.MapPost("/{processInstanceKey}/incident-resolution", ResolveOfOneAsync)
            .WithName("resolveProcessInstanceIncidents").WithSummary("Resolve the incidents of a process instance");
    }

    private static Task<BatchOperationCreatedResult> CancelAsync(
        CommandSender sender, WorkflowDbContext database, ProcessInstanceBatchRequest wish, CancellationToken cancellation) =>
        CreateAsync(
            sender,
            database,
            BatchOperationKind.CancelProcessInstance,
            plan: null,
            Instances(Active(database, wish.Filter).Where(v => v.Instance.ParentKey == null)), // Called instances end with their caller.
            cancellation);

    private static async Task<BatchOperationCreatedResult> MigrateAsync(
        CommandSender sender, WorkflowDbContext database, ProcessInstanceMigrationBatchRequest wish, CancellationToken cancellation)
    {
        sender.Caller.Require(Permissions.Operations);
        await ProcessDefinitionEndpoints.FindAsync(database, wish.MigrationPlan.TargetProcessDefinitionKey, cancellation);
        return await CreateAsync(
            sender,
            database,
            BatchOperationKind.MigrateProcessInstance,
            JsonSerializer.Serialize(wish.MigrationPlan),
            Instances(Active(database, wish.Filter)),
            cancellation);
    }

    private static Task<BatchOperationCreatedResult> ModifyAsync(
        CommandSender sender, WorkflowDbContext database, ProcessInstanceModificationBatchRequest wish, CancellationToken cancellation) =>
        wish.MoveInstructions.Count is 0 or > ModifyProcessInstance.InstructionsMax
            ? throw Problem.Invalid($"Expected 1 to {ModifyProcessInstance.InstructionsMax} moveInstructions, but found another number.")
            : CreateAsync(
                sender,
                database,
                BatchOperationKind.ModifyProcessInstance,
                JsonSerializer.Serialize(wish.MoveInstructions),
                Instances(Active(database, wish.Filter)),
                cancellation);

    private static Task<BatchOperationCreatedResult> ResolveAsync(
        CommandSender sender, WorkflowDbContext database, ProcessInstanceBatchRequest wish, CancellationToken cancellation) =>
        CreateAsync(
            sender,
            database,
            BatchOperationKind.ResolveIncident,
            plan: null,
            Incidents(database, Active(database, wish.Filter)),
            cancellation);

    private static async Task<BatchOperationCreatedResult> ResolveOfOneAsync(
        CommandSender sender, WorkflowDbContext database, string processInstanceKey, CancellationToken cancellation)
    {
        sender.Caller.Require(Permissions.Operations);
        var view = await ProcessInstanceEndpoints.FindAsync(database, processInstanceKey, cancellation);
        var one = ProcessInstanceSearch.Views(database).Where(v => v.Instance.Key == view.Instance.Key);
        return await CreateAsync(
            sender, database, BatchOperationKind.ResolveIncident, plan: null, Incidents(database, one), cancellation);
    }

    private static IQueryable<ProcessInstanceView> Active(WorkflowDbContext database, JsonElement filter) =>
        ProcessInstanceSearch.Matching(database, filter).Where(v => v.Instance.Status == InstanceStatus.Active);

    private static IQueryable<BatchOperationItemRow> Instances(IQueryable<ProcessInstanceView> views) => views
        .OrderBy(v => v.Instance.Key)
        .Select(v => new BatchOperationItemRow { Key = v.Instance.Key, InstanceKey = v.Instance.Key, RootKey = v.Instance.RootKey });

    private static IQueryable<BatchOperationItemRow> Incidents(WorkflowDbContext database, IQueryable<ProcessInstanceView> views) =>
        from view in views
        join incident in database.Incidents on view.Instance.Key equals incident.InstanceKey
        where !incident.Resolved
        orderby incident.Key
        select new BatchOperationItemRow { Key = incident.Key, InstanceKey = view.Instance.Key, RootKey = view.Instance.RootKey };

    private static async Task<BatchOperationCreatedResult> CreateAsync(
        CommandSender sender,
        WorkflowDbContext database,
        BatchOperationKind kind,
        string? plan,
        IQueryable<BatchOperationItemRow> found,
        CancellationToken cancellation)
    {
        sender.Caller.Require(Permissions.Operations);
        var services = sender.Context.RequestServices;
        var limits = services.GetRequiredService<ServerOptions>().Limits;
        var now = services.GetRequiredService<EngineClock>().GetUtcNow();
        var items = await found.AsNoTracking().Take(limits.BatchItemsMax + 1).ToListAsync(cancellation);
        await CheckLimitsAsync(database, items.Count, limits, cancellation);
        var operation = new BatchOperationRow
        {
            Key = (await services.GetRequiredService<KeySource>().NextAsync(cancellation)).Value,
            Kind = kind,
            Plan = plan,
            State = items.Count == 0 ? BatchOperationState.Completed : BatchOperationState.Active,
            ActorId = sender.Caller.UserId,
            StartedAt = now,
            EndedAt = items.Count == 0 ? now : null,
        };
        foreach (var item in items)
        {
            item.BatchOperationKey = operation.Key;
        }

        await ForgetAsync(database, now - Retention, cancellation);
        database.Add(operation);
        database.AddRange(items);
        await database.SaveChangesAsync(cancellation);
        services.GetRequiredService<BatchOperationWork>().Wake();
        return new BatchOperationCreatedResult(ClusterKey.Text(operation.Key), Enum.Parse<BatchOperationType>(kind.ToString()));
    }

    private static async Task CheckLimitsAsync(
        WorkflowDbContext database, int items, ServerLimits limits, CancellationToken cancellation)
    {
        if (items > limits.BatchItemsMax)
        {
            throw Problem.Invalid($"Expected a filter that leaves at most {limits.BatchItemsMax} changes, but it leaves more. Narrow it.");
        }

        var open = await database.BatchOperations.CountAsync(
            b => b.State == BatchOperationState.Active || b.State == BatchOperationState.Suspended, cancellation);
        if (open >= limits.BatchOperationsOpenMax)
        {
            throw Problem.Conflict(
                $"Expected fewer than {limits.BatchOperationsOpenMax} open batch operations, but there are {open}. Wait, or cancel one.");
        }
    }

    /// <summary>Removes with the next save what ended long ago.</summary>
    private static async Task ForgetAsync(WorkflowDbContext database, DateTimeOffset endedBefore, CancellationToken cancellation)
    {
        var old = await database.BatchOperations.Where(b => b.EndedAt < endedBefore).Take(ForgottenMax).ToListAsync(cancellation);
        var keys = old.Select(b => b.Key).ToList();
        database.RemoveRange(await database.BatchOperationItems.Where(i => keys.Contains(i.BatchOperationKey)).ToListAsync(cancellation));
        database.RemoveRange(old);
    }
}
