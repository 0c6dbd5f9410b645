using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Waits until an instance has completed.</summary>
internal static class Completion
{
    public static readonly TimeSpan TimeoutDefault = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan TimeoutMax = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>The variables of the completed process; 504 when it takes longer, 409 when it is ended before its end.</summary>
    /// <remarks>Looks at the instance's row, which any node of a cluster may write: often at first, then less.</remarks>
    public static async Task<FeelContext> AwaitAsync(
        WorkflowDbContext database,
        InstanceKey key,
        ProcessInstanceCreationInstruction wish,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var patience = wish.RequestTimeout <= 0
            ? TimeoutDefault
            : TimeSpan.FromMilliseconds(Math.Min(wish.RequestTimeout, TimeoutMax.TotalMilliseconds));
        using var timer = new CancellationTokenSource(patience, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        try
        {
            for (var pause = FirstLook; ; pause = pause * 2 < LookInterval ? pause * 2 : LookInterval)
            {
                var status = await database.Instances.Where(i => i.Key == key.Value)
                    .Select(i => i.Status).SingleAsync(deadline.Token);
                if (status != InstanceStatus.Active)
                {
                    return await VariablesAsync(database, key, status, wish.FetchVariables, deadline.Token);
                }

                await Task.Delay(pause, time, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ProblemException(
                StatusCodes.Status504GatewayTimeout,
                "DEADLINE_EXCEEDED",
                $"Expected process instance {key} to complete within {patience.TotalSeconds:0.###} seconds, but it still runs.");
        }
    }

    private static async Task<FeelContext> VariablesAsync(
        WorkflowDbContext database,
        InstanceKey key,
        InstanceStatus status,
        IReadOnlyList<string>? wanted,
        CancellationToken cancellation)
    {
        if (status != InstanceStatus.Completed)
        {
            throw Problem.Conflict($"Expected process instance {key} to complete, but it was terminated.");
        }

        var names = wanted ?? [];
        var rows = await database.Variables.AsNoTracking()
            .Where(v => v.ScopeKey == key.Value && (names.Count == 0 || names.Contains(v.Name)))
            .ToListAsync(cancellation);
        return FeelContext.From(rows.Select(v => KeyValuePair.Create(v.Name, FeelJson.Parse(v.Value))));
    }
}
