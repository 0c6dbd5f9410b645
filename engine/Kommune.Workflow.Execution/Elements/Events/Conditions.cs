using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Asks watched conditions when they are new and after a change of a variable they read; each rise is an occurrence.</summary>
internal static class Conditions
{
    public static void AskChanged(Turn turn)
    {
        // An occurrence may change variables again: until nothing is left to ask, or the turn has done too much.
        while (turn.FreshConditions is not null || turn.ChangedNames is not null)
        {
            var fresh = turn.FreshConditions;
            var changed = turn.ChangedNames;
            turn.FreshConditions = null;
            turn.ChangedNames = null;
            foreach (var number in Watched(turn))
            {
                if (turn.State.Bookmarks.TryGetValue(number, out var bookmark))
                {
                    Ask(turn, bookmark, fresh, changed);
                }
            }
        }
    }

    private static void Ask(Turn turn, Bookmark bookmark, List<int>? fresh, HashSet<string>? changed)
    {
        var catcher = turn.Graph.Elements[bookmark.Element];
        var condition = ((ConditionalEvent)catcher.Events[bookmark.EventIndex]).Condition;
        if (fresh?.Contains(bookmark.Number) != true && changed?.Overlaps(condition.FreeVariables) != true)
        {
            return;
        }

        // Variables may not be there yet: anything but true means that it does not hold.
        var holds = Evaluation.TryCondition(turn, bookmark.ElementInstance, condition, out var result, out _) && result;
        if (holds == bookmark.Holds)
        {
            return;
        }

        if (holds && turn.Activations > turn.Limits.ActivationsPerStepMax)
        {
            Incidents.Raise(
                turn,
                turn.State.Get(bookmark.ElementInstance),
                ElementState.Active,
                IncidentKind.Limit,
                $"Die Bedingung „{condition.Text}“ wird in einem Schritt immer wieder wahr; vermutlich lösen Bedingungen einander aus.");
            return;
        }

        turn.Emit(new ConditionChanged(bookmark.Number, holds));
        if (holds)
        {
            turn.Emit(new BookmarkTriggered(bookmark.Number, 0));
            Occurrence.Of(turn, turn.State.Get(bookmark.ElementInstance), catcher, bookmark.EventIndex, null);
        }
    }

    private static List<int> Watched(Turn turn)
    {
        var numbers = new List<int>();
        foreach (var bookmark in turn.State.Bookmarks.Values)
        {
            if (bookmark.Kind == BookmarkKind.Condition)
            {
                numbers.Add(bookmark.Number);
            }
        }

        numbers.Sort();
        return numbers;
    }
}
