using System.Collections.Immutable;
using System.Globalization;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Scenarios;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>
/// Plays the steps of a sandbox as the steps of a scenario: what is seen here is what the scenario written from it will see.
/// </summary>
internal sealed class SandboxRun
{
    /// <summary>Steps of one sandbox.</summary>
    public const int StepsMax = 300;

    private const string Somebody = "testperson";
    private static readonly DateTimeOffset UsualBeginning = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero);

    private readonly ScenarioRun run;
    private readonly ScenarioFolder folder;
    private readonly List<ScenarioStep> played = [];

    private SandboxRun(ScenarioFolder folder, DateTimeOffset beginsAt, ScenarioJobRule jobs, CancellationToken cancellation)
    {
        this.folder = folder;
        run = new ScenarioRun(beginsAt, jobs, folder.Procedure, cancellation);
    }

    /// <summary>Plays all steps up to the first that does not succeed.</summary>
    public static SandboxAnswer Play(ScenarioFolder folder, SandboxRequest request, CancellationToken cancellation)
    {
        if (request.Steps.Count > StepsMax)
        {
            throw Problem.Unprocessable("steps", $"Im Sandkasten sind höchstens {StepsMax} Schritte möglich.");
        }

        var second = (request.BeginsAt ?? UsualBeginning).ToUniversalTime();
        var beginsAt = second.AddTicks(-(second.Ticks % TimeSpan.TicksPerSecond));
        var jobs = request.AutomaticJobs ? ScenarioJobRule.AtOnce : ScenarioJobRule.EachByHand;
        var sandbox = new SandboxRun(folder, beginsAt, jobs, cancellation);
        SandboxFailure? failure = null;
        for (var i = 0; i < request.Steps.Count && failure is null; i++)
        {
            failure = sandbox.Play(request.Steps[i], i);
        }

        var title = string.IsNullOrWhiteSpace(request.Title) ? "Im Sandkasten aufgezeichnet" : request.Title.Trim();
        var recorded = SandboxRecording.Of(title, beginsAt, jobs, sandbox.played, sandbox.run, folder.Procedure, cancellation);
        return SandboxView.Of(sandbox.run, folder, failure, recorded);
    }

    private SandboxFailure? Play(SandboxStep step, int place)
    {
        if (CaseOf(step) is { } instance)
        {
            SpeakOf(instance);
        }
        else if (step.Case is { } missing)
        {
            return new SandboxFailure(place, $"Einen Vorgang {missing} gibt es im Sandkasten nicht.");
        }

        var next = Read(step, out var problem);
        if (next is null)
        {
            return new SandboxFailure(place, problem!);
        }

        if (run.TryPlay(next) is { } deviation)
        {
            return new SandboxFailure(place, deviation.Message);
        }

        played.Add(next);
        return null;
    }

    private VirtualInstance? CaseOf(SandboxStep step) =>
        step.Case is { } number && number >= 1 && number <= run.Cases.Count ? run.Cases.ElementAt(number - 1) : null;

    /// <summary>A case that began by itself gets its name first, and those of its process that began after it before that.</summary>
    private void SpeakOf(VirtualInstance instance)
    {
        var cases = run.Cases.ToList();
        for (var i = cases.Count - 1; !run.IsSpokenOf(instance); i--)
        {
            if (cases[i].Graph.ProcessId == instance.Graph.ProcessId && !run.IsSpokenOf(cases[i]))
            {
                var begun = new BegunStep(0, cases[i].Graph.ProcessId, Name(i + 1));
                run.TryPlay(begun);
                played.Add(begun);
            }
        }
    }

    private ScenarioStep? Read(SandboxStep step, out string? problem)
    {
        problem = null;
        var name = CaseOf(step) is { } instance ? run.NameOf(instance) : null;
        var variables = VariableReading.ToContext(step.Variables) ?? FeelContext.Empty;
        switch (step.Kind)
        {
            case SandboxStepKind.Start:
                var process = step.ProcessId ?? folder.Procedure.Processes
                    .FirstOrDefault(graph => graph.Process.StartEvent != Element.None)?.ProcessId;
                problem = process is null ? "In diesem Verfahren wird kein Prozess von Hand begonnen." : null;
                return process is null
                    ? null
                    : new StartStep(0, process, Name(run.Cases.Count + 1), step.By ?? Somebody, variables, null);
            case SandboxStepKind.Complete:
                return ReadTask(step, name, variables, out problem);
            case SandboxStepKind.Advance:
                return ReadTime(step, out problem);
            case SandboxStepKind.Message or SandboxStepKind.Signal when string.IsNullOrEmpty(step.Name):
                problem = "Es fehlt der Name der Nachricht oder des Signals.";
                return null;
            case SandboxStepKind.Message:
                return new MessageStep(0, step.Name!, string.IsNullOrEmpty(step.Key) ? null : step.Key, variables);
            case SandboxStepKind.Signal:
                return new SignalStep(0, step.Name!, variables);
            default:
                problem = string.IsNullOrEmpty(step.Type) ? "Es fehlt die Art des Auftrags." : null;
                return problem is null ? new DoJobStep(0, step.Type!, name, variables, step.Error, step.Fail) : null;
        }
    }

    /// <summary>A task is told by its name where that is as clear as its id.</summary>
    private TaskStep? ReadTask(SandboxStep step, string? caseName, FeelContext variables, out string? problem)
    {
        var instance = CaseOf(step) ?? run.Current;
        var open = instance?.State.UserTasks.Values.OrderBy(task => task.Number).ToList() ?? [];
        var wanted = open.Where(task => instance!.Graph.Elements[task.Element].Id == step.Task).ToList();
        if (wanted.Count == 0 || step.Index is < 1 || step.Index > wanted.Count || (wanted.Count > 1 && step.Index is null))
        {
            problem = wanted.Count == 0
                ? $"Die Aufgabe „{instance?.Graph.Find(step.Task ?? "")?.Name ?? step.Task}“ ist gerade nicht offen."
                : $"Die Aufgabe ist {wanted.Count}-mal offen. Bitte wählen Sie eine davon.";
            return null;
        }

        problem = null;
        var task = wanted[(step.Index ?? 1) - 1];
        var element = instance!.Graph.Elements[task.Element];
        var byName = element.Name is { Length: > 0 } name && open.TrueForAll(other => wanted.Contains(other)
            || (other.Title != name && instance.Graph.Elements[other.Element] is var one && one.Name != name && one.Id != name));
        return new TaskStep(
            0,
            byName ? element.Name! : element.Id,
            caseName,
            task.CandidateGroups,
            null,
            step.By ?? Somebody,
            variables,
            null,
            wanted.Count > 1 ? step.Index : null);
    }

    private TimeStep? ReadTime(SandboxStep step, out string? problem)
    {
        problem = null;
        if (step.To is { } to)
        {
            if (to > run.Now)
            {
                return new TimeStep(0, new Period(0, to - run.Now));
            }

            problem = "Die Zeit kann nur vorwärts gehen.";
            return null;
        }

        if (Period.TryParse(step.Duration ?? "", out var period) && (period.Months > 0 || period.Rest > TimeSpan.Zero))
        {
            return new TimeStep(0, period);
        }

        problem = "Es fehlt, wie viel Zeit vergeht (zum Beispiel P14D).";
        return null;
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"Fall {number}");
}
