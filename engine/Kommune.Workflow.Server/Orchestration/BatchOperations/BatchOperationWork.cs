using System.Text.Json;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Works off batch operations, oldest first; goes on after a restart where the rows say it stood.</summary>
/// <remarks>
/// Each change carries an id made of the keys of operation and item: done twice, by a second node or after a crash, it has the
/// effect of once.
/// </remarks>
internal sealed class BatchOperationWork(
    WorkflowEngine engine, IServiceScopeFactory scopes, EngineClock clock, RuntimeOptions runtime, ILogger<BatchOperationWork> logger)
    : BackgroundService
{
    /// <summary>Changes between two looks at whether the operation was held or ended.</summary>
    private const int ItemsPerTurn = 20;

    private readonly SemaphoreSlim wake = new(0, 1);

    /// <summary>There is something to do: no need to wait for the next sweep.</summary>
    public void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody has called already.
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        wake.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await engine.Ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await TurnAsync(stoppingToken))
                {
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.BatchFailed(logger, e); // The database is away, perhaps: the next sweep tries again.
            }

            await wake.WaitAsync(runtime.SweepInterval, stoppingToken);
        }
    }

    /// <summary>Does some changes of the oldest operation; false when there is none.</summary>
    private async Task<bool> TurnAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        var operation = await database.BatchOperations.IgnoreQueryFilters()
            .Where(b => b.State == BatchOperationState.Active).OrderBy(b => b.Key).FirstOrDefaultAsync(cancellation);
        if (operation is null)
        {
            return false;
        }

        scope.ServiceProvider.GetRequiredService<TenantScope>().TenantId = operation.TenantId;
        var items = await database.BatchOperationItems
            .Where(i => i.BatchOperationKey == operation.Key && i.State == BatchItemState.Active)
            .OrderBy(i => i.Key).Take(ItemsPerTurn).ToListAsync(cancellation);
        foreach (var item in items)
        {
            item.Error = await RefusalAsync(operation, item, database, cancellation);
            item.State = item.Error is null ? BatchItemState.Completed : BatchItemState.Failed;
            item.ProcessedAt = clock.GetUtcNow();
        }

        if (items.Count == 0)
        {
            (operation.State, operation.EndedAt) = (BatchOperationState.Completed, clock.GetUtcNow());
        }

        try
        {
            await database.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Held or ended meanwhile: the next turn sees it.
        }

        return true;
    }

    /// <summary>Makes one change; why it was refused, or null.</summary>
    private async Task<string?> RefusalAsync(
        BatchOperationRow operation, BatchOperationItemRow item, WorkflowDbContext database, CancellationToken cancellation)
    {
        var instance = InstanceKey.Of(item.Key, out var local);
        if (await CommandAsync(operation, item.InstanceKey, local, database, cancellation) is not { } command)
        {
            return "Expected an active instance of each source element, but there is none.";
        }

        var outcome = await engine.SendAsync(
            operation.TenantId,
            instance,
            command,
            operation.ActorId is { } user ? new Actor(user) : Actor.Engine,
            $"batch:{ClusterKey.Text(operation.Key)}:{ClusterKey.Text(item.Key)}",
            cancellation);
        return outcome.Rejection?.Message;
    }

    private static async Task<Command?> CommandAsync(
        BatchOperationRow operation, long instanceKey, int local, WorkflowDbContext database, CancellationToken cancellation)
    {
        switch (operation.Kind)
        {
            case BatchOperationKind.CancelProcessInstance:
                return new CancelInstance();
            case BatchOperationKind.ResolveIncident:
                return new ResolveIncident(local);
            case BatchOperationKind.MigrateProcessInstance:
                var plan = JsonSerializer.Deserialize<MigrationPlan>(operation.Plan!)!;
                return new MigrateInstance(
                    ClusterKey.Parse(plan.TargetProcessDefinitionKey, "targetProcessDefinitionKey"),
                    [.. plan.MappingInstructions.Select(m => new ElementMapping(m.SourceElementId, m.TargetElementId))]);
            default:
                var moves = JsonSerializer.Deserialize<IReadOnlyList<BatchMove>>(operation.Plan!)!;
                return await MovesAsync(moves, instanceKey, database, cancellation);
        }
    }

    private static async Task<Command?> MovesAsync(
        IReadOnlyList<BatchMove> moves, long instanceKey, WorkflowDbContext database, CancellationToken cancellation)
    {
        var standing = await database.ElementInstances.AsNoTracking()
            .Where(e => e.InstanceKey == instanceKey).Take(ModifyProcessInstance.InstructionsMax).ToListAsync(cancellation);
        var activate = new List<ActivateInstruction>();
        var terminate = new List<int>();
        foreach (var move in moves)
        {
            foreach (var source in standing.Where(e => e.ElementId == move.SourceElementId))
            {
                InstanceKey.Of(source.Key, out var number);
                terminate.Add(number);
                activate.Add(new ActivateInstruction(move.TargetElementId, null, null));
            }
        }

        return terminate.Count == 0 ? null : new ModifyInstance([.. activate], [.. terminate.Distinct()]);
    }
}
