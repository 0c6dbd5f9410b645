using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>What became true in an instance. Stored in its journal; replaying all of them gives its state.</summary>
/// <remarks>
/// Released events are frozen: a change of meaning is a new event with a new union number. Numbers named
/// <c>…Instance</c>, <c>Job</c>, <c>Task</c>, <c>Timer</c>, <c>Bookmark</c>, <c>Incident</c> are local numbers;
/// <c>Element</c> and <c>Flow</c> are indices into the graph of the version the instance ran on at that time.
/// </remarks>
[Union(0, typeof(InstanceStarted))]
[Union(1, typeof(InstanceCompleted))]
[Union(2, typeof(InstanceTerminated))]
[Union(3, typeof(ElementActivated))]
[Union(4, typeof(ElementStateChanged))]
[Union(5, typeof(ElementCompleted))]
[Union(6, typeof(ElementTerminated))]
[Union(7, typeof(FlowTaken))]
[Union(8, typeof(FlowsJoined))]
[Union(9, typeof(VariableSet))]
[Union(10, typeof(JobCreated))]
[Union(11, typeof(JobLocked))]
[Union(12, typeof(JobFailed))]
[Union(13, typeof(JobUpdated))]
[Union(14, typeof(JobEnded))]
[Union(15, typeof(TaskCreated))]
[Union(16, typeof(TaskAssigned))]
[Union(17, typeof(TaskUpdated))]
[Union(18, typeof(TaskEnded))]
[Union(19, typeof(TimerScheduled))]
[Union(20, typeof(TimerEnded))]
[Union(21, typeof(BookmarkOpened))]
[Union(22, typeof(BookmarkClosed))]
[Union(23, typeof(BookmarkTriggered))]
[Union(24, typeof(IncidentRaised))]
[Union(25, typeof(IncidentResolved))]
[Union(26, typeof(ChildLinked))]
[Union(27, typeof(DecisionEvaluated))]
[Union(28, typeof(CompensationRecorded))]
[Union(29, typeof(CompensationConsumed))]
[Union(30, typeof(InstanceMigrated))]
[Union(31, typeof(RemarkAdded))]
[Union(32, typeof(ErrorThrown))]
[Union(33, typeof(EscalationThrown))]
[Union(34, typeof(InstanceTitled))]
[Union(35, typeof(ScopeInterrupted))]
[Union(36, typeof(LoopStarted))]
[Union(37, typeof(LoopRoundEnded))]
[Union(38, typeof(ElementsQueued))]
[Union(39, typeof(ConditionChanged))]
[Union(40, typeof(EventReceived))]
[Union(41, typeof(EventsForgotten))]
[Union(42, typeof(LineWritten))]
[Union(43, typeof(FlowCounted))]
[Union(44, typeof(ElementCounted))]
[Union(45, typeof(FlowchartStarted))]
public abstract record InstanceEvent;
