using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Keeps the title people see in lists in step with the variables it is computed from.</summary>
internal static class CaseTitle
{
    public static void Refresh(Turn turn)
    {
        if (!turn.TitleIsStale || turn.Graph.Settings.Title is not { } title)
        {
            return;
        }

        // A title that cannot be computed (yet) is no reason to stop a case.
        var text = title.Text;
        if (title.Expression is { } expression)
        {
            // The process scope may have ended in this turn; its variables stay.
            turn.Variables.Extra = turn.State.Variables;
            text = Evaluation.TryValue(turn, Element.None, expression, out var value, out _) ? (value as FeelString)?.Value : null;
            turn.Variables.Extra = null;
        }

        if (text is not null && text != turn.State.Title)
        {
            turn.Emit(new InstanceTitled(text));
        }
    }
}
