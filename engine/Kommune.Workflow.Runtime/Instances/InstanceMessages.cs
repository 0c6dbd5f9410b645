using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Runtime;

/// <summary>The one writer of an instance.</summary>
internal interface IInstanceGrain : IGrainWithIntegerKey
{
    ValueTask<InstanceReply> SendAsync(InstanceRequest request);

    /// <summary>Leases a job; null: it is not to be had (any more).</summary>
    ValueTask<JobReply> LockJobAsync(InstanceRequest request);
}

/// <param name="TenantId">Whose instance the sender takes it for.</param>
/// <param name="Command">The command.</param>
/// <param name="Actor">Who sends it.</param>
/// <param name="CommandId">Makes it repeatable.</param>
[Immutable]
internal sealed record InstanceRequest(string TenantId, Command Command, Actor Actor, string? CommandId)
{
    /// <summary>Whether a rejection is the result of the command's id, too, as for commands from outside.</summary>
    public bool RemembersRejection { get; init; }
}

/// <param name="Rejection">Why nothing changed.</param>
/// <param name="Events">What became true.</param>
/// <param name="EarlierPosition">The journal position of the earlier command with the same id, when there was one.</param>
[Immutable]
internal sealed record InstanceReply(Rejection? Rejection, IReadOnlyList<InstanceEvent> Events, long? EarlierPosition = null)
{
    public static InstanceReply Rejected(Rejection rejection) => new(rejection, []);
}

[Immutable]
internal sealed record JobReply(ActivatedJob? Job);

/// <summary>A message and who published it.</summary>
[Immutable]
internal sealed record MessageParcel(StoredMessage Message, Actor Actor);
