using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Finds or makes the scopes around an element that is to be activated by hand.</summary>
internal static class ScopeSearch
{
    /// <summary>Why the element cannot be activated in the running instance; null when it can.</summary>
    public static Rejection? Refuse(Turn turn, string elementId, int? ancestor)
    {
        if (RefuseElement(turn, elementId, out var element) is { } refusal)
        {
            return refusal;
        }

        if (ancestor is { } number && Refusal.Find(turn, number, out ElementInstance _) is { } missing)
        {
            return missing;
        }

        var scope = turn.State.Get(ancestor ?? 0);
        foreach (var container in PathTo(turn.Graph, element, scope, out var isInside))
        {
            if (!isInside)
            {
                break;
            }

            var found = InstancesOf(turn, scope, container);
            if (found.Count > 1)
            {
                return Refusal.InvalidArgument(
                    $"Expected one instance of '{container.Id}' around '{elementId}', but there are {found.Count}; name the ancestor.",
                    $"„{container.Name ?? container.Id}“ läuft mehrfach: Bitte wählen Sie aus, wo „{elementId}“ beginnen soll.");
            }

            if (found.Count == 0)
            {
                return RefuseNewScopes(turn, element, container);
            }

            scope = found[0];
        }

        PathTo(turn.Graph, element, turn.State.Get(ancestor ?? 0), out var inside);
        return inside
            ? null
            : Refusal.InvalidArgument(
                $"Expected ancestor {ancestor} to stand around '{elementId}', but it does not.",
                $"„{elementId}“ steht nicht innerhalb des gewählten Schritts.");
    }

    /// <summary>Why the element cannot be activated in a new instance; null when it can.</summary>
    public static Rejection? RefuseNew(Turn turn, string elementId) =>
        RefuseElement(turn, elementId, out var element)
        ?? (element.Scope == 0 ? null : RefuseNewScopes(turn, element, turn.Graph.Elements[element.Scope]));

    /// <summary>Activates an element; scopes that are missing around it are opened without starting their flow.</summary>
    public static void Activate(Turn turn, Element element, int? ancestor)
    {
        var scope = Open(turn, element, turn.State.Get(ancestor ?? 0));
        Transitions.Enter(turn, Transitions.Activate(turn, element, scope.Number));
    }

    /// <summary>The scope of this id around an element, opened if it is missing; the process when it is not around it.</summary>
    public static int OpenAround(Turn turn, Element element, int? ancestor, string scopeId)
    {
        for (var scope = Open(turn, element, turn.State.Get(ancestor ?? 0)); scope is not null; scope = turn.State.Find(scope.Scope))
        {
            if (turn.ElementOf(scope).Id == scopeId)
            {
                return scope.Number;
            }
        }

        return 0;
    }

    private static ElementInstance Open(Turn turn, Element element, ElementInstance scope)
    {
        foreach (var container in PathTo(turn.Graph, element, scope, out _))
        {
            var found = InstancesOf(turn, scope, container);
            scope = found.Count > 0 ? found[0] : OpenNew(turn, container, scope);
        }

        return scope;
    }

    private static ElementInstance OpenNew(Turn turn, Element container, ElementInstance scope)
    {
        var instance = Transitions.Activate(turn, container, scope.Number);
        if (Mapping.MapInputs(turn, instance, container) is { } inputProblem)
        {
            Incidents.Raise(turn, instance, ElementState.Active, IncidentKind.IoMapping, inputProblem);
        }
        else if (Waits.OpenBoundaries(turn, instance, container) is { } problem)
        {
            Incidents.Raise(turn, instance, ElementState.Active, IncidentKind.ExtractValue, problem);
        }
        else
        {
            SubProcess.Open(turn, instance, container);
        }

        return instance;
    }

    private static Rejection? RefuseElement(Turn turn, string elementId, out Element element)
    {
        element = turn.Graph.Find(elementId)!;
        if (element is null)
        {
            return Refusal.InvalidArgument(
                $"Expected '{elementId}' to be an element of the process, but it is not.", $"Das Element „{elementId}“ gibt es nicht.");
        }

        return element.Kind is ElementKind.Process or ElementKind.StartEvent or ElementKind.BoundaryEvent or ElementKind.EventSubProcess
            ? Refusal.InvalidArgument(
                $"Expected '{elementId}' to be an element that can be activated by hand, but it is a {element.Kind}.",
                $"„{element.Name ?? elementId}“ kann nicht von Hand begonnen werden.")
            : null;
    }

    // A repeated container needs its rounds: it can be started as a whole, but not opened around one inner element.
    private static Rejection? RefuseNewScopes(Turn turn, Element element, Element outermost)
    {
        for (var index = element.Scope; index != Element.None && index != 0; index = turn.Graph.Elements[index].Scope)
        {
            if (turn.Graph.Elements[index].Loop is not null)
            {
                return Refusal.InvalidArgument(
                    $"Expected an active instance of '{turn.Graph.Elements[index].Id}' around '{element.Id}', but there is none.",
                    $"„{element.Name ?? element.Id}“ steht in einer Wiederholung, die nicht läuft.");
            }

            if (index == outermost.Index)
            {
                break;
            }
        }

        return null;
    }

    // The containers between the scope and the element, outermost first.
    private static List<Element> PathTo(ProcessGraph graph, Element element, ElementInstance scope, out bool isInside)
    {
        var path = new List<Element>();
        var index = element.Scope;
        while (index != Element.None && index != scope.Element)
        {
            path.Insert(0, graph.Elements[index]);
            index = graph.Elements[index].Scope;
        }

        isInside = index == scope.Element;
        return path;
    }

    private static List<ElementInstance> InstancesOf(Turn turn, ElementInstance scope, Element container)
    {
        var found = new List<ElementInstance>();
        foreach (var number in scope.Children)
        {
            var child = turn.State.Get(number);
            if (child.Element != container.Index)
            {
                continue;
            }

            if (child.Role != InstanceRole.LoopBody)
            {
                found.Add(child);
                continue;
            }

            foreach (var round in child.Children)
            {
                found.Add(turn.State.Get(round));
            }
        }

        return found;
    }
}
