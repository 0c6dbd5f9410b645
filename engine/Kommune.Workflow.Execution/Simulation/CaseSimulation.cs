using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Lets generated cases run through a process: the real interpreter, virtual time, people with working hours and queues.</summary>
/// <remarks>Deterministic: the same process and settings give the same figures. A run takes seconds: it can be cancelled.</remarks>
public sealed class CaseSimulation
{
    /// <summary>Cases of one simulation.</summary>
    public const int CasesMax = 20_000;

    /// <summary>Events per case on average after which the simulation gives up: reminders of stuck cases would never end.</summary>
    public const int EventsPerCaseMax = 500;

    /// <summary>Virtual time after the last arrival at which cases that still run are given up.</summary>
    public static readonly TimeSpan PatienceAfterLastArrival = TimeSpan.FromDays(2 * 365);

    private readonly SimulationSettings settings;
    private readonly ProcessGraph graph;
    private readonly VirtualEngine engine;
    private readonly WorkCalendar calendar;
    private readonly SimulationCount count;
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> agenda = new();
    private readonly Dictionary<string, SimulatedOffice> offices = new(StringComparer.Ordinal);
    private readonly Dictionary<(long Instance, int Task), SimulatedWork> open = [];
    private readonly HashSet<SimulatedOffice> changed = [];
    private readonly List<(VirtualInstance Instance, JournalEntry Entry)> stepped = [];
    private readonly string? startElement;
    private SeededNumbers arrivals;
    private int arrived;
    private long order;
    private DateTimeOffset lastArrival;

    private CaseSimulation(ProcessGraph source, SimulationSettings settings)
    {
        this.settings = settings;
        graph = SimulationGraph.Make(source, settings);
        engine = new VirtualEngine(settings.Start)
        {
            KeepsJournals = false,
            Stepped = (instance, entry) => stepped.Add((instance, entry)),
        };
        engine.Deploy(graph);
        calendar = new WorkCalendar(settings.Hours, settings.Start);
        count = new SimulationCount(graph);
        arrivals = new SeededNumbers(settings.Seed, 1);
        lastArrival = calendar.NextOpen(engine.Now);
        startElement = graph.Process.StartEvent != Element.None ? null
            : graph.Elements.FirstOrDefault(e => e is { Kind: ElementKind.StartEvent, Scope: 0 })?.Id;
    }

    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SimulationFigures Run(ProcessGraph process, SimulationSettings settings, CancellationToken cancellation = default)
    {
        var simulation = new CaseSimulation(process, settings);
        simulation.PlanArrival();
        simulation.RunAll(cancellation);
        return simulation.count.Figures(simulation.engine, simulation.offices.Values, simulation.AvailableOf, simulation.arrived);
    }

    private TimeSpan AvailableOf(SimulatedOffice office) => calendar.Between(count.FirstArrival, lastArrival) * office.People;

    private void RunAll(CancellationToken cancellation)
    {
        for (var events = 0L; count.Running > 0 || arrived < settings.Cases; events++)
        {
            cancellation.ThrowIfCancellationRequested();
            var own = agenda.TryPeek(out _, out var next) ? next.At : DateTimeOffset.MaxValue;
            var due = engine.NextDue() ?? DateTimeOffset.MaxValue;
            var at = own < due ? own : due;
            if (at == DateTimeOffset.MaxValue
                || at > lastArrival + PatienceAfterLastArrival
                || events > (long)settings.Cases * EventsPerCaseMax)
            {
                return;
            }

            engine.AdvanceTo(at);
            if (own <= due)
            {
                agenda.Dequeue()();
            }

            Follow();
            BeginWork();
        }
    }

    private void Plan(DateTimeOffset at, Action action) => agenda.Enqueue(action, (at, order++));

    private void PlanArrival()
    {
        var perDay = settings.Hours.To - settings.Hours.From;
        lastArrival = calendar.Add(lastArrival, arrivals.Exponential(perDay / settings.ArrivalsPerDay));
        Plan(lastArrival, () =>
        {
            arrived++;
            engine.Start(graph.ProcessId, settings.Variables, null, startElement);
            if (arrived < settings.Cases)
            {
                PlanArrival();
            }
        });
    }

    // What the engine did since the last look: new tasks go into queues, jobs and answers get their time.
    private void Follow()
    {
        foreach (var (instance, entry) in stepped)
        {
            count.Note(instance, entry);
            foreach (var e in entry.Events)
            {
                switch (e)
                {
                    case TaskCreated created: Offer(instance, created.Task); break;
                    case TaskEnded ended: End(instance, ended); break;
                    case JobCreated created: PlanJob(instance, created.Job); break;
                    case BookmarkOpened opened: PlanAnswer(instance, opened.Bookmark); break;
                }
            }
        }

        stepped.Clear();
    }

    private void Offer(VirtualInstance instance, UserTask task)
    {
        var groups = task.CandidateGroups.IsEmpty ? [""] : task.CandidateGroups;
        var work = new SimulatedWork(instance.Key, task, [.. groups.Select(OfficeOf)], engine.Now);
        open.Add((instance.Key.Value, task.Number), work);
        count.Queued(task.Element, 1);
        foreach (var office in work.Offices)
        {
            office.Offer(work);
            changed.Add(office);
        }
    }

    private SimulatedOffice OfficeOf(string group)
    {
        if (!offices.TryGetValue(group, out var office))
        {
            offices.Add(group, office = new SimulatedOffice(group, Math.Max(1, settings.People.GetValueOrDefault(group, 1))));
        }

        return office;
    }

    private void BeginWork()
    {
        foreach (var office in changed.OrderBy(office => office.Name, StringComparer.Ordinal).ToList())
        {
            while (office.TakeNext() is { } work)
            {
                Begin(work);
            }
        }

        changed.Clear();
    }

    private void Begin(SimulatedWork work)
    {
        var numbers = NumbersOf(work.Instance.Value, work.Task);
        var takes = numbers.Lognormal(DurationOf(work.Element, SimulatedDuration.Task));
        work.BegunAt = calendar.NextOpen(engine.Now);
        count.Queued(work.Element, -1);
        count.Begun(work.Element, work.BegunAt - work.CreatedAt, takes);
        work.Person!.Office.Waited += work.BegunAt - work.CreatedAt;
        Plan(calendar.Add(engine.Now, takes), () =>
        {
            if (!work.IsOver)
            {
                engine.Send(work.Instance, new CompleteTask(work.Task), new Actor(work.Person.UserId));
            }
        });
    }

    private void End(VirtualInstance instance, TaskEnded ended)
    {
        if (!open.Remove((instance.Key.Value, ended.Task), out var work))
        {
            return;
        }

        work.IsOver = true;
        if (work.Person is not { } person)
        {
            count.Queued(work.Element, -1);
            return;
        }

        var office = person.Office;
        office.Busy += calendar.Between(work.BegunAt, engine.Now);
        office.Done += ended.Completed ? 1 : 0;
        office.Release(person);
        changed.Add(office);
    }

    private void PlanJob(VirtualInstance instance, Job job)
    {
        var isCall = job.Type == SimulationGraph.CallType;
        var takes = NumbersOf(instance.Key.Value, job.Number)
            .Lognormal(DurationOf(job.Element, isCall ? SimulatedDuration.Answer : SimulatedDuration.Job));
        Plan(engine.Now + takes, () =>
        {
            if (instance.State.Jobs.ContainsKey(job.Number))
            {
                engine.Send(instance.Key, new CompleteJob(job.Number));
            }
        });
    }

    // Answers are expected where a case stands and waits; what may come beside the work comes only when somebody says how soon.
    private void PlanAnswer(VirtualInstance instance, Bookmark bookmark)
    {
        var element = graph.Elements[bookmark.Element];
        var isAside = element.Kind is ElementKind.BoundaryEvent or ElementKind.StartEvent;
        if (bookmark.Kind == BookmarkKind.Condition || (isAside && !settings.Durations.ContainsKey(element.Id)))
        {
            return;
        }

        var takes = NumbersOf(instance.Key.Value, bookmark.Number).Lognormal(DurationOf(bookmark.Element, SimulatedDuration.Answer));
        Plan(engine.Now + takes, () =>
        {
            if (instance.State.Bookmarks.ContainsKey(bookmark.Number))
            {
                engine.Send(instance.Key, bookmark.Kind == BookmarkKind.Message
                    ? new CorrelateMessage(bookmark.Number, ++order, null)
                    : new DeliverSignal(bookmark.Number, ++order, null));
            }
        });
    }

    private SimulatedDuration DurationOf(int element, SimulatedDuration otherwise) =>
        settings.Durations.TryGetValue(graph.Elements[element].Id, out var duration) ? duration : otherwise;

    // Every piece of work has a row of numbers of its own: two versions of a process meet the same cases.
    private SeededNumbers NumbersOf(long instance, int number) => new(settings.Seed, 2, (ulong)instance, (ulong)number);
}
