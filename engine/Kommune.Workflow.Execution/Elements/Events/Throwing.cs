using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>What each kind of event does when it is thrown.</summary>
internal static class Throwing
{
    private static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromHours(1);

    /// <summary>Throws one event at an instance; whether the instance may go on by itself.</summary>
    public static bool Throw(Turn turn, ElementInstance instance, EventDefinition definition)
    {
        switch (definition)
        {
            case MessageEvent message: return Publish(turn, instance, message);
            case SignalEvent signal: return Broadcast(turn, instance, signal);
            case ErrorEvent error: return ThrowError(turn, instance, error);
            case EscalationEvent escalation: return Escalate(turn, instance, escalation);
            case LinkEvent link: return Jump(turn, instance, link);
            case TerminateEvent { WholeInstance: true }:
                EndInstance(turn, instance);
                return false;
            case TerminateEvent:
                Transitions.Interrupt(turn, turn.State.Get(instance.Scope), except: instance.Number);
                return true;
            case BreakEvent:
                Loops.Break(turn, instance);
                return false;
            case CancelEvent:
                Transaction.Cancel(turn, instance);
                return false;
            default: return true;
        }
    }

    // Like a signal, a message carries what the thrower's input mappings made.
    private static bool Publish(Turn turn, ElementInstance instance, MessageEvent message)
    {
        string? timeToLive = null;
        if (!Evaluation.TryRequiredText(turn, instance.Number, message.Name, "Der Name der Nachricht", out var name, out var problem)
            || !Waits.TryCorrelationKey(turn, instance.Number, message, out var key, out problem)
            || !Evaluation.TryText(turn, instance.Number, message.TimeToLive, out timeToLive, out problem))
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.Message, problem);
            return false;
        }

        turn.Ask(new PublishMessage(name, key, TimeToLive(turn, timeToLive), instance.Variables));
        return true;
    }

    private static TimeSpan TimeToLive(Turn turn, string? text) =>
        text is not null && Period.TryParse(text, out var period) && TimerSchedule.After(period, turn.Now) is { } end
            ? end - turn.Now
            : DefaultTimeToLive;

    private static bool Broadcast(Turn turn, ElementInstance instance, SignalEvent signal)
    {
        if (!Evaluation.TryRequiredText(turn, instance.Number, signal.Name, "Der Name des Signals", out var name, out var problem))
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem);
            return false;
        }

        turn.Ask(new BroadcastSignal(name, instance.Variables));
        return true;
    }

    private static bool ThrowError(Turn turn, ElementInstance instance, ErrorEvent error)
    {
        if (!Evaluation.TryRequiredText(turn, instance.Number, error.Code, "Der Fehlercode", out var code, out var problem))
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem);
            return false;
        }

        // An error whose message cannot be computed is thrown without it.
        _ = Evaluation.TryText(turn, instance.Number, error.Message, out var message, out _);
        Errors.Throw(turn, instance, new ThrownError(code, message, instance.Variables), ElementState.Activating);
        return false;
    }

    private static void EndInstance(Turn turn, ElementInstance instance)
    {
        var element = turn.ElementOf(instance);
        if (!element.Outputs.IsEmpty && Mapping.MapOutputs(turn, instance, element, null) is { } problem)
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.IoMapping, problem);
            return;
        }

        Transitions.End(turn, instance, element);
        Transitions.Interrupt(turn, turn.State.Get(0));
    }

    private static bool Escalate(Turn turn, ElementInstance instance, EscalationEvent escalation)
    {
        if (!Evaluation.TryRequiredText(turn, instance.Number, escalation.Code, "Der Eskalationscode", out var code, out var problem))
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem);
            return false;
        }

        Escalations.Throw(turn, instance, code, instance.Variables);
        return turn.State.Find(instance.Number) is not null;
    }

    private static bool Jump(Turn turn, ElementInstance instance, LinkEvent link)
    {
        Transitions.End(turn, instance, turn.ElementOf(instance));
        Transitions.Enter(turn, Transitions.Activate(turn, turn.Graph.Elements[link.Target], instance.Scope));
        return false;
    }
}
