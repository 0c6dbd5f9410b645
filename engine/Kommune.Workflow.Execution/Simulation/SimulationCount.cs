using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Counts and measures what happens in a simulation.</summary>
internal sealed class SimulationCount(ProcessGraph graph)
{
    private readonly ElementCount[] elements = [.. graph.Elements.Select(_ => new ElementCount())];
    private readonly int[] flows = new int[graph.Flows.Length];
    private readonly Dictionary<(long Instance, int Number), (int Element, DateTimeOffset At)> active = [];
    private readonly List<TimeSpan> cycles = [];
    private DateTimeOffset lastEnd;

    /// <summary>Cases that have begun and not ended.</summary>
    public int Running { get; private set; }

    public DateTimeOffset FirstArrival { get; private set; }

    public void Note(VirtualInstance instance, JournalEntry entry)
    {
        var key = instance.Key.Value;
        foreach (var e in entry.Events)
        {
            switch (e)
            {
                case InstanceStarted: Running++; FirstArrival = FirstArrival == default ? entry.At : FirstArrival; break;
                case InstanceCompleted or InstanceTerminated: NoteEnd(instance, e, entry.At); break;
                case ElementActivated activated when activated.Instance > 0:
                    elements[activated.Element].Count += activated.Role == InstanceRole.LoopRound ? 0 : 1;
                    active[(key, activated.Instance)] = (activated.Element, entry.At);
                    break;
                case ElementCompleted completed when active.Remove((key, completed.Instance), out var begun):
                    NoteCompleted(begun.Element, entry.At - begun.At);
                    break;
                case ElementTerminated terminated: active.Remove((key, terminated.Instance)); break;
                case FlowTaken taken: flows[taken.Flow]++; break;
            }
        }
    }

    /// <summary>A task joined the queue, or left it.</summary>
    public void Queued(int element, int change)
    {
        var counted = elements[element];
        counted.Queue += change;
        counted.QueueMax = Math.Max(counted.QueueMax, counted.Queue);
    }

    public void Begun(int element, TimeSpan waited, TimeSpan work)
    {
        elements[element].Waiting.Add(waited);
        elements[element].Work.Add(work);
    }

    public SimulationFigures Figures(
        VirtualEngine engine, IEnumerable<SimulatedOffice> offices, Func<SimulatedOffice, TimeSpan> available, int arrived) => new(
        arrived,
        cycles.Count,
        (Running > 0 ? engine.Now : lastEnd) - FirstArrival,
        SimulatedSpread.Of(cycles),
        [.. elements.Select((counted, i) => (Counted: counted, graph.Elements[i].Id)).Where(e => e.Counted.Count > 0)
            .Select(e => new SimulatedElement(
                e.Id, e.Counted.Count, SimulatedSpread.Of(e.Counted.Waiting), SimulatedSpread.Of(e.Counted.Work), e.Counted.QueueMax))],
        graph.Flows.Where(flow => flows[flow.Index] > 0).ToDictionary(flow => flow.Id, flow => flows[flow.Index]),
        [.. offices.Select(office => View(office, available(office))).OrderByDescending(group => group.Load)
            .ThenBy(group => group.Group, StringComparer.Ordinal)],
        [.. Stuck(engine)]);

    private static SimulatedGroup View(SimulatedOffice office, TimeSpan available) => new(
        office.Name,
        office.People,
        available > TimeSpan.Zero ? Math.Min(1, office.Busy / available) : 0,
        office.Done,
        office.Waited,
        office.QueueMax);

    private void NoteEnd(VirtualInstance instance, InstanceEvent e, DateTimeOffset at)
    {
        Running--;
        lastEnd = at;
        if (e is InstanceCompleted)
        {
            cycles.Add(at - instance.State.StartedAt);
        }
    }

    private void NoteCompleted(int element, TimeSpan took)
    {
        if (graph.Elements[element].UserTask is null && took > TimeSpan.Zero)
        {
            elements[element].Waiting.Add(took);
        }
    }

    private IEnumerable<StuckCases> Stuck(VirtualEngine engine) => engine.Instances.Values
        .Where(instance => instance.State.Status == InstanceStatus.Active)
        .Select(WhyStuck)
        .GroupBy(why => why)
        .Select(group => new StuckCases(group.Key.ElementId, group.Count(), group.Key.Reason))
        .OrderByDescending(stuck => stuck.Cases);

    private (string? ElementId, string Reason) WhyStuck(VirtualInstance instance)
    {
        if (instance.State.Incidents.Values.FirstOrDefault() is { } incident)
        {
            return (graph.Elements[incident.Element].Id, incident.Message);
        }

        var standing = instance.State.ElementInstances.Values
            .Where(e => !graph.Elements[e.Element].Kind.IsContainer()).Select(e => graph.Elements[e.Element]).FirstOrDefault();
        return standing?.UserTask is not null
            ? (standing.Id, "Niemand in der Gruppe darf oder kann diese Aufgabe erledigen.")
            : (standing?.Id, "Der Vorgang wartet auf etwas, das in der Simulation nicht kommt.");
    }

    private sealed class ElementCount
    {
        public int Count { get; set; }

        public int Queue { get; set; }

        public int QueueMax { get; set; }

        public List<TimeSpan> Waiting { get; } = [];

        public List<TimeSpan> Work { get; } = [];
    }
}
