using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>Brings commands to the grain of their instance, wherever it is.</summary>
internal sealed class InstanceRouter(EngineSilo silo, RuntimeOptions options)
{
    /// <summary>Sends a command of the engine's own; a rejection is not remembered.</summary>
    public async Task<CommandOutcome> SendAsync(
        string tenantId, InstanceKey instance, Command command, Actor actor, string? commandId, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(instance, new InstanceRequest(tenantId, command, actor, commandId), cancellationToken)
            .ConfigureAwait(false);
        return new CommandOutcome(reply.Rejection, reply.Events);
    }

    public async Task<InstanceReply> SendAsync(
        InstanceKey instance, InstanceRequest request, CancellationToken cancellationToken)
    {
        if (!IsInstanceKey(instance))
        {
            return InstanceReply.Rejected(NotFound(instance.Value));
        }

        var grains = await silo.GrainsAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await grains.GetGrain<IInstanceGrain>(instance.Value).SendAsync(request).ConfigureAwait(false);
        }
        catch (LimitExceededException)
        {
            throw new EngineBusyException(
                nameof(RuntimeOptions.CommandsPerInstanceMax),
                $"Expected at most {options.CommandsPerInstanceMax} commands to wait for instance {instance}, but more came.");
        }
    }

    /// <summary>Leases a job; null: it is not to be had, or its instance is too busy just now.</summary>
    public async Task<ActivatedJob?> LockJobAsync(
        InstanceKey instance, InstanceRequest request, CancellationToken cancellationToken)
    {
        var grains = await silo.GrainsAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (await grains.GetGrain<IInstanceGrain>(instance.Value).LockJobAsync(request).ConfigureAwait(false)).Job;
        }
        catch (LimitExceededException)
        {
            return null;
        }
    }

    public static Rejection NotFound(long key) => new(
        RejectionCode.NotFound,
        $"Expected an instance with key {key}, but there is none.",
        "Diesen Vorgang gibt es nicht (mehr).");

    private static bool IsInstanceKey(InstanceKey key) => key.Value > 0 && InstanceKey.Of(key.Value, out var local) == key && local == 0;
}
