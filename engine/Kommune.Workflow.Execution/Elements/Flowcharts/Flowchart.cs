using System.Diagnostics.CodeAnalysis;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Containers whose flows are chosen by outcomes (Elsa 3; ADR 0008).</summary>
internal static class Flowchart
{
    /// <summary>An element ends with its outcomes: what follows from them begins.</summary>
    public static void Leave(Turn turn, ElementInstance instance, Element element)
    {
        if (!TryOutcomes(turn, instance, element, out var outcomes, out var problem))
        {
            Incidents.Raise(turn, instance, ElementState.Leaving, IncidentKind.Condition, problem);
            return;
        }

        var scope = turn.State.Get(instance.Scope);
        Transitions.End(turn, instance, element);
        if (element.Kind != ElementKind.EndEvent)
        {
            var plan = turn.Plan.FlowchartFrom(StartOf(turn, scope, element));
            if (turn.ElementOf(scope).Discipline == FlowDiscipline.Counters)
            {
                FlowCounters.Leave(turn, scope, plan, new Departure(element, outcomes), instance);
            }
            else
            {
                FlowTokens.Leave(turn, scope, plan, element, outcomes);
            }
        }

        QueuedScope.CompleteIfIdle(turn, scope.Number);
    }

    /// <summary>Remembers a start by an event, where the flowchart has another start of its own.</summary>
    public static void NoteStart(Turn turn, ElementInstance scope, Element start)
    {
        var container = turn.ElementOf(scope);
        if (container.Discipline is FlowDiscipline.Counters or FlowDiscipline.Tokens && container.StartEvent != start.Index)
        {
            turn.Emit(new FlowchartStarted(scope.Number, start.Index));
        }
    }

    /// <summary>Whether tokens wait for others, so that the flowchart may not end.</summary>
    public static bool HoldsTokens(ElementInstance scope)
    {
        if (scope.IsFlowchart)
        {
            foreach (var count in scope.FlowCounts.Values)
            {
                if (count.Tokens > 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Nothing moves any more, yet tokens wait for others that cannot come: a person has to look.</summary>
    public static void RaiseStuck(Turn turn, ElementInstance scope)
    {
        if (scope.Incident != 0)
        {
            return;
        }

        var waiting = scope.FlowCounts.Values.Where(count => count.Tokens > 0)
            .Select(count => turn.Graph.Elements[turn.Graph.Flows[count.Flow].Target]).Select(target => target.Name ?? target.Id)
                .Distinct();
        Incidents.Raise(
            turn,
            scope,
            ElementState.Active,
            IncidentKind.Condition,
            $"Der Ablauf kommt nicht weiter: „{string.Join("“, „", waiting)}“ wartet auf Wege, die nicht mehr begangen werden.");
    }

    /// <summary>Changes what is known of a flow.</summary>
    public static void Count(Turn turn, ElementInstance scope, int flow, Func<FlowCount, FlowCount> change)
    {
        var before = CountOf(scope, flow);
        var after = change(before);
        if (after != before)
        {
            turn.Emit(new FlowCounted(scope.Number, after));
        }
    }

    public static FlowCount CountOf(ElementInstance scope, int flow) =>
        scope.FlowCounts.TryGetValue(flow, out var count) ? count : new FlowCount(flow, 0, false, 0, 0);

    /// <summary>Ends what is active among these elements; in the order it began.</summary>
    public static List<Element> EndActive(Turn turn, ElementInstance scope, IReadOnlySet<int> elements)
    {
        var ended = new List<Element>();
        foreach (var number in scope.Children.ToArray())
        {
            if (turn.State.Find(number) is { } child && elements.Contains(child.Element))
            {
                ended.Add(turn.ElementOf(child));
                Transitions.Terminate(turn, child);
            }
        }

        return ended;
    }

    private static int StartOf(Turn turn, ElementInstance scope, Element element)
    {
        var container = turn.ElementOf(scope);
        return scope.FlowchartStart >= 0 ? scope.FlowchartStart
            : container.StartEvent != Element.None ? container.StartEvent : element.Index;
    }

    private static bool TryOutcomes(
        Turn turn,
        ElementInstance instance,
        Element element,
        [NotNullWhen(true)] out IReadOnlyList<string>? outcomes,
        [NotNullWhen(false)] out string? problem)
    {
        outcomes = [SequenceFlow.Done];
        problem = null;
        if (element.Outcomes is not { } expression)
        {
            return true;
        }

        if (!Evaluation.TryValue(turn, instance.Number, expression, out var value, out problem))
        {
            return false;
        }

        switch (value)
        {
            case FeelNull: break;
            case FeelString text: outcomes = [text.Value]; break;
            case FeelList list when list.Items.All(item => item is FeelString):
                outcomes = [.. list.Items.Select(item => ((FeelString)item).Value)];
                break;
            default:
                problem = $"Der Ausgang „{expression.Text}“ muss ein Text oder eine Liste von Texten sein, "
                    + $"ist aber {Evaluation.Describe(value)}.";
                break;
        }

        return problem is null;
    }
}

/// <summary>An element of a flowchart that ended with outcomes, or was skipped with none.</summary>
internal sealed class Departure(Element element, IReadOnlyList<string> outcomes)
{
    private int next;

    public Element Element => element;

    /// <summary>Takes the next outgoing flow, and whether a token goes along it.</summary>
    public bool TryNext(ProcessGraph graph, [NotNullWhen(true)] out SequenceFlow? flow, out bool followed)
    {
        flow = next < element.Outgoing.Length ? graph.Flows[element.Outgoing[next++]] : null;
        followed = flow is not null && outcomes.Contains(flow.Outcome);
        return flow is not null;
    }
}
