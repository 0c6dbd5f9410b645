using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Starts when its event occurs in the scope around it: beside everything else there, or instead of it.</summary>
internal static class EventSubProcess
{
    public static void Start(Turn turn, ElementInstance scope, Element startEvent, FeelContext? variables)
    {
        var element = turn.Graph.Elements[startEvent.Scope];
        if (startEvent.Interrupting && startEvent.Events is not [CompensateEvent])
        {
            Transitions.Interrupt(turn, scope);
        }

        var instance = Transitions.Activate(turn, element, scope.Number);
        if (Mapping.MapInputs(turn, instance, element) is { } problem)
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.IoMapping, problem);
        }
        else if (SubProcess.Open(turn, instance, element))
        {
            Transitions.Happen(turn, startEvent, instance.Number, variables);
        }
    }
}
