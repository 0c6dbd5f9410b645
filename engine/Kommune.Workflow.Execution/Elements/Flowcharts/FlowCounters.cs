using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>
/// Counts every flow when its source ends, followed or not; an element whose flows were all counted runs or is skipped, and a
/// skipped one counts its own flows as not followed, so that dead ways never keep anything waiting.
/// </summary>
internal static class FlowCounters
{
    public static void Leave(Turn turn, ElementInstance scope, FlowchartPlan plan, Departure departure, ElementInstance left)
    {
        var open = new Stack<Departure>([departure]);
        if (!left.JoinedFlows.Any(flow => !plan.IsForward(flow)))
        {
            turn.Emit(new ElementCounted(scope.Number, departure.Element.Index));
        }

        while (open.TryPeek(out var current))
        {
            if (!current.TryNext(turn.Graph, out var flow, out var followed))
            {
                open.Pop();
                continue;
            }

            var isForward = plan.IsForward(flow.Index);
            Flowchart.Count(turn, scope, flow.Index, count => count with { Visits = count.Visits + 1, Followed = followed });
            if (followed)
            {
                Transitions.Follow(turn, flow, scope.Number, comesBack: !isForward);
            }

            if (isForward)
            {
                Decide(turn, scope, plan, flow, open);
            }
        }
    }

    // Whether the flow's target runs now, is skipped, or waits on.
    private static void Decide(Turn turn, ElementInstance scope, FlowchartPlan plan, SequenceFlow flow, Stack<Departure> open)
    {
        var target = turn.Graph.Elements[flow.Target];
        var passed = scope.ElementCounts.GetValueOrDefault(target.Index);
        var counts = plan.ForwardTo(target).Select(inbound => Flowchart.CountOf(scope, inbound)).ToList();
        var allVisited = counts.TrueForAll(count => count.Visits > passed);
        var runs = target.Merge switch
        {
            MergeMode.WaitAny => counts.Exists(count => count.Followed),
            MergeMode.WaitAll => allVisited && counts.TrueForAll(count => count.Followed),
            _ => allVisited && counts.Exists(count => count.Followed),
        };
        if (target.Merge == MergeMode.WaitAny
            && (Flowchart.CountOf(scope, flow.Index).Visits <= passed || turn.IsBeginning(scope.Number, target.Index)))
        {
            return;
        }

        if (runs)
        {
            turn.Enqueue(new Move(MoveKind.Begin, scope.Number, target.Index));
            if (target.Merge == MergeMode.WaitAny)
            {
                Flowchart.EndActive(turn, scope, plan.Ancestors(target)).ForEach(ended => Skip(turn, scope, ended, open));
            }
        }
        else if (allVisited)
        {
            Skip(turn, scope, target, open);
        }
    }

    private static void Skip(Turn turn, ElementInstance scope, Element element, Stack<Departure> open)
    {
        turn.Emit(new ElementCounted(scope.Number, element.Index));
        open.Push(new Departure(element, []));
    }
}
