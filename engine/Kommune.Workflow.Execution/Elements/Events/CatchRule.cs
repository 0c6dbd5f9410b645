using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Intermediate catch events and receive tasks: they wait, and complete with what came.</summary>
internal sealed class CatchRule : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element)
    {
        // The target of a link has no wait: the throwing link completes at it.
        if (element.Events.IsEmpty || element.Events is [LinkEvent])
        {
            Transitions.Complete(turn, instance);
        }
        else if (Waits.Open(turn, instance, element) is { } problem)
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem);
        }
    }
}

/// <summary>Start and boundary events: when one is entered, it has happened.</summary>
internal sealed class HappenedEvent : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element) => Transitions.Complete(turn, instance);
}
