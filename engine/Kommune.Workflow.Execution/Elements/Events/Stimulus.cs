using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>A message or signal reaches the bookmark that waits for it.</summary>
internal static class Stimulus
{
    public static Rejection? Deliver(Turn turn, int number, BookmarkKind kind, long stimulusKey, FeelContext? variables)
    {
        if (!turn.State.Bookmarks.TryGetValue(number, out var bookmark) || bookmark.Kind != kind)
        {
            return Refusal.NotFound(
                $"Expected bookmark {number} to wait for a {kind}, but it does not.", "Darauf wartet der Vorgang nicht mehr.");
        }

        if (Refusal.TooLarge(turn, variables) is { } tooLarge)
        {
            return tooLarge;
        }

        var waiter = turn.State.Get(bookmark.ElementInstance);
        var element = turn.Graph.Elements[bookmark.Element];
        if (!Takes(turn, waiter, element, bookmark.EventIndex, variables))
        {
            return Refusal.InvalidState(
                $"Expected the condition of '{element.Id}' to hold for the message, but it does not.",
                "Die Bedingung des Ereignisses ist nicht erfüllt.");
        }

        turn.Emit(new BookmarkTriggered(number, stimulusKey));
        Occurrence.Of(turn, waiter, element, bookmark.EventIndex, variables);
        return null;
    }

    private static bool Takes(Turn turn, ElementInstance waiter, Element catcher, int eventIndex, FeelContext? variables)
    {
        if (catcher.Events.ElementAtOrDefault(Math.Max(eventIndex, 0)) is not MessageEvent { Condition: { } condition })
        {
            return true;
        }

        turn.Variables.Extra = variables;
        var holds = Evaluation.TryCondition(turn, waiter.Number, condition, out var value, out _) && value;
        turn.Variables.Extra = null;
        return holds;
    }
}
