using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>The work ended in a business error, caught by error events of the model.</summary>
[MessagePackObject]
public sealed record ThrowJobError(
    [property: Key(0)] int Job,
    [property: Key(1)] string Code,
    [property: Key(2)] string? Message,
    [property: Key(3)] FeelContext? Variables = null) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if ((Refusal.Find(turn, Job, out Job job) ?? Refusal.TooLarge(turn, Variables)) is { } refusal)
        {
            return refusal;
        }

        if (Code.Length == 0)
        {
            return Refusal.InvalidArgument("Expected an error code, but got none.", "Der Fehlercode fehlt.");
        }

        var instance = turn.State.Get(job.ElementInstance);
        Incidents.Resolve(turn, instance);
        Errors.Throw(turn, instance, new ThrownError(Code, Message, Variables), ElementState.Active);
        return null;
    }
}
