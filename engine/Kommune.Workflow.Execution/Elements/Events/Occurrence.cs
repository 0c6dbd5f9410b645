using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>An event occurred that somebody waits for: what that leads to depends on where the catching element stands.</summary>
internal static class Occurrence
{
    /// <param name="turn">The turn.</param>
    /// <param name="waiter">Who waits: the element itself, the activity a boundary event is attached to, or the scope.</param>
    /// <param name="catcher">The catching element.</param>
    /// <param name="eventIndex">Which of its events occurred.</param>
    /// <param name="variables">What came with it.</param>
    public static void Of(Turn turn, ElementInstance waiter, Element catcher, int eventIndex, FeelContext? variables)
    {
        if (catcher is { ParallelMultiple: true, Events.Length: > 1 } && !AllOccurred(turn, waiter, catcher, eventIndex, variables))
        {
            return;
        }

        if (catcher.Index == waiter.Element)
        {
            Waits.Close(turn, waiter, catcher.Index);
            Transitions.Complete(turn, waiter, variables);
        }
        else if (catcher.Kind == ElementKind.BoundaryEvent)
        {
            OnBoundary(turn, waiter, catcher, variables);
        }
        else if (turn.ElementOf(waiter).Kind == ElementKind.EventBasedGateway)
        {
            EventBasedGateway.Occur(turn, waiter, catcher, variables);
        }
        else
        {
            EventSubProcess.Start(turn, waiter, catcher, variables);
        }
    }

    /// <summary>Leaves an activity over one of its boundary events, or starts that way beside it.</summary>
    public static void OnBoundary(Turn turn, ElementInstance host, Element boundary, FeelContext? variables)
    {
        var scope = host.Scope;
        if (boundary.Interrupting)
        {
            Transitions.Terminate(turn, host);
        }

        Transitions.Happen(turn, boundary, scope, variables);
    }

    // What came with each of the events is kept in the scope around the waiting instance until all have occurred.
    private static bool AllOccurred(Turn turn, ElementInstance waiter, Element catcher, int eventIndex, FeelContext? variables)
    {
        if (!waiter.Received.Contains(new ReceivedEvent(catcher.Index, eventIndex)))
        {
            turn.Emit(new EventReceived(waiter.Number, catcher.Index, eventIndex));
        }

        var count = 0;
        foreach (var received in waiter.Received)
        {
            count += received.Element == catcher.Index ? 1 : 0;
        }

        if (count < catcher.Events.Length)
        {
            Mapping.Propagate(turn, waiter.Number, variables);
            if (catcher.Interrupting)
            {
                Waits.Close(turn, waiter, catcher.Index, eventIndex);
            }

            return false;
        }

        turn.Emit(new EventsForgotten(waiter.Number, catcher.Index));
        return true;
    }
}
