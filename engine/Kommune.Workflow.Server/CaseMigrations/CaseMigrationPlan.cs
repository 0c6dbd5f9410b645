using System.Text.Json;
using System.Text.Json.Serialization;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.CaseMigrations;

/// <param name="Source">Id of an element in the old version.</param>
/// <param name="Target">Id of its place in the new version; null: none, cases that stand there stay.</param>
public sealed record PlaceChoice([property: JsonRequired] string Source, string? Target);

/// <summary>Which cases are to continue on which version, and how.</summary>
/// <param name="FromVersions">The versions they run on; null or empty: all others.</param>
/// <param name="ToVersion">The version they shall continue on.</param>
/// <param name="Mapping">Places chosen by a person, instead of those proposed.</param>
public record CaseMigrationWish(
    IReadOnlyList<int>? FromVersions, [property: JsonRequired] int ToVersion, IReadOnlyList<PlaceChoice>? Mapping);

/// <summary>A wish with its versions found and every place decided.</summary>
internal sealed class CaseMigrationPlan
{
    /// <summary>Choices in one request.</summary>
    private const int ChoicesMax = 2_000;

    private CaseMigrationPlan(DefinitionRow target, ProcessGraph targetGraph, IReadOnlyList<SourceVersion> sources)
    {
        Target = target;
        TargetGraph = targetGraph;
        Sources = sources;
    }

    public DefinitionRow Target { get; }

    public ProcessGraph TargetGraph { get; }

    /// <summary>The versions cases come from, newest first.</summary>
    public IReadOnlyList<SourceVersion> Sources { get; }

    public IReadOnlyList<long> SourceKeys => [.. Sources.Select(source => source.Row.Key)];

    public static async Task<CaseMigrationPlan> MakeAsync(
        string processId, CaseMigrationWish wish, WorkflowDbContext database, ProcessCatalogue catalogue, CancellationToken cancellation)
    {
        var versions = await database.Definitions.AsNoTracking().Where(d => d.ProcessId == processId)
            .OrderByDescending(d => d.Version).ToListAsync(cancellation);
        if (versions.Count == 0)
        {
            throw Problem.NotFound("a process", processId);
        }

        var target = versions.Find(v => v.Version == wish.ToVersion)
            ?? throw Problem.Unprocessable("toVersion", $"Version {wish.ToVersion} gibt es nicht.");
        var from = wish.FromVersions is { Count: > 0 } chosen
            ? chosen.Select(v => versions.Find(row => row.Version == v)
                ?? throw Problem.Unprocessable("fromVersions", $"Version {v} gibt es nicht.")).ToList()
            : versions;
        if (wish.Mapping?.Count > ChoicesMax)
        {
            throw Problem.Unprocessable("mapping", $"Es sind höchstens {ChoicesMax} Zuordnungen möglich.");
        }

        var targetGraph = await catalogue.GraphAsync(target.Key, cancellation);
        var choices = ReadChoices(wish.Mapping ?? [], targetGraph);
        var sources = new List<SourceVersion>();
        foreach (var row in from.Where(row => row.Version != target.Version).OrderByDescending(row => row.Version))
        {
            sources.Add(SourceVersion.Of(row, await catalogue.GraphAsync(row.Key, cancellation), targetGraph, choices));
        }

        return new CaseMigrationPlan(target, targetGraph, sources);
    }

    /// <summary>The command for an instance on this version.</summary>
    public MigrateInstance CommandFor(long sourceDefinition) =>
        new(Target.Key, [.. Sources.First(source => source.Row.Key == sourceDefinition).Mappings]);

    /// <summary>What <see cref="CaseMigrationRow.Mappings"/> holds.</summary>
    public string MappingsJson() => JsonSerializer.Serialize(Sources.ToDictionary(
        source => source.Row.Key,
        source => source.Mappings.Select(m => new PlaceChoice(m.SourceId, m.TargetId))));

    public static IReadOnlyList<ElementMapping> ReadMappings(string json, long sourceDefinition) =>
        JsonSerializer.Deserialize<Dictionary<long, PlaceChoice[]>>(json)!.GetValueOrDefault(sourceDefinition)?
            .Select(choice => new ElementMapping(choice.Source, choice.Target!)).ToList() ?? [];

    private static Dictionary<string, string?> ReadChoices(IReadOnlyList<PlaceChoice> mapping, ProcessGraph target)
    {
        var choices = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var choice in mapping)
        {
            if (choice.Target is { } id && target.Find(id) is null)
            {
                throw Problem.Unprocessable("mapping", $"Den Schritt „{id}“ gibt es in der neuen Version nicht.");
            }

            choices[choice.Source] = choice.Target;
        }

        return choices;
    }
}

/// <summary>One version cases come from, with the place of each of its elements.</summary>
internal sealed record SourceVersion(DefinitionRow Row, IReadOnlyList<DecidedPlace> Places)
{
    /// <summary>What the engine has to be told: an element without a line keeps its id.</summary>
    public IEnumerable<ElementMapping> Mappings => Places
        .Where(place => place.Target is not null && place.Target.Id != place.Source.Id)
        .Select(place => new ElementMapping(place.Source.Id, place.Target!.Id));

    public static SourceVersion Of(
        DefinitionRow row, ProcessGraph source, ProcessGraph target, Dictionary<string, string?> choices) => new(
        row,
        [.. MigrationProposal.Make(source, target).Select(proposed => Decide(proposed, target, choices))]);

    private static DecidedPlace Decide(ProposedPlace proposed, ProcessGraph target, Dictionary<string, string?> choices)
    {
        var isChosen = choices.TryGetValue(proposed.Source.Id, out var chosen) && chosen != proposed.Target?.Id;

        // The engine lets an element keep its id; taking that place away would promise what does not happen.
        return !isChosen || (chosen is null && proposed.Reason == PlaceReason.SameId)
            ? new DecidedPlace(proposed.Source, proposed.Target, HowOf(proposed.Reason))
            : new DecidedPlace(proposed.Source, chosen is null ? null : target.Find(chosen), PlaceHow.Manual);
    }

    private static PlaceHow HowOf(PlaceReason reason) => reason switch
    {
        PlaceReason.SameId => PlaceHow.Id,
        PlaceReason.SameName => PlaceHow.Name,
        PlaceReason.Gone => PlaceHow.Gone,
        _ => PlaceHow.OtherKind,
    };
}

/// <param name="Source">The element of the old version.</param>
/// <param name="Target">Its place; null: none.</param>
/// <param name="How">Why this place, or why none.</param>
internal sealed record DecidedPlace(Element Source, Element? Target, PlaceHow How);

public enum PlaceHow
{
    Id,
    Name,

    /// <summary>A person chose it, or chose to have none.</summary>
    Manual,

    /// <summary>The new version has no such element.</summary>
    Gone,

    /// <summary>The element of the same id is another kind of step now.</summary>
    OtherKind,
}
