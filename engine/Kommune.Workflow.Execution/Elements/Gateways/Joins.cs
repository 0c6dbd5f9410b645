using System.Collections.Immutable;
using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Joins that are decided by the tokens waiting at them alone: parallel gateways and start quantities.</summary>
internal static class Joins
{
    /// <summary>Enters the flow's target if everything it needs waits at it.</summary>
    public static void TryFire(Turn turn, SequenceFlow flow, int scope)
    {
        if (turn.State.Find(scope) is not { } container)
        {
            return;
        }

        var target = turn.Graph.Elements[flow.Target];
        if (target.Kind == ElementKind.ParallelGateway)
        {
            TryFireParallel(turn, target, container);
        }
        else if (target.StartQuantity > 1)
        {
            TryFireQuantity(turn, target, container);
        }
    }

    /// <summary>Lets the tokens that wait on these flows enter the element together.</summary>
    public static void Fire(Turn turn, Element element, int scope, ImmutableArray<int> flows)
    {
        var instance = Transitions.Activate(turn, element, scope);
        Transitions.Join(turn, instance, flows);
        Transitions.Enter(turn, instance);
    }

    // A parallel gateway takes one token from each incoming flow (BPMN 2.0.2, 13.4.1).
    private static void TryFireParallel(Turn turn, Element gateway, ElementInstance scope)
    {
        foreach (var flow in gateway.Incoming)
        {
            if (!scope.WaitingFlows.Contains(flow))
            {
                return;
            }
        }

        Fire(turn, gateway, scope.Number, gateway.Incoming);
    }

    // An activity with a start quantity takes that many tokens, whichever flows they came by.
    private static void TryFireQuantity(Turn turn, Element activity, ElementInstance scope)
    {
        var flows = ImmutableArray.CreateBuilder<int>(activity.StartQuantity);
        foreach (var flow in scope.WaitingFlows)
        {
            if (turn.Graph.Flows[flow].Target == activity.Index && flows.Count < activity.StartQuantity)
            {
                flows.Add(flow);
            }
        }

        if (flows.Count == activity.StartQuantity)
        {
            Fire(turn, activity, scope.Number, flows.MoveToImmutable());
        }
    }
}
