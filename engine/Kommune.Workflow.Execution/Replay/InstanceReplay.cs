using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Plays an instance's journal again, entry by entry, and tells what each entry changed.</summary>
/// <remarks>Not safe to share between threads.</remarks>
/// <param name="graphs">The graph of a definition key; every version the instance ever ran on is asked for.</param>
public sealed class InstanceReplay(Func<long, ProcessGraph> graphs)
{
    private readonly HashSet<string> completed = new(StringComparer.Ordinal);
    private readonly HashSet<string> flows = new(StringComparer.Ordinal);
    private Dictionary<string, ReplayedStatus> painted = new(StringComparer.Ordinal);
    private ProcessGraph? graph;

    /// <summary>The instance as of the entry played last.</summary>
    public InstanceState State { get; } = new();

    /// <summary>Plays the next entry.</summary>
    public ReplayedStep Play(JournalEntry entry)
    {
        var before = new Dictionary<int, (string? Element, FeelContext Variables)>();
        var taken = new List<string>();
        var moved = false;
        foreach (var e in entry.Events)
        {
            NoteScopes(e, before);
            NoteCompleted(e);
            State.Apply(e);
            switch (e)
            {
                case InstanceStarted started:
                    graph = graphs(started.DefinitionKey);
                    break;
                case InstanceMigrated migrated:
                    Migrate(migrated, graphs(migrated.DefinitionKey));
                    moved = true;
                    break;
                case FlowTaken flow when flows.Add(graph!.Flows[flow.Flow].Id):
                    taken.Add(graph.Flows[flow.Flow].Id);
                    break;
            }
        }

        var known = moved ? new Dictionary<string, ReplayedStatus>(StringComparer.Ordinal) : painted;
        painted = Paint();
        return new ReplayedStep(
            State.DefinitionKey, [.. Difference(known, painted)], moved ? [.. flows] : taken, [.. Changes(before)]);
    }

    // Variables of a scope that ends within the entry are gone after it: its first sight must come before the event.
    private void NoteScopes(InstanceEvent e, Dictionary<int, (string? Element, FeelContext Variables)> before)
    {
        var scope = e switch
        {
            VariableSet set => set.Scope,
            ElementCompleted { Instance: not 0 } completedOne => completedOne.Instance,
            ElementTerminated { Instance: not 0 } terminated => terminated.Instance,
            _ => Element.None,
        };
        if (scope >= 0 && !before.ContainsKey(scope) && State.ElementInstances.TryGetValue(scope, out var instance))
        {
            before[scope] = (scope == 0 ? null : graph!.Elements[instance.Element].Id, instance.Variables);
        }
    }

    private void NoteCompleted(InstanceEvent e)
    {
        if (e is ElementCompleted { Instance: not 0 } ended && State.ElementInstances.TryGetValue(ended.Instance, out var instance))
        {
            completed.Add(graph!.Elements[instance.Element].Id);
        }
    }

    private void Migrate(InstanceMigrated migrated, ProcessGraph target)
    {
        var from = graph!;
        Rename(completed, id => from.Find(id) is { } element && migrated.Elements[element.Index] is >= 0 and var index
            ? target.Elements[index].Id : null);
        var byId = from.Flows.ToDictionary(flow => flow.Id, flow => flow.Index, StringComparer.Ordinal);
        Rename(flows, id => byId.TryGetValue(id, out var old) && migrated.Flows[old] is >= 0 and var index
            ? target.Flows[index].Id : null);
        graph = target;
    }

    private static void Rename(HashSet<string> ids, Func<string, string?> to)
    {
        var renamed = ids.Select(to).OfType<string>().ToList();
        ids.Clear();
        ids.UnionWith(renamed);
    }

    private Dictionary<string, ReplayedStatus> Paint()
    {
        var paint = completed.ToDictionary(id => id, _ => ReplayedStatus.Completed, StringComparer.Ordinal);
        var waiting = State.Timers.Values.Select(timer => timer.Element)
            .Concat(State.Bookmarks.Values.Select(bookmark => bookmark.Element)).ToHashSet();
        foreach (var instance in State.ElementInstances.Values.Where(instance => instance.Number > 0))
        {
            var status = instance.Incident > 0 ? ReplayedStatus.Incident
                : waiting.Contains(instance.Element) ? ReplayedStatus.Waiting : ReplayedStatus.Active;
            var id = graph!.Elements[instance.Element].Id;
            paint[id] = paint.TryGetValue(id, out var other) && other > status ? other : status;
        }

        return paint;
    }

    private static IEnumerable<ReplayedElement> Difference(
        Dictionary<string, ReplayedStatus> before, Dictionary<string, ReplayedStatus> after)
    {
        foreach (var (id, status) in after)
        {
            if (!before.TryGetValue(id, out var known) || known != status)
            {
                yield return new ReplayedElement(id, status);
            }
        }

        foreach (var id in before.Keys.Where(id => !after.ContainsKey(id)))
        {
            yield return new ReplayedElement(id, null);
        }
    }

    private IEnumerable<ReplayedChange> Changes(Dictionary<int, (string? Element, FeelContext Variables)> before)
    {
        foreach (var (scope, (element, old)) in before.OrderBy(noted => noted.Key))
        {
            var now = scope == 0 ? State.Variables
                : State.ElementInstances.TryGetValue(scope, out var instance) ? instance.Variables : FeelContext.Empty;
            foreach (var name in old.Keys.Concat(now.Keys.Where(name => !old.Contains(name))))
            {
                var was = old.TryGet(name, out var value) ? value : null;
                var became = now.TryGet(name, out value) ? value : null;
                if (!Equals(was, became))
                {
                    yield return new ReplayedChange(scope, element, name, was, became);
                }
            }
        }
    }
}

/// <summary>What one entry of a journal changed.</summary>
/// <param name="DefinitionKey">The version the instance runs on after it.</param>
/// <param name="Elements">Elements whose status changed; all that have one after the instance moved to another version.</param>
/// <param name="Flows">Ids of flows taken for the first time; all taken so far after the instance moved to another version.</param>
/// <param name="Changes">Variables that have another value after it, the process's first.</param>
public sealed record ReplayedStep(
    long DefinitionKey,
    IReadOnlyList<ReplayedElement> Elements,
    IReadOnlyList<string> Flows,
    IReadOnlyList<ReplayedChange> Changes);

/// <param name="ElementId">The element.</param>
/// <param name="Status">Where it stands; null: nowhere, it was withdrawn.</param>
public sealed record ReplayedElement(string ElementId, ReplayedStatus? Status);

/// <summary>How an element stands; of several activations the one that says most counts.</summary>
public enum ReplayedStatus : byte
{
    Completed,
    Waiting,
    Active,
    Incident,
}

/// <param name="Scope">The element instance that owns the variable; 0 is the process.</param>
/// <param name="ElementId">Its element; null for the process.</param>
/// <param name="Name">The variable.</param>
/// <param name="Before">Its value before; null: there was none.</param>
/// <param name="After">Its value after; null: it is gone with its scope.</param>
public sealed record ReplayedChange(int Scope, string? ElementId, string Name, FeelValue? Before, FeelValue? After);
