using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>A business error on its way.</summary>
internal sealed record ThrownError(string Code, string? Message, FeelContext? Variables);

/// <summary>Errors go from inside out to the first catcher; none: to the calling process, or to a person as an incident.</summary>
internal static class Errors
{
    /// <param name="turn">The turn.</param>
    /// <param name="origin">Where the error happened.</param>
    /// <param name="error">The error.</param>
    /// <param name="stuckIn">The state in which <paramref name="origin"/> stays when nobody catches it.</param>
    public static void Throw(Turn turn, ElementInstance origin, ThrownError error, ElementState stuckIn)
    {
        var found = Catchers.FindError(turn, origin, error.Code);
        turn.Emit(new ErrorThrown(origin.Number, error.Code, error.Message, found?.Element.Index ?? Element.None));
        if (found is { } catcher)
        {
            WithdrawFailed(turn, origin);
            Occurrence.Of(turn, catcher.Waiter, catcher.Element, catcher.EventIndex, Caught(catcher, error));
        }
        else if (turn.State.Parent is not null)
        {
            Ending.Fail(turn, error);
        }
        else
        {
            var message = $"Der Fehler „{error.Code}“ wird von keinem Fehlerereignis aufgefangen."
                + (error.Message is null ? "" : $" {error.Message}");
            if (origin.Job != 0)
            {
                // No worker gets it again before a person has looked at it.
                turn.Emit(new JobFailed(origin.Job, Retries: 0, NotBefore: null, error.Message));
            }

            Incidents.Raise(
                turn, origin, stuckIn, IncidentKind.UnhandledError, message, origin.Job == 0 ? null : origin.Job);
        }
    }

    // The job that failed has ended with the error, not by being taken back.
    private static void WithdrawFailed(Turn turn, ElementInstance origin)
    {
        if (origin.Job != 0)
        {
            turn.Emit(new JobEnded(origin.Job, JobOutcome.Error));
        }
    }

    private static FeelContext? Caught(Catcher catcher, ThrownError error)
    {
        var definition = (ErrorEvent)catcher.Element.Events[catcher.EventIndex];
        var variables = error.Variables ?? FeelContext.Empty;
        if (definition.CodeVariable is { } codeVariable)
        {
            variables = variables.With(codeVariable, FeelString.Of(error.Code));
        }

        if (definition.MessageVariable is { } messageVariable)
        {
            variables = variables.With(messageVariable, error.Message is null ? FeelNull.Instance : FeelString.Of(error.Message));
        }

        return variables.Count == 0 ? null : variables;
    }
}

/// <summary>Escalations go from inside out to the first catcher; none: to the calling process, or nothing happens.</summary>
internal static class Escalations
{
    public static void Throw(Turn turn, ElementInstance origin, string code, FeelContext? variables)
    {
        var found = Catchers.FindEscalation(turn, origin, code);
        turn.Emit(new EscalationThrown(origin.Number, code, found?.Element.Index ?? Element.None));
        if (found is { } catcher)
        {
            var definition = (EscalationEvent)catcher.Element.Events[catcher.EventIndex];
            var caught = definition.CodeVariable is { } codeVariable
                ? (variables ?? FeelContext.Empty).With(codeVariable, FeelString.Of(code))
                : variables;
            Occurrence.Of(turn, catcher.Waiter, catcher.Element, catcher.EventIndex, caught is { Count: > 0 } ? caught : null);
        }
        else if (turn.State.Parent is { } parent)
        {
            turn.Ask(new NotifyParent(parent, new ChildReport(ChildOutcome.Escalated, variables, code)));
        }
    }
}
