using System.Collections.Immutable;
using Kommune.Workflow.Expressions;
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
public abstract record Command;

/// <summary>Creates the instance.</summary>
/// <param name="Key">The key the instance gets.</param>
/// <param name="DefinitionKey">The key of the definition version it runs on.</param>
/// <param name="Variables">A context of start variables; null for none.</param>
/// <param name="StartElement">The start event (or instantiating task or gateway event) triggered; null: the none start event.</param>
/// <param name="Parent">The call activity instance that waits for this one, or null.</param>
/// <param name="CaseNumber">The number people use for the case, such as <c>HS-2026-0438</c>; null: none.</param>
/// <param name="StartInstructions">Ids of elements to start before, instead of the start event; empty: the start event.</param>
[MessagePackObject]
public sealed record StartInstance(
    [property: Key(0)] InstanceKey Key,
    [property: Key(1)] long DefinitionKey,
    [property: Key(2)] FeelContext? Variables,
    [property: Key(3)] string? StartElement = null,
    [property: Key(4)] long? Parent = null,
    [property: Key(5)] string? CaseNumber = null,
    [property: Key(6)] ImmutableArray<string>? StartInstructions = null) : Command;

[MessagePackObject]
public sealed record CancelInstance([property: Key(0)] string? Reason = null) : Command;

/// <summary>A worker leases the job until a time; nobody else gets it before.</summary>
[MessagePackObject]
public sealed record LockJob(
    [property: Key(0)] int Job, [property: Key(1)] string Worker, [property: Key(2)] DateTimeOffset Until) : Command;

[MessagePackObject]
public sealed record CompleteJob([property: Key(0)] int Job, [property: Key(1)] FeelContext? Variables = null) : Command;

/// <summary>A worker could not do the job. With no retries left an incident is raised.</summary>
[MessagePackObject]
public sealed record FailJob(
    [property: Key(0)] int Job,
    [property: Key(1)] int Retries,
    [property: Key(2)] string? Message,
    [property: Key(3)] TimeSpan BackOff,
    [property: Key(4)] FeelContext? Variables = null) : Command;

/// <summary>The work ended in a business error, caught by error events of the model.</summary>
[MessagePackObject]
public sealed record ThrowJobError(
    [property: Key(0)] int Job,
    [property: Key(1)] string Code,
    [property: Key(2)] string? Message,
    [property: Key(3)] FeelContext? Variables = null) : Command;

/// <summary>Changes a job's retries or lease; null keeps a value.</summary>
[MessagePackObject]
public sealed record UpdateJob(
    [property: Key(0)] int Job, [property: Key(1)] int? Retries, [property: Key(2)] DateTimeOffset? LockedUntil) : Command;

/// <summary>Gives the task to a person; claiming is assigning to oneself.</summary>
/// <param name="Task">The task.</param>
/// <param name="Assignee">The person.</param>
/// <param name="AllowOverride">Whether a task somebody else holds may be taken over.</param>
[MessagePackObject]
public sealed record AssignTask(
    [property: Key(0)] int Task, [property: Key(1)] string Assignee, [property: Key(2)] bool AllowOverride = true) : Command;

[MessagePackObject]
public sealed record UnassignTask([property: Key(0)] int Task) : Command;

/// <summary>Hands the task to another person who gives it back with <see cref="ResolveTask"/>.</summary>
[MessagePackObject]
public sealed record DelegateTask([property: Key(0)] int Task, [property: Key(1)] string To) : Command;

/// <summary>The delegate is done: the task returns to its owner.</summary>
[MessagePackObject]
public sealed record ResolveTask([property: Key(0)] int Task, [property: Key(1)] FeelContext? Variables = null) : Command;

/// <summary>Changes the listed properties of a task; a property that is not listed stays.</summary>
[MessagePackObject]
public sealed record UpdateTask([property: Key(0)] int Task, [property: Key(1)] TaskChanges Changes) : Command;

/// <summary>New values of a task's properties; null keeps the value, <see cref="Clear"/> names those to empty.</summary>
[MessagePackObject]
public sealed record TaskChanges
{
    [Key(0)] public DateTimeOffset? DueAt { get; init; }
    [Key(1)] public DateTimeOffset? FollowUpAt { get; init; }
    [Key(2)] public int? Priority { get; init; }
    [Key(3)] public ImmutableArray<string>? CandidateGroups { get; init; }
    [Key(4)] public ImmutableArray<string>? CandidateUsers { get; init; }

    /// <summary>Names of <see cref="DueAt"/> and <see cref="FollowUpAt"/> when they are to be emptied.</summary>
    [Key(5)] public ImmutableArray<string>? Clear { get; init; }
}

[MessagePackObject]
public sealed record CompleteTask(
    [property: Key(0)] int Task, [property: Key(1)] FeelContext? Variables = null, [property: Key(2)] string? Action = null) : Command;

[MessagePackObject]
public sealed record FireTimer([property: Key(0)] int Timer) : Command;

/// <summary>Delivers a message to the bookmark that waits for it.</summary>
[MessagePackObject]
public sealed record CorrelateMessage(
    [property: Key(0)] int Bookmark, [property: Key(1)] long MessageKey, [property: Key(2)] FeelContext? Variables) : Command;

[MessagePackObject]
public sealed record DeliverSignal(
    [property: Key(0)] int Bookmark, [property: Key(1)] long SignalKey, [property: Key(2)] FeelContext? Variables) : Command;

/// <summary>The called process was started; or could not be, with the reason (an incident at the call activity).</summary>
[MessagePackObject]
public sealed record ChildStarted(
    [property: Key(0)] int ElementInstance, [property: Key(1)] InstanceKey? Child, [property: Key(2)] string? Problem) : Command;

/// <summary>The called process ended: completed with variables, or with an uncaught error, or terminated.</summary>
[MessagePackObject]
public sealed record ChildEnded(
    [property: Key(0)] int ElementInstance,
    [property: Key(1)] FeelContext? Variables,
    [property: Key(2)] string? ErrorCode = null,
    [property: Key(3)] string? ErrorMessage = null) : Command;

/// <summary>The called process threw an escalation that it did not catch itself; it may still run.</summary>
[MessagePackObject]
public sealed record ChildEscalated(
    [property: Key(0)] int ElementInstance, [property: Key(1)] string Code, [property: Key(2)] FeelContext? Variables) : Command;

/// <summary>Sets variables at an element instance: at that scope itself, or where each is visible from there.</summary>
[MessagePackObject]
public sealed record SetVariables(
    [property: Key(0)] int ElementInstance, [property: Key(1)] FeelContext Variables, [property: Key(2)] bool Local) : Command;

/// <summary>Tries again what got stuck.</summary>
[MessagePackObject]
public sealed record ResolveIncident([property: Key(0)] int Incident) : Command;

/// <summary>Repairs a running instance by hand: all activations and terminations happen together, or none.</summary>
[MessagePackObject]
public sealed record ModifyInstance(
    [property: Key(0)] ImmutableArray<ActivateInstruction> Activate,
    [property: Key(1)] ImmutableArray<int> TerminateElementInstances) : Command;

/// <summary>Start before an element.</summary>
/// <param name="ElementId">The element.</param>
/// <param name="AncestorElementInstance">The scope instance to start in, or null where only one is possible.</param>
/// <param name="Variables">Variables to set first; per scope element id, the empty id for the process.</param>
[MessagePackObject]
public sealed record ActivateInstruction(
    [property: Key(0)] string ElementId,
    [property: Key(1)] int? AncestorElementInstance,
    [property: Key(2)] FeelContext? Variables,
    [property: Key(3)] string? VariablesScopeId = null);

/// <summary>Continues the instance on another version: each active element moves to the mapped element id.</summary>
[MessagePackObject]
public sealed record MigrateInstance(
    [property: Key(0)] long TargetDefinitionKey,
    [property: Key(1)] ImmutableArray<ElementMapping> Mappings) : Command;

/// <summary>An active source element continues as the target element.</summary>
[MessagePackObject]
public sealed record ElementMapping([property: Key(0)] string SourceId, [property: Key(1)] string TargetId);

[MessagePackObject]
public sealed record ActivateAdHocElements(
    [property: Key(0)] int ElementInstance, [property: Key(1)] ImmutableArray<string> ElementIds) : Command;

/// <summary>Puts a note on the case's record without changing anything else (a comment, a file).</summary>
/// <param name="Kind">What is noted: <c>comment</c>, <c>attachment-added</c>, <c>attachment-removed</c>.</param>
/// <param name="Reference">The key of the comment or file; its text is not part of the record, so that it can be erased.</param>
/// <param name="Task">The task it belongs to, or null for the case.</param>
[MessagePackObject]
public sealed record AddRemark(
    [property: Key(0)] string Kind, [property: Key(1)] string Reference, [property: Key(2)] int? Task) : Command;
