using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>A worker leases the job until a time; nobody else gets it before.</summary>
[MessagePackObject]
public sealed record LockJob(
    [property: Key(0)] int Job, [property: Key(1)] string Worker, [property: Key(2)] DateTimeOffset Until) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if (Refusal.Find(turn, Job, out Job job) is { } missing)
        {
            return missing;
        }

        var isFree = (job.LockedUntil is null || job.LockedUntil <= turn.Now || job.Worker == Worker)
            && (job.NotBefore is null || job.NotBefore <= turn.Now);
        if (!isFree || job.Retries <= 0 || turn.State.Get(job.ElementInstance).Incident != 0)
        {
            return Refusal.InvalidState(
                $"Expected job {Job} to be free, but it is leased, backing off, or has an incident.",
                "Dieser Auftrag ist gerade nicht frei.");
        }

        turn.Emit(new JobLocked(Job, Worker, Until));
        return null;
    }
}
