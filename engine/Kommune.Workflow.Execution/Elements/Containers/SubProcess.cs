using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Processes, embedded and event sub-processes: they complete when nothing inside is active or waits any more.</summary>
internal class SubProcess : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element)
    {
        if (Open(turn, instance, element))
        {
            Start(turn, instance, element);
        }
    }

    public override void Settle(Turn turn, ElementInstance instance, Element element)
    {
        if (instance.Children.Count > 0 || instance.WaitingFlows.Count > 0 || !instance.PendingCompensations.IsEmpty)
        {
            return;
        }

        if (Flowchart.HoldsTokens(instance))
        {
            Flowchart.RaiseStuck(turn, instance);
        }
        else
        {
            Transitions.Complete(turn, instance);
        }
    }

    /// <summary>The container runs, but could not wait for the starts of its event sub-processes.</summary>
    public override void Retry(Turn turn, ElementInstance instance, Element element)
    {
        Waits.CloseEventSubProcesses(turn, instance);
        if (Waits.OpenEventSubProcesses(turn, instance, element) is { } problem)
        {
            Incidents.Raise(turn, instance, ElementState.Active, IncidentKind.ExtractValue, problem);
        }
    }

    /// <summary>Makes a container ready: data objects, waits of its event sub-processes. False when it is stuck.</summary>
    public static bool Open(Turn turn, ElementInstance instance, Element element)
    {
        if (DepthOf(turn, instance) > turn.Limits.NestingDepthMax)
        {
            Incidents.Raise(
                turn,
                instance,
                ElementState.Activating,
                IncidentKind.Limit,
                $"Teilprozesse sind tiefer als {turn.Limits.NestingDepthMax} Ebenen ineinander verschachtelt.");
            return false;
        }

        foreach (var name in element.DataObjects)
        {
            if (!instance.Variables.Contains(name))
            {
                Mapping.SetLocal(turn, instance.Number, name, FeelNull.Instance);
            }
        }

        if (Waits.OpenEventSubProcesses(turn, instance, element) is { } problem)
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem);
            return false;
        }

        return true;
    }

    /// <summary>Starts the flow inside: at the none start event, or without one at every element nothing leads to.</summary>
    public static void Start(Turn turn, ElementInstance instance, Element element)
    {
        if (element.Discipline != FlowDiscipline.Bpmn)
        {
            QueuedScope.Start(turn, instance, element);
            return;
        }

        if (element.StartEvent != Element.None)
        {
            Transitions.Enter(turn, Transitions.Activate(turn, turn.Graph.Elements[element.StartEvent], instance.Number));
            return;
        }

        foreach (var child in element.Children)
        {
            if (turn.State.Find(instance.Number) is not null && StartsByItself(turn.Graph.Elements[child]))
            {
                Transitions.Enter(turn, Transitions.Activate(turn, turn.Graph.Elements[child], instance.Number));
            }
        }

        turn.Touch(instance.Number);
    }

    /// <summary>Whether an element is active from its container's start on when there is no start event.</summary>
    public static bool StartsByItself(Element element) =>
        element.Incoming.IsEmpty
        && !element.IsForCompensation
        && element.Kind is not (ElementKind.BoundaryEvent or ElementKind.EventSubProcess or ElementKind.StartEvent)
        && element.Events is not [LinkEvent];

    private static int DepthOf(Turn turn, ElementInstance instance)
    {
        var depth = 0;
        for (var scope = instance; scope is not null; scope = turn.State.Find(scope.Scope))
        {
            depth++;
        }

        return depth;
    }
}
