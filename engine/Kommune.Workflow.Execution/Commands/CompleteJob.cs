using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

[MessagePackObject]
public sealed record CompleteJob([property: Key(0)] int Job, [property: Key(1)] FeelContext? Variables = null) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if ((Refusal.Find(turn, Job, out Job job) ?? Refusal.TooLarge(turn, Variables)) is { } refusal)
        {
            return refusal;
        }

        var instance = turn.State.Get(job.ElementInstance);
        turn.Emit(new JobEnded(Job, JobOutcome.Completed));
        Incidents.Resolve(turn, instance);
        Transitions.Complete(turn, instance, Variables);
        return null;
    }
}
