using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Orleans.Placement;

namespace Kommune.Workflow.Runtime;

/// <summary>The one writer of a stored instance: commands are decided one after the other, each durable before the next.</summary>
[PreferLocalPlacement]
internal sealed class InstanceGrain(InstanceExecutor executor, InstancesInMemory inMemory, RuntimeOptions options)
    : Grain, IInstanceGrain
{
    private InstanceRun? run;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        inMemory.Add();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        inMemory.Remove();
        return Task.CompletedTask;
    }

    public async ValueTask<InstanceReply> SendAsync(InstanceRequest request)
    {
        try
        {
            return await DecideAsync(request);
        }
        catch
        {
            // The state may be half changed; the next command loads what was committed.
            run = null;
            throw;
        }
        finally
        {
            if (run?.State.Status is not InstanceStatus.Active || inMemory.Count > options.InstancesInMemoryMax)
            {
                DeactivateOnIdle();
            }
        }
    }

    public async ValueTask<JobReply> LockJobAsync(InstanceRequest request)
    {
        var reply = await SendAsync(request);
        var number = ((LockJob)request.Command).Job;
        return new JobReply(
            reply.Rejection is null && run?.State.Jobs.GetValueOrDefault(number) is { } job ? LeasedJob.Describe(run, job) : null);
    }

    private async ValueTask<InstanceReply> DecideAsync(InstanceRequest request)
    {
        if (await executor.FindEarlierAsync(request) is { } earlier)
        {
            return earlier;
        }

        for (var attempt = 0; attempt <= options.ConflictRetriesMax; attempt++)
        {
            run ??= await executor.LoadAsync(new InstanceKey(this.GetPrimaryKeyLong()));
            if (run is null || run.TenantId != request.TenantId)
            {
                return await executor.RejectAsync(request, InstanceRouter.NotFound(this.GetPrimaryKeyLong()));
            }

            var reply = await executor.StepAsync(run, request);
            if (reply is { EarlierPosition: null })
            {
                return reply;
            }

            run = null;
            if (reply is not null)
            {
                return reply;
            }
        }

        throw new TimeoutException(
            $"Expected instance {this.GetPrimaryKeyLong()} to have one writer, "
            + $"but another one was faster {options.ConflictRetriesMax} times.");
    }
}

/// <summary>How many instances this node holds in memory.</summary>
internal sealed class InstancesInMemory
{
    private int count;

    public int Count => Volatile.Read(ref count);

    public void Add() => Interlocked.Increment(ref count);

    public void Remove() => Interlocked.Decrement(ref count);
}
