using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>What the interpreter works out once per graph; safe to share between threads.</summary>
internal sealed class GraphPlan
{
    private static readonly ConditionalWeakTable<ProcessGraph, GraphPlan> Plans = [];

    private readonly ProcessGraph graph;
    private readonly FlowReach?[] reaches;
    private readonly int[] handlers;
    private readonly Element?[] compensatingStarts;
    private readonly ConcurrentDictionary<int, FlowchartPlan> flowcharts = new();

    private GraphPlan(ProcessGraph graph)
    {
        this.graph = graph;
        reaches = new FlowReach?[graph.Elements.Length];
        handlers = [.. graph.Elements.Select(element => FindHandler(graph, element))];
        compensatingStarts = [.. graph.Elements.Select(element => FindCompensatingStart(graph, element))];
        Rules = [.. graph.Elements.Select(element => ElementBehaviors.Of(element.Kind))];
        DisciplineAround =
        [
            .. graph.Elements.Select(element => element.Scope == Element.None
                ? FlowDiscipline.Bpmn : graph.Elements[element.Scope].Discipline),
        ];
        TokensWait = [.. graph.Elements.Select(Waits)];
        HasLateJoins = graph.Elements.Any(IsLateJoin);
        TitleVariables = graph.Settings.Title?.Expression?.FreeVariables.ToFrozenSet();
        FourEyesWatchers = WatchersOf(graph);
    }

    /// <summary>The rule of each element.</summary>
    public ImmutableArray<ElementRule> Rules { get; }

    /// <summary>Whether a token that reaches the element waits there until a join decides.</summary>
    public ImmutableArray<bool> TokensWait { get; }

    /// <summary>How tokens move where each element stands.</summary>
    public ImmutableArray<FlowDiscipline> DisciplineAround { get; }

    /// <summary>Whether there are joins that can be decided only when nothing else moves.</summary>
    public bool HasLateJoins { get; }

    /// <summary>Variables the title of a case reads; null without a computed title.</summary>
    public FrozenSet<string>? TitleVariables { get; }

    /// <summary>For a user task's index: the user tasks that its doer may not do.</summary>
    public FrozenDictionary<int, ImmutableArray<int>> FourEyesWatchers { get; }

    public static GraphPlan Of(ProcessGraph graph) => Plans.TryGetValue(graph, out var plan) ? plan : Add(graph);

    /// <summary>Which elements can reach the incoming flows of this join.</summary>
    public FlowReach ReachOf(Element join) => reaches[join.Index] ??= new FlowReach(graph, join);

    /// <summary>What leads forward in a flowchart that began with this element.</summary>
    public FlowchartPlan FlowchartFrom(int start) => flowcharts.GetOrAdd(start, index => new FlowchartPlan(graph, index));

    /// <summary>The index of the activity that undoes this one, or <see cref="Element.None"/>.</summary>
    public int HandlerOf(Element activity) => handlers[activity.Index];

    /// <summary>The start event of the event sub-process that undoes this sub-process from inside, or null.</summary>
    public Element? CompensatingStart(Element activity) => compensatingStarts[activity.Index];

    /// <summary>Joins decided only when nothing else moves: inclusive and complex.</summary>
    public static bool IsLateJoin(Element element) =>
        (element.Kind == ElementKind.InclusiveGateway && element.Incoming.Length > 1)
        || (element.Kind == ElementKind.ComplexGateway && (element.Incoming.Length > 1 || element.ActivationCondition is not null));

    private static bool Waits(Element element) =>
        IsLateJoin(element)
        || (element.Kind == ElementKind.ParallelGateway && element.Incoming.Length > 1)
        || element.StartQuantity > 1;

    private static int FindHandler(ProcessGraph graph, Element activity)
    {
        foreach (var boundary in activity.BoundaryEvents)
        {
            if (graph.Elements[boundary].CompensationHandler != Element.None)
            {
                return graph.Elements[boundary].CompensationHandler;
            }
        }

        return Element.None;
    }

    private static Element? FindCompensatingStart(ProcessGraph graph, Element container)
    {
        foreach (var eventSubProcess in container.EventSubProcesses)
        {
            var start = graph.Elements[graph.Elements[eventSubProcess].StartEvent];
            if (start.Events is [CompensateEvent])
            {
                return start;
            }
        }

        return null;
    }

    // Not GetValue: its factory delegate would be called under a lock and allocate on the hot path.
    private static GraphPlan Add(ProcessGraph graph)
    {
        var plan = new GraphPlan(graph);
        return Plans.TryAdd(graph, plan) ? plan : Of(graph);
    }

    private static FrozenDictionary<int, ImmutableArray<int>> WatchersOf(ProcessGraph graph) =>
        graph.Elements
            .Where(element => element.UserTask is not null)
            .SelectMany(watcher => watcher.UserTask!.FourEyes, (watcher, id) => (Watched: graph.Find(id), Watcher: watcher.Index))
            .Where(pair => pair.Watched is not null)
            .GroupBy(pair => pair.Watched!.Index, pair => pair.Watcher)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
}
