using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Changes a job's retries or lease; null keeps a value.</summary>
[MessagePackObject]
public sealed record UpdateJob(
    [property: Key(0)] int Job, [property: Key(1)] int? Retries, [property: Key(2)] DateTimeOffset? LockedUntil) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if (Refusal.Find(turn, Job, out Job _) is { } missing)
        {
            return missing;
        }

        if (Retries < 1)
        {
            return Refusal.InvalidArgument($"Expected at least one retry, but got {Retries}.", "Mindestens ein Versuch muss bleiben.");
        }

        turn.Emit(new JobUpdated(Job, Retries, LockedUntil));
        return null;
    }
}
