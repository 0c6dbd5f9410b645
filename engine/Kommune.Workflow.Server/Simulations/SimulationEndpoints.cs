using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Procedures;

namespace Kommune.Workflow.Server.Simulations;

/// <summary>Tries a procedure out with many generated cases, before anybody has to work with it.</summary>
internal static class SimulationEndpoints
{
    public static void MapSimulations(this IEndpointRouteBuilder api)
    {
        api.MapGet("/processes/{id}/simulation-basis", ReadBasis).WithName("readSimulationBasis")
            .WithSummary("What a simulation has to be told: people, durations, ways; with what is known from real cases.")
            .Produces<SimulationBasis>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/processes/{id}/simulations", Run).WithName("simulate")
            .WithSummary("Lets generated cases run through a version, or through two to compare them; stores nothing.")
            .Produces<SimulationAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422).ProducesProblem(429);
        var draft = api.MapGroup("/procedures/{id}/draft").ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        draft.MapGet("/simulation-basis", ReadDraftBasis).WithName("readDraftSimulationBasis")
            .WithSummary("The same for a process of the draft as it was saved last.").Produces<SimulationBasis>();
        draft.MapPost("/simulations", RunDraft).WithName("simulateDraft")
            .WithSummary("Lets generated cases run through the draft, and through a version to compare it with; stores nothing.")
            .Produces<SimulationAnswer>().ProducesProblem(429);
    }

    private static async Task<SimulationBasis> ReadBasis(
        string id,
        int? version,
        Caller caller,
        ProcessOwnership ownership,
        SimulationSubjects subjects,
        SimulationAssumptions assumptions,
        CancellationToken cancellation)
    {
        (await ownership.MayStudyAsync(id, caller, cancellation)).Require();
        return await assumptions.OfAsync(await subjects.VersionAsync(id, version, cancellation), true, cancellation);
    }

    private static async Task<SimulationAnswer> Run(
        string id,
        int? version,
        SimulationWish wish,
        Caller caller,
        ProcessOwnership ownership,
        SimulationSubjects subjects,
        SimulationDesk desk,
        Runtime.EngineClock clock,
        CancellationToken cancellation)
    {
        (await ownership.MayStudyAsync(id, caller, cancellation)).Require();
        var subject = await subjects.VersionAsync(id, version, cancellation);
        return await AnswerAsync(subject, wish, subjects, desk, clock, cancellation);
    }

    private static async Task<SimulationBasis> ReadDraftBasis(
        string id,
        string? process,
        Caller caller,
        ProcedureAccess access,
        ProcessOwnership ownership,
        Drafts drafts,
        SimulationAssumptions assumptions,
        CancellationToken cancellation)
    {
        await access.ToEditAsync(id, caller, cancellation);
        var subject = SimulationSubject.OfDraft((await drafts.ReadAsync(id, cancellation)).Files, process);
        var study = await ownership.MayStudyAsync(subject.Graph.ProcessId, caller, cancellation);
        return await assumptions.OfAsync(subject, study.Allowed, cancellation);
    }

    private static async Task<SimulationAnswer> RunDraft(
        string id,
        string? process,
        SimulationWish wish,
        Caller caller,
        ProcedureAccess access,
        ProcessOwnership ownership,
        Drafts drafts,
        SimulationSubjects subjects,
        SimulationDesk desk,
        Runtime.EngineClock clock,
        CancellationToken cancellation)
    {
        await access.ToEditAsync(id, caller, cancellation);
        var subject = SimulationSubject.OfDraft((await drafts.ReadAsync(id, cancellation)).Files, process);
        if (wish.CompareWith is not null)
        {
            (await ownership.MayStudyAsync(subject.Graph.ProcessId, caller, cancellation)).Require();
        }

        return await AnswerAsync(subject, wish, subjects, desk, clock, cancellation);
    }

    private static async Task<SimulationAnswer> AnswerAsync(
        SimulationSubject subject,
        SimulationWish wish,
        SimulationSubjects subjects,
        SimulationDesk desk,
        Runtime.EngineClock clock,
        CancellationToken cancellation)
    {
        var other = wish.CompareWith is { } version
            ? await subjects.VersionAsync(subject.Graph.ProcessId, version, cancellation) : null;
        var settings = wish.Settings(clock.GetUtcNow());
        var figures = await desk.RunAsync(subject.Graph, settings, cancellation);
        var compared = other is null ? null : await desk.RunAsync(other.Graph, settings, cancellation);
        return new SimulationAnswer(
            SimulationResult.Of(subject, figures), other is null ? null : SimulationResult.Of(other, compared!));
    }
}
