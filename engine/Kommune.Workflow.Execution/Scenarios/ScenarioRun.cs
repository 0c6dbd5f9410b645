using System.Collections.Immutable;
using System.Globalization;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution.Scenarios;

/// <summary>Plays a scenario on the real interpreter in virtual time.</summary>
public sealed class ScenarioRun
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");

    /// <summary>Commands that one run may set off; more is a deviation: timers or cases set each other off without end.</summary>
    public const int CommandsMax = 20_000;

    /// <summary>How much time may pass in one run.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromDays(50 * 366);

    private readonly ScenarioProcedure procedure;
    private readonly VirtualEngine engine;
    private readonly ScenarioJobs jobs;
    private readonly CancellationToken cancellation;
    private readonly DateTimeOffset endsAt;
    private readonly Dictionary<string, VirtualInstance> named = new(StringComparer.Ordinal);
    private readonly HashSet<VirtualInstance> spokenOf = [];

    private int commands;
    private int line;

    /// <summary>Begins a run: nothing has happened yet.</summary>
    /// <param name="beginsAt">The virtual time.</param>
    /// <param name="jobRule">Who does the machine work.</param>
    /// <param name="procedure">What it is played on.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public ScenarioRun(
        DateTimeOffset beginsAt, ScenarioJobRule jobRule, ScenarioProcedure procedure, CancellationToken cancellation = default)
    {
        this.procedure = procedure;
        this.cancellation = cancellation;
        endsAt = beginsAt + TimeMax;
        engine = new VirtualEngine(beginsAt, procedure.Decisions) { Stepped = (_, _) => Count() };
        engine.Deploy(procedure.Processes);
        jobs = new ScenarioJobs(engine, jobRule);
    }

    /// <summary>The virtual time, UTC.</summary>
    public DateTimeOffset Now => engine.Now;

    /// <summary>All cases, in the order they began.</summary>
    public IReadOnlyCollection<VirtualInstance> Cases => [.. engine.Instances.Values];

    /// <summary>The case a step without a name means: the one spoken of last; null: none yet.</summary>
    public VirtualInstance? Current { get; private set; }

    /// <summary>The name by which steps call a case; null: none has spoken of it yet.</summary>
    public string? NameOf(VirtualInstance instance) => named.FirstOrDefault(entry => entry.Value == instance).Key;

    /// <summary>Whether a step has spoken of the case.</summary>
    public bool IsSpokenOf(VirtualInstance instance) => spokenOf.Contains(instance);

    /// <summary>Plays all steps up to the first that does not go as told.</summary>
    public static ScenarioOutcome Of(Scenario scenario, ScenarioProcedure procedure, CancellationToken cancellation = default)
    {
        var run = new ScenarioRun(scenario.BeginsAt, scenario.Jobs, procedure, cancellation);
        foreach (var step in scenario.Steps)
        {
            if (run.TryPlay(step) is { } deviation)
            {
                return new ScenarioOutcome(scenario, deviation.Line, deviation.Message, ScenarioCoverage.Of(run.Cases));
            }
        }

        return new ScenarioOutcome(scenario, 0, null, ScenarioCoverage.Of(run.Cases));
    }

    /// <summary>Plays one step.</summary>
    /// <returns>What did not go as told; null when it did.</returns>
    public ScenarioDeviation? TryPlay(ScenarioStep step)
    {
        line = step.Line;
        try
        {
            Play(step);
            return null;
        }
        catch (DeviationException e)
        {
            return new ScenarioDeviation(e.Line, e.Message);
        }
    }

    private void Count()
    {
        cancellation.ThrowIfCancellationRequested();
        if (++commands > CommandsMax)
        {
            throw new DeviationException(
                line,
                $"Nach mehr als {CommandsMax} Ereignissen ist kein Ende abzusehen. "
                + "Prüfen Sie Schleifen und wiederkehrende Zeitpunkte.");
        }
    }

    private void Play(ScenarioStep step)
    {
        switch (step)
        {
            case StartStep start: Start(start); break;
            case BegunStep begun: Begin(begun); break;
            case TaskStep task: Work(task); break;
            case TimeStep time: LetPass(time); break;
            case MessageStep message: engine.Publish(message.Name, message.CorrelationKey, message.Variables); break;
            case SignalStep signal: engine.Broadcast(signal.Name, signal.Variables); break;
            case DoJobStep job: jobs.Do(Case(job.Line, job.CaseName), job); break;
            case JobStep job: Account(job); break;
            case ExpectStep expectation: Expect(expectation); break;
            default: throw new InvalidOperationException($"Expected a known step, but got {step.GetType().Name}.");
        }

        jobs.DoAll(step.Line);
    }

    private void Start(StartStep step)
    {
        var definition = engine.Definition(step.ProcessId)
            ?? throw new DeviationException(step.Line, $"Den Prozess „{step.ProcessId}“ gibt es in diesem Verfahren nicht.");
        var answers = Check(definition.Graph.Settings.StartFormId, step.Variables);
        if (!IsAccepted(step.Line, "Der Start", step.Refusal, answers.Problems))
        {
            return;
        }

        var started = engine.TryStart(definition, answers.Kept, new Actor(step.Person), null, [], out var rejection)
            ?? throw new DeviationException(step.Line, $"Der Start wurde abgelehnt: {rejection!.Notice}");
        Name(step.Line, step.CaseName, started);
    }

    private void Begin(BegunStep step)
    {
        var begun = engine.Instances.Values.LastOrDefault(i => i.Graph.ProcessId == step.ProcessId && !spokenOf.Contains(i))
            ?? throw new DeviationException(
                step.Line, $"Es hat kein (weiterer) Vorgang des Prozesses „{step.ProcessId}“ von selbst begonnen.");
        Name(step.Line, step.CaseName, begun);
    }

    private void Name(int line, string? name, VirtualInstance instance)
    {
        Current = instance;
        spokenOf.Add(instance);
        if (name is not null && !named.TryAdd(name, instance))
        {
            throw new DeviationException(line, $"Der Name „{name}“ ist schon an einen anderen Vorgang vergeben.");
        }
    }

    private void Work(TaskStep step)
    {
        var instance = Case(step.Line, step.CaseName);
        var task = Find(step, instance);
        if (step.Groups.Except(task.CandidateGroups).ToList() is { Count: > 0 } missing)
        {
            throw new DeviationException(
                step.Line,
                $"Die Aufgabe „{task.Title}“ sollte auch für {string.Join(", ", missing)} sein, "
                + $"ist aber für: {List(task.CandidateGroups)}.");
        }

        if (step.Due?.After(task.CreatedAt) is { } due && task.DueAt != due)
        {
            throw new DeviationException(
                step.Line, $"Die Aufgabe „{task.Title}“ sollte am {Time(due)} fällig sein, ist es aber {Time(task.DueAt)}.");
        }

        if (step.Person is { } person)
        {
            Complete(step, instance, task, new Actor(person));
        }
    }

    private void Complete(TaskStep step, VirtualInstance instance, UserTask task, Actor actor)
    {
        var answers = Check(task.FormId, step.Variables);
        var problems = answers.Problems;
        if (problems.IsEmpty)
        {
            var result = engine.Send(instance.Key, new AssignTask(task.Number, actor.UserId!), actor);
            result = result.Accepted ? engine.Send(instance.Key, new CompleteTask(task.Number, answers.Kept), actor) : result;
            problems = result.Rejection is { } rejection ? [rejection.Notice] : [];
        }

        IsAccepted(step.Line, $"Die Aufgabe „{task.Title}“", step.Refusal, problems);
    }

    private static UserTask Find(TaskStep step, VirtualInstance instance)
    {
        var open = instance.State.UserTasks.Values.OrderBy(task => task.Number).ToList();
        var found = open.Where(task => task.Title == step.Task || IsElement(task)).ToList();
        if (step.Number is { } number && number <= found.Count)
        {
            return found[number - 1];
        }

        return found switch
        {
            [var only] when step.Number is null => only,
            _ when step.Number is { } missing => throw new DeviationException(
                step.Line, $"Die Aufgabe „{step.Task}“ ist {found.Count}-mal offen; eine Nummer {missing} gibt es nicht."),
            [] => throw new DeviationException(
                step.Line, $"Die Aufgabe „{step.Task}“ ist nicht offen. Offen sind: {List(open.Select(task => task.Title))}."),
            _ => throw new DeviationException(
                step.Line, $"Die Aufgabe „{step.Task}“ ist {found.Count}-mal offen. Bitte nennen Sie den genauen Titel oder die „nummer“."),
        };

        bool IsElement(UserTask task) =>
            instance.Graph.Elements[task.Element] is { } element && (element.Name == step.Task || element.Id == step.Task);
    }

    private void LetPass(TimeStep step)
    {
        if (step.Period.Months > TimeMax.TotalDays / 28 || step.Period.Rest > TimeMax || step.Period.After(engine.Now) > endsAt)
        {
            throw new DeviationException(step.Line, "In einem Szenario vergehen höchstens 50 Jahre.");
        }

        var until = step.Period.After(engine.Now);
        while (engine.NextDue() is { } due && due <= until)
        {
            Count(); // Also what starts nothing takes its time.
            engine.AdvanceTo(due);
            jobs.DoAll(step.Line);
        }

        engine.AdvanceTo(until);
    }

    private void Account(JobStep step)
    {
        var instance = step.CaseName is null ? null : Case(step.Line, step.CaseName);
        if (!jobs.Account(instance, step.Type, step.With))
        {
            throw new DeviationException(
                step.Line,
                $"Es gab keinen (weiteren) Auftrag „{step.Type}“ mit {step.With}. "
                + $"Übrig ist: {jobs.Describe(instance, step.Type, step.With)}.");
        }
    }

    private void Expect(ExpectStep step)
    {
        var instance = Case(step.Line, step.CaseName);
        var state = instance.State;
        if (step.Tasks is { } tasks)
        {
            var open = state.UserTasks.Values.OrderBy(task => task.Number).Select(task => task.Title).ToList();
            Compare(step.Line, "Offene Aufgaben", List(tasks.Order(StringComparer.Ordinal)), List(open.Order(StringComparer.Ordinal)));
        }

        if (step.Ended is { } ended)
        {
            Compare(step.Line, "Beendet", Word(ended), Word(state.Status != InstanceStatus.Active));
        }

        if (step.Incident is { } incident)
        {
            Compare(step.Line, "Störung", Word(incident), Word(state.Incidents.Count > 0));
        }

        foreach (var (name, expected) in step.Variables.Entries)
        {
            var actual = state.Variables[name].ToJsonValue();
            if (!actual.Equals(expected))
            {
                Compare(step.Line, $"„{name}“", expected.ToString()!, actual.ToString()!);
            }
        }

        if (step.Incident is null && state.Incidents.Values.FirstOrDefault() is { } stuck)
        {
            throw new DeviationException(step.Line, $"Der Vorgang ist gestört: {stuck.Message}");
        }
    }

    private static void Compare(int line, string what, string expected, string actual)
    {
        if (expected != actual)
        {
            throw new DeviationException(line, $"{what}: erwartet war {expected}, es ist aber {actual}.");
        }
    }

    private VirtualInstance Case(int line, string? name)
    {
        if (name is not null)
        {
            Current = named.GetValueOrDefault(name)
                ?? throw new DeviationException(line, $"Einen Vorgang mit dem Namen „{name}“ gibt es in diesem Szenario nicht.");
        }

        return Current ?? throw new DeviationException(line, "Vor diesem Schritt muss ein Vorgang beginnen (start oder begonnen).");
    }

    private CheckedAnswers Check(string? formId, FeelContext answers) => formId is not null && procedure.CheckForm is { } check
        ? check(formId, answers)
        : new CheckedAnswers(answers, []);

    /// <summary>Whether it was accepted and should be; a difference ends the scenario.</summary>
    private static bool IsAccepted(int line, string what, string? expectedRefusal, ImmutableArray<string> problems)
    {
        var refusal = string.Join(" ", problems);
        return (expectedRefusal, problems.IsEmpty) switch
        {
            (null, true) => true,
            (null, false) => throw new DeviationException(line, $"{what} wurde abgelehnt: {refusal}"),
            (_, true) => throw new DeviationException(line, $"{what} hätte abgelehnt werden müssen, gelang aber."),
            var (expected, _) when refusal.Contains(expected, StringComparison.OrdinalIgnoreCase) => false,
            var (expected, _) => throw new DeviationException(
                line, $"{what} wurde abgelehnt, aber nicht mit „{expected}“, sondern mit: {refusal}"),
        };
    }

    private static string Word(bool value) => value ? "ja" : "nein";

    private static string List(IEnumerable<string> items) => string.Join(", ", items.Select(item => $"„{item}“")) is { Length: > 0 } list
        ? list : "keine";

    private static string Time(DateTimeOffset? time) => time is { } known
        ? TimeZoneInfo.ConvertTime(known, Berlin).ToString("dd.MM.yyyy HH:mm", German) : "nie";
}
