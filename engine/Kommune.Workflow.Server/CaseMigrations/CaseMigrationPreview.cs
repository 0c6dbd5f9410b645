using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using InstanceStatus = Kommune.Workflow.Execution.InstanceStatus;

namespace Kommune.Workflow.Server.CaseMigrations;

/// <summary>What a migration would do, before anything is done.</summary>
/// <param name="ToVersion">The version the cases would continue on.</param>
/// <param name="ToDefinitionKey">Its key.</param>
/// <param name="From">The versions cases run on, newest first.</param>
/// <param name="Running">Cases that run on them.</param>
/// <param name="Checked">How many of them were tried out, oldest first.</param>
/// <param name="Movable">How many of those would move.</param>
/// <param name="Places">Elements of the old versions with their places.</param>
/// <param name="Targets">Elements of the new version that can be chosen.</param>
/// <param name="Blocked">Cases that would stay, the first of them, with the reason.</param>
public sealed record CaseMigrationPreview(
    int ToVersion,
    string ToDefinitionKey,
    IReadOnlyList<VersionCases> From,
    int Running,
    int Checked,
    int Movable,
    IReadOnlyList<MigrationPlace> Places,
    IReadOnlyList<MigrationTarget> Targets,
    IReadOnlyList<BlockedCase> Blocked);

public sealed record VersionCases(int Version, string DefinitionKey, int Cases);

/// <param name="ElementId">The element of an old version.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Type">BPMN type without prefix; only a target of the same type fits.</param>
/// <param name="Cases">Cases that stand there now.</param>
/// <param name="Target">Its place in the new version; null: none.</param>
/// <param name="How">Why this place, or why none.</param>
public sealed record MigrationPlace(string ElementId, string? Name, string Type, int Cases, string? Target, PlaceHow How);

public sealed record MigrationTarget(string ElementId, string? Name, string Type);

public sealed record BlockedCase(string Key, string Number, string Title, int Version, string Reason);

/// <summary>Tries a migration out on the real state of the running cases.</summary>
internal sealed class CaseMigrationPreviewing(WorkflowDbContext database, DryRun dryRun)
{
    /// <summary>Cases tried out in one preview; the migration itself decides each case anew.</summary>
    public const int ChecksMax = 2_000;

    /// <summary>Blocked cases that are listed.</summary>
    public const int BlockedMax = 200;

    public async Task<CaseMigrationPreview> PreviewAsync(CaseMigrationPlan plan, Caller caller, CancellationToken cancellation)
    {
        var keys = plan.SourceKeys;
        var running = database.Instances.AsNoTracking()
            .Where(i => i.ProcessId == plan.Target.ProcessId && i.Status == InstanceStatus.Active && keys.Contains(i.DefinitionKey));
        var perVersion = await running.GroupBy(i => i.DefinitionKey).Select(g => new { g.Key, Cases = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Cases, cancellation);
        var rows = await running.OrderBy(i => i.Key).Take(ChecksMax).ToListAsync(cancellation);
        var blocked = new List<BlockedCase>();
        var blockedCount = 0;
        foreach (var row in rows)
        {
            var outcome = await dryRun.TryAsync(
                database.TenantId, new InstanceKey(row.Key), plan.CommandFor(row.DefinitionKey), caller.Actor, cancellation);
            if (outcome.Rejection is { } rejection && ++blockedCount <= BlockedMax)
            {
                blocked.Add(new BlockedCase(
                    ClusterKey.Text(row.Key),
                    row.CaseNumber ?? ClusterKey.Text(row.Key),
                    row.Title ?? plan.Target.Name ?? row.ProcessId,
                    row.Version,
                    rejection.Notice));
            }
        }

        return new CaseMigrationPreview(
            plan.Target.Version,
            ClusterKey.Text(plan.Target.Key),
            [.. plan.Sources.Where(s => perVersion.ContainsKey(s.Row.Key))
                .Select(s => new VersionCases(s.Row.Version, ClusterKey.Text(s.Row.Key), perVersion[s.Row.Key]))],
            perVersion.Values.Sum(),
            rows.Count,
            rows.Count - blockedCount,
            Places(plan, perVersion, await StandingAsync(keys, cancellation)),
            [.. plan.TargetGraph.Elements.Skip(1).Select(e => new MigrationTarget(e.Id, e.Name, CaseReading.BpmnType(e.Kind)))],
            blocked);
    }

    private Task<Dictionary<string, int>> StandingAsync(IReadOnlyList<long> definitions, CancellationToken cancellation) =>
        database.ElementInstances.AsNoTracking().Where(e => definitions.Contains(e.DefinitionKey))
            .Select(e => new { e.ElementId, e.InstanceKey }).Distinct()
            .GroupBy(e => e.ElementId).Select(g => new { g.Key, Cases = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Cases, cancellation);

    // An id means the same in all versions: the newest version that has it says its name and place.
    private static List<MigrationPlace> Places(
        CaseMigrationPlan plan, Dictionary<long, int> perVersion, Dictionary<string, int> standing) =>
        [.. plan.Sources.Where(source => perVersion.ContainsKey(source.Row.Key))
            .SelectMany(source => source.Places)
            .DistinctBy(place => place.Source.Id)
            .Select(place => new MigrationPlace(
                place.Source.Id,
                place.Source.Name,
                CaseReading.BpmnType(place.Source.Kind),
                standing.GetValueOrDefault(place.Source.Id),
                place.Target?.Id,
                place.How))];
}
