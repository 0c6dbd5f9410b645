using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Cases;

/// <summary>A case played again from its journal, step by step.</summary>
internal static class ReplayCaseEndpoint
{
    /// <param name="ElementId">The element of the step's version.</param>
    /// <param name="Status">Null: it was withdrawn and stands nowhere any more.</param>
    public sealed record ReplayElement(string ElementId, ReplayedStatus? Status);

    /// <param name="ScopeKey">Who owns the value: the case's key, or the key of a step's activation.</param>
    /// <param name="ElementName">The step it belongs to; null for the case.</param>
    /// <param name="Name">The variable.</param>
    /// <param name="Before">JSON; null also where there was no value.</param>
    /// <param name="After">JSON; null also where the value is gone.</param>
    /// <param name="Gone">Whether the value ended with its step.</param>
    public sealed record ReplayChange(
        string ScopeKey, string? ElementName, string Name, JsonNode? Before, JsonNode? After, bool Gone);

    /// <summary>What one command changed. Elements and flows are told as differences, to be added up from the first step on.</summary>
    /// <param name="At">When.</param>
    /// <param name="DefinitionKey">The version after it; when it is another one, elements and flows are told completely.</param>
    /// <param name="Lines">The same as in the case's record; none where only the machine worked.</param>
    /// <param name="Elements">Elements that stand differently.</param>
    /// <param name="Flows">Flows taken for the first time.</param>
    /// <param name="Changed">Values before and after.</param>
    public sealed record ReplayStep(
        DateTimeOffset At,
        string DefinitionKey,
        IReadOnlyList<HistoryEntry> Lines,
        IReadOnlyList<ReplayElement> Elements,
        IReadOnlyList<string> Flows,
        IReadOnlyList<ReplayChange> Changed);

    /// <param name="Steps">Oldest first.</param>
    /// <param name="Complete">False when the record is so long that its newest part is left out.</param>
    public sealed record CaseReplay(IReadOnlyList<ReplayStep> Steps, bool Complete);

    public static void MapReplayCase(this IEndpointRouteBuilder api) =>
        api.MapGet("/cases/{key}/replay", Replay).WithName("replayCase")
            .WithSummary("A case from its beginning, step by step: where it stood, what changed.")
            .Produces<CaseReplay>().ProducesProblem(403).ProducesProblem(404);

    private static async Task<CaseReplay> Replay(
        string key,
        Caller caller,
        CaseAccess access,
        CaseHistory history,
        ProcessCatalogue catalogue,
        WorkflowDbContext database,
        CancellationToken cancellation)
    {
        var row = await access.FindAsync(key, caller, cancellation);
        var versions = await database.Definitions.Where(d => d.ProcessId == row.ProcessId)
            .ToDictionaryAsync(d => d.Key, d => d.Version, cancellation);
        var told = await history.TellAsync(row.Key, versions, cancellation);
        var graphs = new Dictionary<long, ProcessGraph>();
        foreach (var definition in told.SelectMany(entry => entry.Entry.Events).Select(CaseHistory.DefinitionOf).OfType<long>())
        {
            graphs[definition] = await catalogue.GraphAsync(definition, cancellation);
        }

        var replay = new InstanceReplay(definition => graphs[definition]);
        var steps = told.Select(entry => View(row.Key, entry, replay.Play(entry.Entry), graphs))
            .Where(step => step.Lines.Count + step.Elements.Count + step.Flows.Count + step.Changed.Count > 0);
        return new CaseReplay([.. steps], told.Count < CaseRecord.EntriesMax);
    }

    private static ReplayStep View(
        long instanceKey, ToldEntry told, ReplayedStep step, Dictionary<long, ProcessGraph> graphs) => new(
        told.Entry.At,
        ClusterKey.Text(step.DefinitionKey),
        told.Lines,
        [.. step.Elements.Select(element => new ReplayElement(element.ElementId, element.Status))],
        step.Flows,
        [.. step.Changes.Select(change => new ReplayChange(
            ClusterKey.Text(instanceKey | (long)change.Scope),
            change.ElementId is { } id ? graphs[step.DefinitionKey].Find(id)?.Name ?? id : null,
            change.Name,
            Json(change.Before),
            Json(change.After),
            change.After is null))]);

    private static JsonNode? Json(FeelValue? value) => value is null ? null : JsonNode.Parse(FeelJson.ToJson(value));
}
