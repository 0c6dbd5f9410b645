using System.Collections.Concurrent;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.CaseMigrations;

/// <summary>Carries out ordered migrations, batch by batch; what a crash interrupted goes on at the next start, on any node.</summary>
/// <remarks>Each case gets its command under an id of its own: sent again after a crash, it is answered with the first result.</remarks>
internal sealed partial class CaseMigrationRun(
    IServiceScopeFactory scopes,
    WorkflowEngine engine,
    CaseMigrationStore store,
    EngineClock clock,
    TimeProvider time,
    ILogger<CaseMigrationRun> logger) : BackgroundService
{
    private const int BatchSize = 50;
    private const int CommandsAtOnce = 4;

    /// <summary>Times a case is tried after a technical fault before it is left where it is.</summary>
    private const int AttemptsMax = 3;

    /// <summary>How long a node keeps an order without a sign of life; a batch done twice does no harm.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <summary>How often orders that another node left behind are looked for.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim wake = new(0);
    private readonly ConcurrentDictionary<long, int> faults = new();

    /// <summary>There is a new order.</summary>
    public void Wake() => wake.Release();

    public override void Dispose()
    {
        wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await engine.Ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WorkAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(logger, e);
            }

            await wake.WaitAsync(LookInterval, stoppingToken);
        }
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        foreach (var order in await CaseMigrationStore.UnfinishedAsync(database, cancellation))
        {
            if (await store.LeaseAsync(order.Key, time.GetUtcNow(), Lease, cancellation))
            {
                await CarryOutAsync(order, cancellation);
            }
        }
    }

    private async Task CarryOutAsync(CaseMigrationRow order, CancellationToken cancellation)
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().TenantId = order.TenantId;
            var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
            var batch = await database.CaseMigrationItems.AsNoTracking()
                .Where(i => i.MigrationKey == order.Key && i.Outcome == CaseMigrationOutcome.Pending)
                .OrderBy(i => i.InstanceKey).Take(BatchSize).ToListAsync(cancellation);
            if (batch.Count == 0)
            {
                await store.EndAsync(order.Key, clock.GetUtcNow());
                return;
            }

            await Parallel.ForEachAsync(
                batch,
                new ParallelOptions { MaxDegreeOfParallelism = CommandsAtOnce, CancellationToken = cancellation },
                async (item, _) => await MoveAsync(order, item, cancellation));
            await store.DecideAsync(
                order.Key, [.. batch.Where(i => i.Outcome != CaseMigrationOutcome.Pending)], time.GetUtcNow() + Lease);
        }
    }

    private async Task MoveAsync(CaseMigrationRow order, CaseMigrationItemRow item, CancellationToken cancellation)
    {
        var command = new MigrateInstance(
            order.TargetDefinitionKey, [.. CaseMigrationPlan.ReadMappings(order.Mappings, item.SourceDefinitionKey)]);
        try
        {
            var outcome = await engine.SendAsync(
                order.TenantId,
                new InstanceKey(item.InstanceKey),
                command,
                new Actor(order.RequestedBy),
                FormattableString.Invariant($"migration:{order.Key}:{item.InstanceKey}"),
                cancellation);
            item.Outcome = outcome.Accepted ? CaseMigrationOutcome.Moved : CaseMigrationOutcome.Stayed;
            item.Reason = outcome.Rejection?.Notice;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogCaseFailed(logger, item.InstanceKey, e);
            if (faults.AddOrUpdate(item.InstanceKey, 1, (_, count) => count + 1) >= AttemptsMax)
            {
                faults.TryRemove(item.InstanceKey, out _);
                item.Outcome = CaseMigrationOutcome.Stayed;
                item.Reason = "Technischer Fehler. Der Vorgang ist unverändert; bitte stellen Sie ihn später um.";
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A migration of cases was interrupted; it goes on shortly")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Case {InstanceKey} could not be migrated")]
    private static partial void LogCaseFailed(ILogger logger, long instanceKey, Exception exception);
}
