using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>A catching element, which of its events, and the instance it catches for.</summary>
internal readonly record struct Catcher(ElementInstance Waiter, Element Element, int EventIndex);

/// <summary>Finds who catches an error or escalation, from inside out: boundary events, then event sub-processes.</summary>
internal static class Catchers
{
    public static Catcher? FindError(Turn turn, ElementInstance origin, string code) => Find(turn, origin, new Wanted(code, IsError: true));

    public static Catcher? FindEscalation(Turn turn, ElementInstance origin, string code) =>
        Find(turn, origin, new Wanted(code, IsError: false));

    private static Catcher? Find(Turn turn, ElementInstance origin, Wanted wanted)
    {
        for (var instance = origin; instance is not null; instance = turn.State.Find(instance.Scope))
        {
            if (FindAt(turn, instance, wanted) is { } catcher)
            {
                return catcher;
            }
        }

        return null;
    }

    private static Catcher? FindAt(Turn turn, ElementInstance instance, Wanted wanted)
    {
        var element = turn.ElementOf(instance);
        if (instance.Role is InstanceRole.Normal or InstanceRole.LoopBody)
        {
            Catcher? onBoundary = null;
            foreach (var boundary in element.BoundaryEvents)
            {
                onBoundary = Better(turn, onBoundary, instance, turn.Graph.Elements[boundary], wanted);
            }

            if (onBoundary is not null)
            {
                return onBoundary;
            }
        }

        // Once an event sub-process took the scope over, the others no longer listen; and none catches its own.
        if (turn.State.Find(instance.Scope) is not { Interrupted: false } scope || scope.Role == InstanceRole.LoopBody)
        {
            return null;
        }

        Catcher? inScope = null;
        foreach (var eventSubProcess in turn.ElementOf(scope).EventSubProcesses)
        {
            if (eventSubProcess != instance.Element)
            {
                var start = turn.Graph.Elements[turn.Graph.Elements[eventSubProcess].StartEvent];
                inScope = Better(turn, inScope, scope, start, wanted);
            }
        }

        return inScope;
    }

    // A catcher of exactly this code wins over one that catches all.
    private static Catcher? Better(Turn turn, Catcher? best, ElementInstance waiter, Element candidate, Wanted wanted)
    {
        for (var i = 0; i < candidate.Events.Length; i++)
        {
            if (!TryCode(candidate.Events[i], wanted, out var code))
            {
                continue;
            }

            if (code is null)
            {
                best ??= new Catcher(waiter, candidate, i);
            }
            else if (Evaluation.TryText(turn, waiter.Number, code, out var text, out _) && text == wanted.Code
                && !IsExact(best))
            {
                best = new Catcher(waiter, candidate, i);
            }
        }

        return best;
    }

    private static bool IsExact(Catcher? catcher) => catcher is { } found
        && found.Element.Events[found.EventIndex] is ErrorEvent { Code: not null } or EscalationEvent { Code: not null };

    private static bool TryCode(EventDefinition definition, Wanted wanted, out TextValue? code)
    {
        code = definition switch
        {
            ErrorEvent error => error.Code,
            EscalationEvent escalation => escalation.Code,
            _ => null,
        };
        return wanted.IsError ? definition is ErrorEvent : definition is EscalationEvent;
    }

    private readonly record struct Wanted(string Code, bool IsError);
}
