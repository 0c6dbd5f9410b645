using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>A worker could not do the job. With no retries left an incident is raised.</summary>
[MessagePackObject]
public sealed record FailJob(
    [property: Key(0)] int Job,
    [property: Key(1)] int Retries,
    [property: Key(2)] string? Message,
    [property: Key(3)] TimeSpan BackOff,
    [property: Key(4)] FeelContext? Variables = null) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if ((Refusal.Find(turn, Job, out Job job) ?? Refusal.TooLarge(turn, Variables)) is { } refusal)
        {
            return refusal;
        }

        if (Retries < 0 || BackOff < TimeSpan.Zero || BackOff > turn.Limits.BackOffMax)
        {
            return Refusal.InvalidArgument(
                $"Expected retries of at least 0 and a back-off from 0 to {turn.Limits.BackOffMax}, but got {Retries} and {BackOff}.",
                "Die Angaben zum Auftrag sind ungültig.");
        }

        var instance = turn.State.Get(job.ElementInstance);
        Mapping.SetLocal(turn, instance.Number, Variables);
        DateTimeOffset? notBefore = Retries > 0 && BackOff > TimeSpan.Zero ? turn.Now + BackOff : null;
        turn.Emit(new JobFailed(Job, Retries, notBefore, Message));
        if (Retries == 0)
        {
            Incidents.Raise(
                turn, instance, ElementState.Active, IncidentKind.JobNoRetries, Message ?? "Der Auftrag ist gescheitert.", Job);
        }

        return null;
    }
}
