using System.Collections.Immutable;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>What changed, told after each commit: on this node at once, from other nodes a moment later; nothing is kept.</summary>
public sealed class ChangeFeed
{
    private ImmutableArray<Action<IReadOnlyList<EngineChange>>> listeners = [];
    private Action<IReadOnlyList<EngineChange>>? relay;

    /// <summary>Calls a listener after each commit until the subscription is disposed; it must be quick and not throw.</summary>
    public IDisposable Subscribe(Action<IReadOnlyList<EngineChange>> listener)
    {
        ImmutableInterlocked.Update(ref listeners, (all, one) => all.Add(one), listener);
        return new Subscription(() => ImmutableInterlocked.Update(ref listeners, (all, one) => all.Remove(one), listener));
    }

    /// <summary>Calls who tells other nodes what changed on this one.</summary>
    internal void RelayTo(Action<IReadOnlyList<EngineChange>> next) => relay = next;

    /// <summary>Tells of what changed on another node.</summary>
    internal void Heard(IReadOnlyList<EngineChange> changes)
    {
        foreach (var listener in listeners)
        {
            listener(changes);
        }
    }

    /// <summary>Tells of a change that is no instance's (a comment, a notification).</summary>
    public void Publish(EngineChange change) => Tell([change]);

    internal void Committed(InstanceCommit commit)
    {
        if (listeners.IsEmpty && relay is null)
        {
            return;
        }

        var key = commit.Key.Value;
        var changes = new List<EngineChange> { new(ChangeKind.Instance, commit.TenantId, key, key, commit.Definition.ProcessId) };
        foreach (var e in commit.Entry.Events)
        {
            var (kind, number) = e switch
            {
                TaskCreated created => (ChangeKind.Task, created.Task.Number),
                TaskAssigned assigned => (ChangeKind.Task, assigned.Task),
                TaskUpdated updated => (ChangeKind.Task, updated.Task.Number),
                TaskEnded ended => (ChangeKind.Task, ended.Task),
                IncidentRaised raised => (ChangeKind.Incident, raised.Incident.Number),
                IncidentResolved resolved => (ChangeKind.Incident, resolved.Incident),
                JobFailed failed => (ChangeKind.Job, failed.Job),
                JobEnded ended => (ChangeKind.Job, ended.Job),
                _ => (ChangeKind.Instance, 0),
            };
            if (number > 0)
            {
                changes.Add(new EngineChange(kind, commit.TenantId, commit.Key.Inner(number), key, commit.Definition.ProcessId));
            }
        }

        Tell(changes);
    }

    private void Tell(IReadOnlyList<EngineChange> changes)
    {
        Heard(changes);
        relay?.Invoke(changes);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <param name="Kind">What kind of thing changed.</param>
/// <param name="TenantId">Whose.</param>
/// <param name="Key">Its key.</param>
/// <param name="InstanceKey">The case it belongs to; 0 for none.</param>
/// <param name="ProcessId">The case's process; null for none.</param>
public sealed record EngineChange(ChangeKind Kind, string TenantId, long Key, long InstanceKey, string? ProcessId);

public enum ChangeKind
{
    Instance,
    Task,
    Incident,
    Job,
    Definition,
    Notification,
    Substitution,
    Chronicle,
}
