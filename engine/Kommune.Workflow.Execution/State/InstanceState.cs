using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Everything that is true of one instance now. <see cref="Apply"/> is its only writer.</summary>
/// <remarks>
/// A new object is the state before <see cref="StartInstance"/>. Not safe to share between threads. When a step throws, the
/// state is half changed and must be loaded again.
/// </remarks>
public sealed partial class InstanceState
{
    private readonly Dictionary<int, ElementInstance> elementInstances = [];
    private readonly Dictionary<int, UserTask> userTasks = [];
    private readonly Dictionary<int, Job> jobs = [];
    private readonly Dictionary<int, Timer> timers = [];
    private readonly Dictionary<int, Bookmark> bookmarks = [];
    private readonly Dictionary<int, Incident> incidents = [];
    private readonly List<Doer> doers = [];

    public InstanceStatus Status { get; private set; }

    public InstanceKey Key { get; private set; }

    public long DefinitionKey { get; private set; }

    /// <summary>The full key of the call activity instance that waits for this one.</summary>
    public long? Parent { get; private set; }

    public string? CaseNumber { get; private set; }

    /// <summary>How many calls lead to this instance; 0 when nobody called it.</summary>
    public int CallDepth { get; private set; }

    public string? Title { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The number the next thing in this instance gets.</summary>
    public int NextNumber { get; private set; }

    /// <summary>Active element instances by number; 0 is the process.</summary>
    public IReadOnlyDictionary<int, ElementInstance> ElementInstances => elementInstances;

    public IReadOnlyDictionary<int, UserTask> UserTasks => userTasks;

    public IReadOnlyDictionary<int, Job> Jobs => jobs;

    public IReadOnlyDictionary<int, Timer> Timers => timers;

    public IReadOnlyDictionary<int, Bookmark> Bookmarks => bookmarks;

    public IReadOnlyDictionary<int, Incident> Incidents => incidents;

    /// <summary>Who completed which user task element, each pair once.</summary>
    public IReadOnlyList<Doer> Doers => doers;

    /// <summary>Variables of the process scope; they stay readable after the end.</summary>
    public FeelContext Variables { get; private set; } = FeelContext.Empty;

    /// <summary>How many bookmarks watch conditions.</summary>
    internal int ConditionCount { get; private set; }

    internal ElementInstance? Find(int number) => elementInstances.GetValueOrDefault(number);

    internal ElementInstance Get(int number) => elementInstances[number];

    /// <summary>Makes the state what <paramref name="e"/> says became true.</summary>
    public void Apply(InstanceEvent e)
    {
        switch (e)
        {
            case ElementActivated activated: ApplyActivated(activated); break;
            case ElementCompleted completed: Remove(completed.Instance); break;
            case ElementTerminated terminated: Remove(terminated.Instance); break;
            case FlowTaken taken: ApplyFlowTaken(taken); break;
            case VariableSet set: ApplyVariable(set); break;
            case FlowsJoined joined: ApplyJoined(joined); break;
            case ElementStateChanged changed: Get(changed.Instance).State = changed.State; break;
            case ScopeInterrupted interrupted: ApplyInterrupted(interrupted); break;
            case LoopStarted loop: Get(loop.Body).Loop = new LoopState(loop.Count, loop.Items); break;
            case LoopRoundEnded round: ApplyRoundEnded(round); break;
            case ElementsQueued queued: Get(queued.Instance).QueuedElements = queued.Elements; break;
            case EventReceived received: ApplyReceived(received); break;
            case EventsForgotten forgotten: ApplyForgotten(forgotten); break;
            case ChildLinked child: Get(child.Instance).Child = child.Child; break;
            case CompensationRecorded recorded: ApplyCompensationRecorded(recorded); break;
            case CompensationConsumed consumed: ApplyCompensationConsumed(consumed); break;
            case InstanceStarted started: ApplyStarted(started); break;
            case InstanceCompleted completed: ApplyEnded(InstanceStatus.Completed, completed.At); break;
            case InstanceTerminated terminated: ApplyEnded(InstanceStatus.Terminated, terminated.At); break;
            case InstanceTitled titled: Title = titled.Title; break;
            case InstanceMigrated migrated: ApplyMigrated(migrated); break;
            case FlowCounted counted: Get(counted.Scope).FlowCountsByFlow[counted.Count.Flow] = counted.Count; break;
            case ElementCounted counted: ApplyElementCounted(counted); break;
            case FlowchartStarted started: Get(started.Scope).FlowchartStart = started.Element; break;
            case RemarkAdded or DecisionEvaluated or ErrorThrown or EscalationThrown or LineWritten: break;
            default: ApplyWait(e); break;
        }
    }

    private void ApplyWait(InstanceEvent e)
    {
        switch (e)
        {
            case JobCreated created: ApplyJobCreated(created.Job); break;
            case JobLocked locked:
                jobs[locked.Job] = jobs[locked.Job] with { Worker = locked.Worker, LockedUntil = locked.Until };
                break;
            case JobFailed failed: ApplyJobFailed(failed); break;
            case JobUpdated updated: ApplyJobUpdated(updated); break;
            case JobEnded ended: ApplyJobEnded(ended.Job); break;
            case TaskCreated created: ApplyTaskCreated(created.Task); break;
            case TaskAssigned assigned:
                userTasks[assigned.Task] = userTasks[assigned.Task] with { Assignee = assigned.Assignee, Owner = assigned.Owner };
                break;
            case TaskUpdated updated: userTasks[updated.Task.Number] = updated.Task; break;
            case TaskEnded ended: ApplyTaskEnded(ended); break;
            case TimerScheduled scheduled: ApplyTimer(scheduled.Timer); break;
            case TimerEnded ended: ApplyTimerEnded(ended.Timer); break;
            case BookmarkOpened opened: ApplyBookmark(opened.Bookmark); break;
            case BookmarkClosed closed: ApplyBookmarkClosed(closed.Bookmark); break;
            case BookmarkTriggered: break;
            case ConditionChanged changed:
                bookmarks[changed.Bookmark] = bookmarks[changed.Bookmark] with { Holds = changed.Holds };
                break;
            case IncidentRaised raised: ApplyIncident(raised.Incident); break;
            case IncidentResolved resolved: ApplyIncidentResolved(resolved.Incident); break;
            default: throw new InvalidOperationException($"Expected a known event, but got {e.GetType().Name}.");
        }
    }

    private void ApplyStarted(InstanceStarted e)
    {
        Status = InstanceStatus.Active;
        Key = e.InstanceKey;
        DefinitionKey = e.DefinitionKey;
        Parent = e.Parent;
        CaseNumber = e.CaseNumber;
        CallDepth = e.CallDepth;
        StartedAt = e.At;
    }

    private void ApplyEnded(InstanceStatus status, DateTimeOffset at)
    {
        Status = status;
        EndedAt = at;
    }

    private void ApplyActivated(ElementActivated e)
    {
        var instance = new ElementInstance(e.Instance, e.Element, e.Scope, e.Role, e.LoopIndex);
        elementInstances.Add(e.Instance, instance);
        Count(e.Instance);
        if (e.Scope >= 0)
        {
            var scope = Get(e.Scope);
            (scope.ChildList ??= []).Add(e.Instance);
            if (e.Role == InstanceRole.LoopRound && scope.Loop is { } loop)
            {
                loop.Started++;
            }
        }

        if (e.Thrower > 0)
        {
            TakeRecord(instance, Get(e.Thrower));
        }
    }

    // A compensation starts with what its thrower wants undone next; a scope brought back gets its variables and inner records.
    private static void TakeRecord(ElementInstance instance, ElementInstance thrower)
    {
        var record = thrower.PendingCompensations[0];
        thrower.PendingCompensations = thrower.PendingCompensations.RemoveAt(0);
        instance.Thrower = thrower.Number;
        instance.Variables = record.Variables;
        if (instance.Role == InstanceRole.CompensationScope)
        {
            instance.Compensations = record.Nested;
        }
    }

    private void Remove(int number)
    {
        if (!elementInstances.Remove(number, out var instance))
        {
            throw new InvalidOperationException($"Expected element instance {number} to be active, but it is not.");
        }

        instance.State = ElementState.Completed;
        if (instance.Scope >= 0)
        {
            elementInstances[instance.Scope].ChildList!.Remove(number);
        }
    }

    private void ApplyFlowTaken(FlowTaken e)
    {
        if (e.Waits)
        {
            var scope = Get(e.Scope);
            (scope.WaitingFlowList ??= []).Add(e.Flow);
        }
    }

    private void ApplyJoined(FlowsJoined e)
    {
        var instance = Get(e.Instance);
        var waiting = Get(instance.Scope).WaitingFlowList!;
        foreach (var flow in e.Flows)
        {
            waiting.Remove(flow);
        }

        instance.JoinedFlows = instance.JoinedFlows.AddRange(e.Flows);
    }

    private void ApplyInterrupted(ScopeInterrupted e)
    {
        var scope = Get(e.Scope);
        scope.Interrupted = true;
        scope.WaitingFlowList?.Clear();
        scope.FlowCountsByFlow.Clear();
        scope.QueuedElements = [];
    }

    private void ApplyElementCounted(ElementCounted e)
    {
        var counts = Get(e.Scope).ElementCountsByElement;
        counts[e.Element] = counts.GetValueOrDefault(e.Element) + 1;
    }

    private void ApplyVariable(VariableSet e)
    {
        var scope = Get(e.Scope);
        scope.Variables = scope.Variables.With(e.Name, e.Value);
        if (e.Scope == 0)
        {
            Variables = scope.Variables;
        }
    }

    private void ApplyRoundEnded(LoopRoundEnded e)
    {
        var loop = Get(e.Body).Loop!;
        if (e.Completed)
        {
            loop.Completed++;
        }
        else
        {
            loop.Terminated++;
        }

        if (e.Output is not null)
        {
            while (loop.OutputList.Count < e.Index)
            {
                loop.OutputList.Add(FeelNull.Instance);
            }

            loop.OutputList[e.Index - 1] = e.Output;
        }
    }

    private void ApplyReceived(EventReceived e)
    {
        var instance = Get(e.Instance);
        instance.Received = instance.Received.Add(new ReceivedEvent(e.Element, e.EventIndex));
    }

    private void ApplyForgotten(EventsForgotten e)
    {
        var instance = Get(e.Instance);
        instance.Received = instance.Received.RemoveAll(received => received.Element == e.Element);
    }

    private void ApplyCompensationRecorded(CompensationRecorded e)
    {
        var scope = Get(e.Scope);
        scope.Compensations = scope.Compensations.Add(e.Record);
    }

    private void ApplyCompensationConsumed(CompensationConsumed e)
    {
        var scope = Get(e.Scope);
        var thrower = Get(e.Thrower);
        var records = scope.Compensations;
        foreach (var place in e.Places)
        {
            thrower.PendingCompensations = thrower.PendingCompensations.Add(records[place]);
        }

        foreach (var place in e.Places.Sort((a, b) => b.CompareTo(a)))
        {
            records = records.RemoveAt(place);
        }

        scope.Compensations = records;
    }

    private void ApplyJobCreated(Job job)
    {
        jobs.Add(job.Number, job);
        Get(job.ElementInstance).Job = job.Number;
        Count(job.Number);
    }

    private void ApplyJobFailed(JobFailed e) => jobs[e.Job] = jobs[e.Job] with
    {
        Retries = e.Retries,
        NotBefore = e.NotBefore,
        ErrorMessage = e.Message,
        Worker = null,
        LockedUntil = null,
    };

    private void ApplyJobUpdated(JobUpdated e)
    {
        var job = jobs[e.Job];
        jobs[e.Job] = job with { Retries = e.Retries ?? job.Retries, LockedUntil = e.LockedUntil ?? job.LockedUntil };
    }

    private void ApplyJobEnded(int number)
    {
        jobs.Remove(number, out var job);
        Get(job!.ElementInstance).Job = 0;
    }

    private void ApplyTaskCreated(UserTask task)
    {
        userTasks.Add(task.Number, task);
        Get(task.ElementInstance).UserTask = task.Number;
        Count(task.Number);
    }

    private void ApplyTaskEnded(TaskEnded e)
    {
        userTasks.Remove(e.Task, out var task);
        Get(task!.ElementInstance).UserTask = 0;
        if (e is { Completed: true, UserId: { } userId })
        {
            var doer = new Doer(userId, task.Element);
            if (!doers.Contains(doer))
            {
                doers.Add(doer);
            }
        }
    }

    private void ApplyTimer(Timer timer)
    {
        timers.Add(timer.Number, timer);
        AddWait(timer.ElementInstance, timer.Number);
    }

    private void ApplyTimerEnded(int number)
    {
        timers.Remove(number, out var timer);
        Get(timer!.ElementInstance).WaitList!.Remove(number);
    }

    private void ApplyBookmark(Bookmark bookmark)
    {
        bookmarks.Add(bookmark.Number, bookmark);
        AddWait(bookmark.ElementInstance, bookmark.Number);
        ConditionCount += bookmark.Kind == BookmarkKind.Condition ? 1 : 0;
    }

    private void ApplyBookmarkClosed(int number)
    {
        bookmarks.Remove(number, out var bookmark);
        Get(bookmark!.ElementInstance).WaitList!.Remove(number);
        ConditionCount -= bookmark.Kind == BookmarkKind.Condition ? 1 : 0;
    }

    private void ApplyIncident(Incident incident)
    {
        incidents.Add(incident.Number, incident);
        Get(incident.ElementInstance).Incident = incident.Number;
        Count(incident.Number);
    }

    private void ApplyIncidentResolved(int number)
    {
        incidents.Remove(number, out var incident);
        Get(incident!.ElementInstance).Incident = 0;
    }

    private void AddWait(int instance, int number)
    {
        (Get(instance).WaitList ??= []).Add(number);
        Count(number);
    }

    private void Count(int number) => NextNumber = Math.Max(NextNumber, number + 1);
}

public enum InstanceStatus : byte
{
    /// <summary>Before <see cref="StartInstance"/>.</summary>
    None,
    Active,
    Completed,
    Terminated,
}
