using System.Collections.Immutable;
using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Joins that depend on what could still come, asked when nothing else moves: inclusive and complex gateways.</summary>
internal static class LateJoins
{
    /// <summary>Fires the first join that may, in the order of scopes and elements; false when none may.</summary>
    /// <remarks>Whether a join may fire depends on the tokens of its scope only: scopes without a move are not asked.</remarks>
    public static bool TryFireOne(Turn turn)
    {
        while (turn.TryPeekMoved(out var number))
        {
            if (turn.State.Find(number) is { } scope && TryFireIn(turn, scope))
            {
                return true;
            }

            turn.ForgetMoved(number);
        }

        return false;
    }

    /// <summary>
    /// Whether a token of the scope can still reach an incoming flow outside <paramref name="present"/>, and could not as
    /// well reach one of <paramref name="present"/> (BPMN 2.0.2, 13.4.3).
    /// </summary>
    public static bool MoreCanCome(Turn turn, Element join, ElementInstance scope, ImmutableArray<int> present)
    {
        var reach = turn.Plan.ReachOf(join);
        foreach (var child in scope.Children)
        {
            if (IsAwaited(join, reach, turn.State.Get(child).Element, present))
            {
                return true;
            }
        }

        foreach (var flow in scope.WaitingFlows)
        {
            if (IsAwaited(join, reach, turn.Graph.Flows[flow].Target, present))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The join's incoming flows on which a token waits, each once.</summary>
    public static ImmutableArray<int> WaitingAt(Element join, ElementInstance scope)
    {
        var present = ImmutableArray.CreateBuilder<int>();
        foreach (var flow in join.Incoming)
        {
            if (scope.WaitingFlows.Contains(flow))
            {
                present.Add(flow);
            }
        }

        return present.ToImmutable();
    }

    private static bool TryFireIn(Turn turn, ElementInstance scope)
    {
        if (scope.Role == InstanceRole.LoopBody)
        {
            return false;
        }

        foreach (var child in turn.ElementOf(scope).Children)
        {
            if (GraphPlan.IsLateJoin(turn.Graph.Elements[child]) && TryFire(turn, turn.Graph.Elements[child], scope))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryFire(Turn turn, Element join, ElementInstance scope)
    {
        var present = WaitingAt(join, scope);
        if (join.Kind == ElementKind.ComplexGateway)
        {
            return ComplexGateway.TryFire(turn, join, scope, present);
        }

        if (present.IsEmpty || MoreCanCome(turn, join, scope, present))
        {
            return false;
        }

        Joins.Fire(turn, join, scope.Number, present);
        return true;
    }

    private static bool IsAwaited(Element join, FlowReach reach, int element, ImmutableArray<int> present)
    {
        if (element == join.Index)
        {
            return false;
        }

        var reachesAbsent = false;
        for (var i = 0; i < join.Incoming.Length; i++)
        {
            if (!reach.CanReach(element, i))
            {
                continue;
            }

            if (present.Contains(join.Incoming[i]))
            {
                return false;
            }

            reachesAbsent = true;
        }

        return reachesAbsent;
    }
}
