using System.Collections.Immutable;
using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Where everything active in an instance goes in another version of its process; completed work is never run again.</summary>
internal sealed class MigrationPlan
{
    private readonly ProcessGraph source;
    private readonly ProcessGraph target;
    private readonly int[] elements;
    private readonly int[] flows;
    private readonly List<int> closing = [];

    private MigrationPlan(ProcessGraph source, ProcessGraph target)
    {
        this.source = source;
        this.target = target;
        elements = new int[source.Elements.Length];
        flows = new int[source.Flows.Length];
    }

    public ImmutableArray<int> Elements => [.. elements];

    public ImmutableArray<int> Flows => [.. flows];

    /// <summary>What cannot be moved, for developers.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The same for the person who wants to move it (German sentences).</summary>
    public List<string> Notices { get; } = [];

    public static MigrationPlan Make(Turn turn, ProcessGraph target, ImmutableArray<ElementMapping> mappings)
    {
        var plan = new MigrationPlan(turn.Graph, target);
        plan.MapElements(mappings);
        plan.MapFlows();
        foreach (var instance in turn.State.ElementInstances.Values.OrderBy(instance => instance.Number))
        {
            plan.Check(turn, instance);
        }

        return plan;
    }

    /// <summary>Gives up the waits that have no place in the target.</summary>
    public void CloseWaits(Turn turn)
    {
        foreach (var number in closing)
        {
            turn.Emit(turn.State.Timers.ContainsKey(number) ? new TimerEnded(number, Fired: false) : new BookmarkClosed(number));
        }
    }

    /// <summary>Opens the waits that the target has at places that did not wait before.</summary>
    public void OpenWaits(Turn turn)
    {
        foreach (var number in turn.State.ElementInstances.Keys.Order().ToArray())
        {
            var instance = turn.State.Get(number);
            var element = turn.ElementOf(instance);
            if (instance.Role != InstanceRole.LoopRound)
            {
                OpenMissing(turn, instance, element.BoundaryEvents);
            }

            if (element.Kind.IsContainer() && instance is { Role: not InstanceRole.LoopBody, Interrupted: false })
            {
                OpenMissing(turn, instance, element.EventSubProcesses.Select(index => target.Elements[index].StartEvent));
            }
        }
    }

    private static void OpenMissing(Turn turn, ElementInstance instance, IEnumerable<int> catchers)
    {
        foreach (var catcher in catchers)
        {
            var waits = instance.Waits.Any(number => CatcherOf(turn, number) == catcher);
            if (!waits && Waits.Open(turn, instance, turn.Graph.Elements[catcher]) is { } problem)
            {
                Incidents.Raise(turn, instance, ElementState.Active, IncidentKind.ExtractValue, problem);
            }
        }
    }

    private static int CatcherOf(Turn turn, int number) =>
        turn.State.Timers.TryGetValue(number, out var timer) ? timer.Element : turn.State.Bookmarks[number].Element;

    private void MapElements(ImmutableArray<ElementMapping> mappings)
    {
        var targets = mappings.ToDictionary(mapping => mapping.SourceId, mapping => mapping.TargetId, StringComparer.Ordinal);
        foreach (var element in source.Elements)
        {
            var id = targets.GetValueOrDefault(element.Id, element.Index == 0 ? target.ProcessId : element.Id);
            elements[element.Index] = target.Find(id)?.Index ?? Element.None;
        }

        foreach (var mapping in mappings)
        {
            if (source.Find(mapping.SourceId) is null)
            {
                Refuse($"there is no '{mapping.SourceId}' in the source", $"„{mapping.SourceId}“ gibt es in der alten Version nicht.");
            }
            else if (target.Find(mapping.TargetId) is null)
            {
                Refuse($"there is no '{mapping.TargetId}' in the target", $"„{mapping.TargetId}“ gibt es in der neuen Version nicht.");
            }
        }
    }

    // A flow keeps its id, or is the only one between the two places its ends moved to.
    private void MapFlows()
    {
        foreach (var flow in source.Flows)
        {
            var from = elements[flow.Source];
            var to = elements[flow.Target];
            var same = target.Flows.FirstOrDefault(other => other.Id == flow.Id && other.Target == to)
                ?? target.Flows.FirstOrDefault(other => other.Source == from && other.Target == to);
            flows[flow.Index] = same?.Index ?? Element.None;
        }
    }

    private void Check(Turn turn, ElementInstance instance)
    {
        var from = source.Elements[instance.Element];
        var name = from.Name ?? from.Id;
        if (elements[from.Index] == Element.None)
        {
            Refuse($"'{from.Id}' is active and has no target", $"„{name}“ ist aktiv und hat in der neuen Version keinen Platz.");
            return;
        }

        var to = target.Elements[elements[from.Index]];
        if (!IsSameKind(from, to))
        {
            Refuse(
                $"'{from.Id}' is a {from.Kind}, but '{to.Id}' is a {to.Kind} or works differently",
                $"„{name}“ und „{to.Name ?? to.Id}“ sind verschiedene Arten von Schritten.");
        }
        else if (from.Scope != Element.None && elements[from.Scope] != to.Scope)
        {
            Refuse(
                $"'{from.Id}' and '{to.Id}' stand in different sub-processes",
                $"„{name}“ steht in der neuen Version in einem anderen Teilprozess.");
        }

        foreach (var flow in instance.WaitingFlows)
        {
            if (flows[flow] == Element.None)
            {
                var join = source.Elements[source.Flows[flow].Target];
                Refuse(
                    $"flow '{source.Flows[flow].Id}' waits at '{join.Id}' and has no target",
                    $"Ein Weg, der an „{join.Name ?? join.Id}“ wartet, hat in der neuen Version keinen Platz.");
            }
        }

        foreach (var number in instance.Waits)
        {
            CheckWait(turn, instance, number);
        }
    }

    private void CheckWait(Turn turn, ElementInstance instance, int number)
    {
        var (catcher, eventIndex) = turn.State.Timers.TryGetValue(number, out var timer)
            ? (source.Elements[timer.Element], timer.EventIndex)
            : (source.Elements[turn.State.Bookmarks[number].Element], turn.State.Bookmarks[number].EventIndex);
        var place = elements[catcher.Index] == Element.None ? null : target.Elements[elements[catcher.Index]];
        var stays = place is not null
            && place.Kind == catcher.Kind
            && eventIndex < place.Events.Length
            && place.Events[eventIndex].GetType() == catcher.Events[eventIndex].GetType()
            && (catcher.AttachedTo == Element.None ? Element.None : elements[catcher.AttachedTo]) == place.AttachedTo;
        if (stays)
        {
            return;
        }

        if (catcher.Kind is ElementKind.BoundaryEvent or ElementKind.StartEvent)
        {
            closing.Add(number);
            return;
        }

        var waiter = source.Elements[instance.Element];
        Refuse(
            $"'{waiter.Id}' waits for '{catcher.Id}', which has no target of its kind",
            $"„{catcher.Name ?? catcher.Id}“, worauf der Vorgang wartet, gibt es in der neuen Version nicht.");
    }

    internal static bool IsSameKind(Element from, Element to) =>
        from.Kind == to.Kind
        && from.Loop?.Kind == to.Loop?.Kind
        && (from.Job is null) == (to.Job is null)
        && (from.UserTask is null) == (to.UserTask is null);

    private void Refuse(string problem, string notice)
    {
        Problems.Add(problem);
        Notices.Add(notice);
    }
}
