using System.Diagnostics.CodeAnalysis;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Containers that start their children behind everything already on its way, and end with the last of them.</summary>
internal static class QueuedScope
{
    public static void Start(Turn turn, ElementInstance instance, Element element)
    {
        if (!TryFirst(turn, instance, element, out var first, out var problem))
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem);
            return;
        }

        foreach (var child in first)
        {
            // A round of a loop has waited for its turn already.
            if (instance.Role != InstanceRole.LoopRound)
            {
                turn.Enqueue(new Move(MoveKind.Begin, instance.Number, child));
            }
            else if (turn.State.Find(instance.Number) is not null)
            {
                Transitions.Begin(turn, turn.Graph.Elements[child], instance.Number);
            }
        }

        CompleteIfIdle(turn, instance.Number);
    }

    /// <summary>Ends a scope in which nothing is active or on its way any more.</summary>
    public static void CompleteIfIdle(Turn turn, int number)
    {
        if (turn.State.Find(number) is { State: ElementState.Active, Children.Count: 0, WaitingFlows.Count: 0 } scope
            && scope.Role != InstanceRole.LoopBody
            && scope.PendingCompensations.IsEmpty
            && !turn.IsArriving(number)
            && !Flowchart.HoldsTokens(scope))
        {
            Transitions.Complete(turn, scope);
        }
    }

    private static bool TryFirst(
        Turn turn,
        ElementInstance instance,
        Element element,
        [NotNullWhen(true)] out List<int>? first,
        [NotNullWhen(false)] out string? problem)
    {
        first = [];
        problem = null;
        if (element.StartsWith is { } chosen)
        {
            return TryChosen(turn, instance, chosen, first, out problem);
        }

        if (element.StartEvent != Element.None)
        {
            first.Add(element.StartEvent);
            return true;
        }

        foreach (var child in element.Children)
        {
            if (SubProcess.StartsByItself(turn.Graph.Elements[child]))
            {
                first.Add(child);
            }
        }

        return true;
    }

    private static bool TryChosen(
        Turn turn, ElementInstance instance, FeelExpression chosen, List<int> first, [NotNullWhen(false)] out string? problem)
    {
        if (!Evaluation.TryValue(turn, instance.Number, chosen, out var value, out problem))
        {
            return false;
        }

        foreach (var id in value is FeelList list ? list : FeelList.Empty)
        {
            if (id is FeelString text && turn.Graph.Find(text.Value) is { } child)
            {
                first.Add(child.Index);
            }
        }

        return true;
    }
}
