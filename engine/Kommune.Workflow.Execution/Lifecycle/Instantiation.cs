using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>The elements at which an instance can begin, and beginning there.</summary>
public static class Instantiation
{
    /// <summary>Whether an occurrence at this element starts an instance.</summary>
    public static bool MayStart(ProcessGraph graph, Element element) =>
        element.Scope == 0
        && (element.Kind == ElementKind.StartEvent
            || element is { Kind: ElementKind.ReceiveTask or ElementKind.IntermediateCatchEvent, Instantiate: true }
            || InstantiatingGateway(graph, element) is not null);

    /// <summary>Whether the process starts without an occurrence: at a none start event, or at what nothing leads to.</summary>
    public static bool MayStartByHand(ProcessGraph graph)
    {
        if (graph.Process.StartEvent != Element.None)
        {
            return true;
        }

        foreach (var child in graph.Process.Children)
        {
            if (MayStart(graph, graph.Elements[child]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes the process scope ready. Event sub-processes that cannot wait yet do not keep a case from starting.</summary>
    internal static void Open(Turn turn, ElementInstance process)
    {
        var element = turn.Graph.Process;
        foreach (var name in element.DataObjects)
        {
            if (!process.Variables.Contains(name))
            {
                Mapping.SetLocal(turn, process.Number, name, FeelNull.Instance);
            }
        }

        if (!element.Inputs.IsEmpty && Mapping.MapInputs(turn, process, element) is { } inputProblem)
        {
            Incidents.Raise(turn, process, ElementState.Active, IncidentKind.IoMapping, inputProblem);
        }
        else if (Waits.OpenEventSubProcesses(turn, process, element) is { } problem)
        {
            Incidents.Raise(turn, process, ElementState.Active, IncidentKind.ExtractValue, problem);
        }
    }

    /// <summary>Begins at an element whose event has occurred.</summary>
    internal static void StartAt(Turn turn, ElementInstance process, Element start, int eventIndex, FeelContext? variables)
    {
        if (start is { ParallelMultiple: true, Events.Length: > 1 } && eventIndex != Element.None)
        {
            WaitForTheOthers(turn, process, start, eventIndex, variables);
            return;
        }

        if (InstantiatingGateway(turn.Graph, start) is not { } gateway)
        {
            Flowchart.NoteStart(turn, process, start);
            Transitions.Happen(turn, start, process.Number, variables);
            return;
        }

        var instance = Transitions.Activate(turn, gateway, process.Number);
        if (gateway.AllEvents)
        {
            Transitions.Enter(turn, instance);
        }

        EventBasedGateway.Occur(turn, instance, start, variables);
    }

    // A start that needs all of its events begins with the first of them and goes on with the last.
    private static void WaitForTheOthers(
        Turn turn, ElementInstance process, Element start, int eventIndex, FeelContext? variables)
    {
        var instance = Transitions.Activate(turn, start, process.Number);
        Mapping.SetLocal(turn, instance.Number, variables);
        turn.Emit(new EventReceived(instance.Number, start.Index, eventIndex));
        if (Waits.Open(turn, instance, start) is { } problem)
        {
            Incidents.Raise(turn, instance, ElementState.Active, IncidentKind.ExtractValue, problem);
        }

        Waits.Close(turn, instance, start.Index, eventIndex);
    }

    private static Element? InstantiatingGateway(ProcessGraph graph, Element target)
    {
        foreach (var flow in target.Incoming)
        {
            var source = graph.Elements[graph.Flows[flow].Source];
            if (source is { Kind: ElementKind.EventBasedGateway, Instantiate: true })
            {
                return source;
            }
        }

        return null;
    }
}
