using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Waits for the events behind it; the first that occurs decides the way, or all of them are waited for (13.4.4).</summary>
internal sealed class EventBasedGateway : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element)
    {
        foreach (var flow in element.Outgoing)
        {
            var target = turn.Graph.Elements[turn.Graph.Flows[flow].Target];
            if (Waits.Open(turn, instance, target) is { } problem)
            {
                Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem);
                return;
            }
        }
    }

    /// <summary>One of the events occurred.</summary>
    public static void Occur(Turn turn, ElementInstance instance, Element target, FeelContext? variables)
    {
        var gateway = turn.ElementOf(instance);
        var flow = FlowTo(turn, gateway, target);
        if (gateway is { Instantiate: true, AllEvents: true })
        {
            turn.Emit(new EventReceived(instance.Number, target.Index, 0));
            Waits.Close(turn, instance, target.Index);
            if (instance.Received.Length == gateway.Outgoing.Length)
            {
                Transitions.End(turn, instance, gateway);
            }
        }
        else
        {
            Transitions.End(turn, instance, gateway);
        }

        Transitions.TakeToEvent(turn, flow, instance.Scope, variables);
    }

    private static SequenceFlow FlowTo(Turn turn, Element gateway, Element target)
    {
        foreach (var index in gateway.Outgoing)
        {
            if (turn.Graph.Flows[index].Target == target.Index)
            {
                return turn.Graph.Flows[index];
            }
        }

        throw new InvalidOperationException($"Expected a flow from {gateway.Id} to {target.Id}, but there is none.");
    }
}
