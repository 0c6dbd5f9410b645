using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Scenarios;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Trying a draft: the sandbox, and its scenarios.</summary>
internal static class ScenarioEndpoints
{
    /// <summary>How long one request may compute.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(20);

    /// <summary>Scenarios of one run.</summary>
    public const int ScenariosMax = 500;

    /// <param name="Line">The line in its file.</param>
    /// <param name="Message">What was expected and what happened instead.</param>
    public sealed record ScenarioFailure(int Line, string Message);

    /// <param name="File">Its file.</param>
    /// <param name="Name">What the story tells; the file's name when it cannot be read.</param>
    /// <param name="Passed">Whether it came true.</param>
    /// <param name="Failure">Null: it did.</param>
    public sealed record ScenarioResult(string File, string Name, bool Passed, ScenarioFailure? Failure);

    public sealed record CoveredElement(string File, string ProcessId, string ElementId, int Count);

    public sealed record CoveredFlow(string File, string ProcessId, string FlowId, int Count);

    /// <param name="Elements">All elements, also those that no scenario entered (count 0).</param>
    /// <param name="Flows">All flows, also those that no scenario took.</param>
    public sealed record ScenarioCoverageItem(IReadOnlyList<CoveredElement> Elements, IReadOnlyList<CoveredFlow> Flows);

    public sealed record ScenarioRuns(IReadOnlyList<ScenarioResult> Scenarios, ScenarioCoverageItem Coverage);

    public static void MapProcedureScenarios(this IEndpointRouteBuilder api)
    {
        api.MapPost("/procedures/{id}/draft/sandbox", Sandbox).WithName("playSandbox")
            .WithSummary("Plays steps on the draft in virtual time; nothing is kept.")
            .Produces<SandboxAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/procedures/{id}/draft/scenario-runs", Run).WithName("runScenarios")
            .WithSummary("Plays all scenarios of the draft and says which elements they reach.")
            .Produces<ScenarioRuns>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<SandboxAnswer> Sandbox(
        string id, SandboxRequest request, Caller caller, ProcedureAccess access, Drafts drafts, CancellationToken cancellation)
    {
        await access.ToViewAsync(id, caller, cancellation);
        var files = (await drafts.ReadAsync(id, cancellation)).With(request.Changes);
        return await LimitedAsync(limit => SandboxRun.Play(Playable(files), request, limit), cancellation);
    }

    private static async Task<ScenarioRuns> Run(
        string id,
        DraftEndpoints.ChangesRequest? request,
        Caller caller,
        ProcedureAccess access,
        Drafts drafts,
        CancellationToken cancellation)
    {
        await access.ToViewAsync(id, caller, cancellation);
        var files = (await drafts.ReadAsync(id, cancellation)).With(request?.Changes);
        return await LimitedAsync(limit => PlayAll(files, limit), cancellation);
    }

    private static ScenarioRuns PlayAll(IReadOnlyList<DeploymentResource> files, CancellationToken cancellation)
    {
        var folder = Playable(files);
        var results = new List<ScenarioResult>();
        var covered = new List<ScenarioCoverage>();
        foreach (var file in folder.ScenarioFiles)
        {
            try
            {
                foreach (var scenario in ScenarioParser.Parse(ProcedureFiles.Text(file)))
                {
                    if (results.Count >= ScenariosMax)
                    {
                        throw Problem.Unprocessable(file.Name, $"Ein Verfahren hat höchstens {ScenariosMax} Szenarien.");
                    }

                    var outcome = ScenarioRun.Of(scenario, folder.Procedure, cancellation);
                    covered.Add(outcome.Coverage);
                    results.Add(new ScenarioResult(
                        file.Name,
                        scenario.Title,
                        outcome.IsFulfilled,
                        outcome.IsFulfilled ? null : new ScenarioFailure(outcome.Line, outcome.Deviation!)));
                }
            }
            catch (ScenarioFormatException e)
            {
                results.Add(new ScenarioResult(file.Name, file.Name, false, new ScenarioFailure(e.Line, e.Reason)));
            }
        }

        return new ScenarioRuns(results, Cover(files, covered));
    }

    private static ScenarioCoverageItem Cover(IReadOnlyList<DeploymentResource> files, List<ScenarioCoverage> covered)
    {
        var processes = DeploymentCheck.Read(files).Processes;
        return new ScenarioCoverageItem(
            [
                .. processes.SelectMany(p => p.Part.Elements.Where(element => element.Kind != ElementKind.Process).Select(element =>
                    new CoveredElement(
                        p.FileName,
                        p.Part.ProcessId,
                        element.Id,
                        covered.Sum(c => c.Elements.GetValueOrDefault((p.Part.ProcessId, element.Id)))))),
            ],
            [
                .. processes.SelectMany(p => p.Part.Flows.Select(flow =>
                    new CoveredFlow(
                        p.FileName,
                        p.Part.ProcessId,
                        flow.Id,
                        covered.Sum(c => c.Flows.GetValueOrDefault((p.Part.ProcessId, flow.Id)))))),
            ]);
    }

    private static ScenarioFolder Playable(IReadOnlyList<DeploymentResource> files) => ScenarioFolder.Of(files, out var problems)
        ?? throw Problem.Unprocessable(new Dictionary<string, string[]> { ["findings"] = [.. problems] });

    /// <summary>Computes beside the request, within a time that nobody can extend.</summary>
    private static async Task<T> LimitedAsync<T>(Func<CancellationToken, T> compute, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeMax);
        try
        {
            return await Task.Run(() => compute(limit.Token), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Problem.Unprocessable(
                "steps", $"Nach {TimeMax.TotalSeconds:0} Sekunden war noch kein Ende erreicht. Prüfen Sie Schleifen und Mengen.");
        }
    }
}
