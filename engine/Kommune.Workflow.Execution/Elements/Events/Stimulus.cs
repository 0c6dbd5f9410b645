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

        turn.Emit(new BookmarkTriggered(number, stimulusKey));
        Occurrence.Of(
            turn, turn.State.Get(bookmark.ElementInstance), turn.Graph.Elements[bookmark.Element], bookmark.EventIndex, variables);
        return null;
    }
}
