using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>The deployed versions, and what starts new instances of the latest of each.</summary>
internal sealed class VirtualDefinitions
{
    private readonly List<VirtualDefinition> all = [];
    private readonly Dictionary<string, VirtualDefinition> latest = new(StringComparer.Ordinal);
    private readonly List<StartTimer> startTimers = [];
    private int deployments;

    public void Deploy(IReadOnlyList<ProcessGraph> graphs, DateTimeOffset now)
    {
        deployments++;
        foreach (var graph in graphs)
        {
            var version = latest.TryGetValue(graph.ProcessId, out var before) ? before.Version + 1 : 1;
            var definition = new VirtualDefinition(all.Count + 1, deployments, version, graph);
            all.Add(definition);
            latest[graph.ProcessId] = definition;
            startTimers.RemoveAll(timer => timer.Definition.Graph.ProcessId == graph.ProcessId);
            ScheduleStarts(definition, now);
        }
    }

    public VirtualDefinition? Find(long key) => key >= 1 && key <= all.Count ? all[(int)key - 1] : null;

    public VirtualDefinition? Latest(string processId) => latest.GetValueOrDefault(processId);

    /// <summary>The version a call means.</summary>
    public VirtualDefinition? Find(string processId, Binding binding, string? versionTag, VirtualDefinition caller) => binding switch
    {
        Binding.Deployment => all.FindLast(d => d.Graph.ProcessId == processId && d.Deployment == caller.Deployment),
        Binding.VersionTag => all.FindLast(d => d.Graph.ProcessId == processId && d.Graph.Settings.VersionTag == versionTag),
        Binding.VersionTagOrLatest =>
            all.FindLast(d => d.Graph.ProcessId == processId && d.Graph.Settings.VersionTag == versionTag) ?? Latest(processId),
        _ => Latest(processId),
    };

    /// <summary>The places where an occurrence starts a new instance of a latest version, in order of deployment.</summary>
    public IEnumerable<StartPlace> StartsOn(Func<VirtualDefinition, EventDefinition, bool> matches)
    {
        foreach (var definition in latest.Values.OrderBy(definition => definition.Key))
        {
            foreach (var element in definition.Graph.Elements)
            {
                if (!Instantiation.MayStart(definition.Graph, element))
                {
                    continue;
                }

                for (var i = 0; i < element.Events.Length; i++)
                {
                    if (matches(definition, element.Events[i]))
                    {
                        yield return new StartPlace(definition, element, i);
                        break;
                    }
                }
            }
        }
    }

    /// <summary>When the next timer start event is due; null when there is none.</summary>
    public DateTimeOffset? NextStart => startTimers.Count == 0 ? null : startTimers.Min(timer => timer.DueAt);

    /// <summary>Takes the timer start event that is due first and plans its next time.</summary>
    public StartPlace TakeStart()
    {
        var timer = startTimers.MinBy(timer => timer.DueAt)!;
        startTimers.Remove(timer);
        if (timer.RepetitionsLeft != 0 && timer.Schedule.NextAfter(timer.DueAt) is { } next)
        {
            startTimers.Add(timer with { DueAt = next, RepetitionsLeft = timer.RepetitionsLeft - (timer.RepetitionsLeft < 0 ? 0 : 1) });
        }

        return new StartPlace(timer.Definition, timer.Element, timer.EventIndex);
    }

    private void ScheduleStarts(VirtualDefinition definition, DateTimeOffset now)
    {
        foreach (var start in StartsOn((candidate, e) => candidate == definition && e is TimerEvent))
        {
            for (var i = 0; i < start.Element.Events.Length; i++)
            {
                if (start.Element.Events[i] is TimerEvent timer
                    && TimerSchedule.TryParse(timer.Kind, ValueOf(timer.Value, now), out var schedule, out _)
                    && schedule.FirstAfter(now) is { } first)
                {
                    startTimers.Add(new StartTimer(definition, start.Element, i, schedule, first, schedule.RepetitionsLeft));
                }
            }
        }
    }

    private static FeelValue ValueOf(TextValue value, DateTimeOffset now) => value.Expression is { } expression
        ? expression.Evaluate(new FeelScope(FeelContext.Empty, now))
        : FeelString.Of(value.Text ?? "");

    private sealed record StartTimer(
        VirtualDefinition Definition, Element Element, int EventIndex, TimerSchedule Schedule, DateTimeOffset DueAt, int RepetitionsLeft);
}

/// <summary>An element of a version at which an instance can start, and which of its events occurred.</summary>
internal sealed record StartPlace(VirtualDefinition Definition, Element Element, int EventIndex);
