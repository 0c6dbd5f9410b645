using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>What this node starts at once after a commit. A crash before it loses nothing: sweeps find the stored rows.</summary>
internal sealed class CommitFollowUp(
    EffectDispatcher effects, TimerPump timers, JobBoard jobs, BufferedMessages messages, ChangeFeed changes,
    EngineMetrics metrics)
{
    public void Committed(InstanceCommit commit)
    {
        for (var i = 0; i < commit.Effects.Count; i++)
        {
            effects.Enqueue(new PendingEffect(commit.TenantId, commit.Position, i, commit.Effects[i], commit.Entry.At));
        }

        foreach (var e in commit.Entry.Events)
        {
            switch (e)
            {
                case TimerScheduled scheduled:
                    timers.WakeAt(scheduled.Timer.DueAt);
                    break;
                case JobCreated created:
                    jobs.Announce(created.Job.Type);
                    break;
                case JobFailed or JobUpdated or IncidentResolved:
                    jobs.AnnounceAll();
                    break;
                case BookmarkOpened { Bookmark: { Kind: BookmarkKind.Message } bookmark }:
                    messages.LookFor(commit.TenantId, bookmark.Name, bookmark.CorrelationKey ?? "");
                    break;
            }
        }

        changes.Committed(commit);
        metrics.Committed(commit);
    }
}
