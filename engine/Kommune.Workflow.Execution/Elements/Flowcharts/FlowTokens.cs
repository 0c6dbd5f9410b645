using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Lets a token go along each followed flow; it stays there until the flow's target has ended.</summary>
internal static class FlowTokens
{
    public static void Leave(
        Turn turn, ElementInstance scope, FlowchartPlan plan, Element element, IReadOnlyList<string> outcomes)
    {
        var followed = element.Outgoing.Select(flow => turn.Graph.Flows[flow]).Where(flow => outcomes.Contains(flow.Outcome)).ToList();
        foreach (var flow in followed)
        {
            Flowchart.Count(turn, scope, flow.Index, count => count with { Tokens = count.Tokens + 1 });
            Transitions.Follow(turn, flow, scope.Number, comesBack: false);
        }

        foreach (var flow in element.Incoming)
        {
            Flowchart.Count(turn, scope, flow, count => count with { Tokens = 0 });
        }

        foreach (var flow in followed)
        {
            Arrive(turn, scope, plan, flow);
        }
    }

    private static void Arrive(Turn turn, ElementInstance scope, FlowchartPlan plan, SequenceFlow flow)
    {
        if (Flowchart.CountOf(scope, flow.Index).Blocked > 0)
        {
            Flowchart.Count(
                turn, scope, flow.Index, count => count with { Blocked = count.Blocked - 1, Tokens = Math.Max(0, count.Tokens - 1) });
            return;
        }

        var target = turn.Graph.Elements[flow.Target];
        var isRace = target.Merge is MergeMode.Race or MergeMode.Cascade;
        if (!Runs(turn, scope, plan, target))
        {
            return;
        }

        if (target.Merge == MergeMode.Race)
        {
            Flowchart.EndActive(turn, scope, plan.Ancestors(target)).ForEach(ended => Forget(turn, scope, ended));
        }

        turn.Enqueue(new Move(MoveKind.Begin, scope.Number, target.Index));
        if (isRace)
        {
            foreach (var other in plan.ForwardTo(target))
            {
                if (turn.Graph.Flows[other].Source != flow.Source)
                {
                    Flowchart.Count(turn, scope, other, count => count with { Blocked = count.Blocked + 1 });
                }
            }
        }
    }

    private static bool Runs(Turn turn, ElementInstance scope, FlowchartPlan plan, Element target)
    {
        switch (target.Merge)
        {
            case MergeMode.Race or MergeMode.Cascade: return true;
            case MergeMode.Merge:
                var forward = plan.ForwardTo(target);
                return forward.Length <= 1 || forward.All(flow => Flowchart.CountOf(scope, flow).Tokens > 0);
            case MergeMode.Converge:
                return target.Incoming.Length <= 1 || target.Incoming.All(flow => Flowchart.CountOf(scope, flow).Tokens > 0);
            default:
                return plan.ForwardTo(target).All(flow => !IsAwaited(turn, scope, turn.Graph.Elements[turn.Graph.Flows[flow].Source]));
        }
    }

    // What a token leads to has not ended yet.
    private static bool IsAwaited(Turn turn, ElementInstance scope, Element source)
    {
        foreach (var flow in source.Incoming)
        {
            if (Flowchart.CountOf(scope, flow).Tokens > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static void Forget(Turn turn, ElementInstance scope, Element ended)
    {
        foreach (var flow in ended.Incoming.Concat(ended.Outgoing))
        {
            Flowchart.Count(turn, scope, flow, count => count with { Tokens = 0, Blocked = 0 });
        }
    }
}
