using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Who sends a command, and for whom: the record of a case shows both.</summary>
/// <param name="UserId">The person or API key that acts; null: the engine itself (timer, message, child).</param>
/// <param name="OnBehalfOf">The person who is deputised, when acting as a substitute.</param>
[MessagePackObject]
public sealed record Actor([property: Key(0)] string? UserId, [property: Key(1)] string? OnBehalfOf = null)
{
    /// <summary>The engine itself.</summary>
    public static Actor Engine { get; } = new(null, null);
}

/// <summary>What somebody wants of one instance. It is either rejected, with nothing changed, or becomes events.</summary>
/// <remarks>Inner things are named by their local number (see <see cref="InstanceKey"/>).</remarks>
[Union(0, typeof(StartInstance))]
[Union(1, typeof(CancelInstance))]
[Union(2, typeof(CompleteJob))]
[Union(3, typeof(FailJob))]
[Union(4, typeof(ThrowJobError))]
[Union(5, typeof(UpdateJob))]
[Union(6, typeof(AssignTask))]
[Union(7, typeof(UnassignTask))]
[Union(8, typeof(DelegateTask))]
[Union(9, typeof(ResolveTask))]
[Union(10, typeof(UpdateTask))]
[Union(11, typeof(CompleteTask))]
[Union(12, typeof(FireTimer))]
[Union(13, typeof(CorrelateMessage))]
[Union(14, typeof(DeliverSignal))]
[Union(15, typeof(ChildStarted))]
[Union(16, typeof(ChildEnded))]
[Union(17, typeof(ChildEscalated))]
[Union(18, typeof(SetVariables))]
[Union(19, typeof(ResolveIncident))]
[Union(20, typeof(ModifyInstance))]
[Union(21, typeof(MigrateInstance))]
[Union(22, typeof(ActivateAdHocElements))]
[Union(23, typeof(LockJob))]
[Union(24, typeof(AddRemark))]
public abstract record Command
{
    /// <summary>Refuses with nothing changed, or sets the consequences in motion and returns null.</summary>
    internal abstract Rejection? Decide(Turn turn);
}
