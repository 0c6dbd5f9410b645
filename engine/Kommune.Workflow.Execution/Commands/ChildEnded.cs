using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>The called process ended: completed with variables, or with an uncaught error, or terminated.</summary>
[MessagePackObject]
public sealed record ChildEnded(
    [property: Key(0)] int ElementInstance,
    [property: Key(1)] FeelContext? Variables,
    [property: Key(2)] string? ErrorCode = null,
    [property: Key(3)] string? ErrorMessage = null) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if (Refusal.Find(turn, ElementInstance, out ElementInstance instance) is { } missing)
        {
            return missing;
        }

        if (ErrorCode is not null)
        {
            Errors.Throw(turn, instance, new ThrownError(ErrorCode, ErrorMessage, Variables), ElementState.Active);
        }
        else if (Variables is not null)
        {
            CallActivity.Return(turn, instance, Variables);
        }
        else
        {
            Incidents.Raise(
                turn, instance, ElementState.Active, IncidentKind.CalledElement, "Der aufgerufene Vorgang wurde abgebrochen.");
        }

        return null;
    }
}
