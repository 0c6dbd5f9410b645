using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>What must happen outside the instance once its commit is durable; at least once, with an idempotency key.</summary>
/// <remarks>Jobs, tasks and timers are no effects: they are rows that follow from the state.</remarks>
[Union(0, typeof(StartChild))]
[Union(1, typeof(CancelChild))]
[Union(2, typeof(NotifyParent))]
[Union(3, typeof(PublishMessage))]
[Union(4, typeof(BroadcastSignal))]
[Union(5, typeof(SendCommand))]
[Union(6, typeof(StartProcess))]
public abstract record Effect;

/// <summary>Start a called process; answered by <see cref="ChildStarted"/>.</summary>
/// <param name="ElementInstance">The call activity's instance that waits.</param>
/// <param name="ProcessId">The called process id (or global task id).</param>
/// <param name="Element">The call activity's index: its <c>CallDefinition</c> tells the binding.</param>
/// <param name="Variables">The child's start variables.</param>
/// <param name="CallDepth">The child's <see cref="StartInstance.CallDepth"/>.</param>
[MessagePackObject]
public sealed record StartChild(
    [property: Key(0)] int ElementInstance,
    [property: Key(1)] string ProcessId,
    [property: Key(2)] int Element,
    [property: Key(3)] FeelContext Variables,
    [property: Key(4)] int CallDepth) : Effect;

[MessagePackObject]
public sealed record CancelChild([property: Key(0)] InstanceKey Child) : Effect;

/// <summary>Tell the waiting call activity instance (its full key) how this instance fares.</summary>
[MessagePackObject]
public sealed record NotifyParent([property: Key(0)] long Parent, [property: Key(1)] ChildReport Report) : Effect;

/// <summary>How a called process fares: exactly one of completed, failed with an error, terminated, escalated.</summary>
[MessagePackObject]
public sealed record ChildReport(
    [property: Key(0)] ChildOutcome Outcome,
    [property: Key(1)] FeelContext? Variables,
    [property: Key(2)] string? Code = null,
    [property: Key(3)] string? Message = null);

public enum ChildOutcome : byte
{
    Completed,
    Failed,
    Terminated,
    Escalated,
}

/// <summary>Publish a message inside the engine.</summary>
/// <param name="Name">The message's name.</param>
/// <param name="CorrelationKey">Null: correlates by its name alone.</param>
/// <param name="TimeToLive">
/// How long it waits for receivers. Zero: it correlates with what waits when it is delivered, right after the commit that asked
/// for it or, after a crash, when the engine is back.
/// </param>
/// <param name="Variables">What receivers get.</param>
/// <param name="MessageId">The id an outside publisher gave it; null for one that an instance throws.</param>
/// <param name="Actor">Who published it; null: the engine, at the throwing element's wish.</param>
[MessagePackObject]
public sealed record PublishMessage(
    [property: Key(0)] string Name,
    [property: Key(1)] string? CorrelationKey,
    [property: Key(2)] TimeSpan TimeToLive,
    [property: Key(3)] FeelContext Variables,
    [property: Key(4)] string? MessageId = null,
    [property: Key(5)] Actor? Actor = null) : Effect;

/// <param name="Name">The signal's name.</param>
/// <param name="Variables">What receivers get.</param>
/// <param name="Actor">Who sent it; null: the engine, at the throwing element's wish.</param>
[MessagePackObject]
public sealed record BroadcastSignal(
    [property: Key(0)] string Name,
    [property: Key(1)] FeelContext Variables,
    [property: Key(2)] Actor? Actor = null) : Effect;

/// <summary>Send a command that follows from rows committed outside any instance (a comment's line on the record).</summary>
[MessagePackObject]
public sealed record SendCommand(
    [property: Key(0)] InstanceKey Instance, [property: Key(1)] Command Command, [property: Key(2)] Actor Actor) : Effect;

/// <summary>Start the latest version of a process, as a consequence of rows committed outside any instance (a notice).</summary>
[MessagePackObject]
public sealed record StartProcess([property: Key(0)] string ProcessId, [property: Key(1)] FeelContext Variables) : Effect;
