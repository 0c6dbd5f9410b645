using System.ComponentModel.DataAnnotations;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Tasks;

namespace Kommune.Workflow.Server.Ideas;

/// <summary>The names that procedure <c>idee</c> and this page of the application share.</summary>
public static class IdeaNames
{
    public const string ProcessId = "idee";
    public const string CircleProcessId = "innovationszirkel";

    public const string Title = "titel";
    public const string Status = "status";
    public const string Theme = "themenwelt";
    public const string Department = "fachbereich";
    public const string View = "sicht";
    public const string Problem = "problemstellung";
    public const string Solution = "loesungsansatz";
    public const string Benefit = "mehrwert";
    public const string Description = "beschreibung";
    public const string Reason = "begruendung";
    public const string Result = "ergebnis";

    public const string StatusIdea = "Idee";
    public const string StatusDecision = "Idee zur Entscheidung";
    public const string StatusInProgress = "In Bearbeitung";
    public const string StatusDone = "Umgesetzt";
    public const string StatusDiscarded = "Verworfen";

    public static readonly IReadOnlyList<string> Statuses =
        [StatusIdea, StatusDecision, StatusInProgress, StatusDone, StatusDiscarded];

    public static readonly IReadOnlyList<string> Themes =
    [
        "Digitale Infrastrukturen", "Digitales Arbeiten, Handel und Wirtschaft", "Digitale Verwaltung",
        "Digitale Lebenswelten und Gesundheit", "Bildung und lebenslanges Lernen", "Freizeit und Tourismus",
        "Sicherheit für Wirtschaft und Gesellschaft", "Kultur", "Energie und Umwelt",
    ];

    public static readonly IReadOnlyList<string> Views = ["intern", "extern"];
}

/// <summary>The five states an idea can be in.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class IdeaStatusAttribute() : AllowedValuesAttribute([.. IdeaNames.Statuses]);

/// <summary>An entry as something else refers to it.</summary>
public sealed record IdeaRef(string Key, string Number, string Title, [property: IdeaStatus] string Status);

/// <summary>An entry in the list.</summary>
public record IdeaItem
{
    public required string Key { get; init; }
    public required string Number { get; init; }
    public required string Title { get; init; }
    [IdeaStatus]
    public required string Status { get; init; }
    public required string Theme { get; init; }
    public required string Department { get; init; }
    [AllowedValues("intern", "extern")]
    public required string View { get; init; }
    public Person? Author { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its status or its work last moved.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
    public required int Comments { get; init; }
    public IdeaStanding? Standing { get; init; }
}

/// <summary>What is next for an entry, or how it ended.</summary>
/// <remarks>
/// Kind: <c>agenda</c>, next circle then; <c>decision</c>, to be decided by then; <c>step</c>, work due then; <c>result</c> and
/// <c>reason</c>, see Text.
/// </remarks>
public sealed record IdeaStanding(
    [property: AllowedValues("agenda", "decision", "step", "result", "reason")] string Kind, DateTimeOffset? At, string? Text);

public sealed record FacetCount(string Name, int Count);

/// <summary>How many entries there are of what.</summary>
/// <param name="Total">All entries.</param>
/// <param name="Matching">Those the filters leave, whatever their status.</param>
/// <param name="Statuses">Per status, with the filters.</param>
/// <param name="Themes">All nine, each without the filter by theme.</param>
/// <param name="Departments">Those in use, without the filter by department.</param>
/// <param name="Views">Both, without the filter by view.</param>
/// <param name="Create">Whether the reader may enter an idea.</param>
public sealed record IdeaOverview(
    int Total,
    int Matching,
    IReadOnlyDictionary<string, int> Statuses,
    IReadOnlyList<FacetCount> Themes,
    IReadOnlyList<FacetCount> Departments,
    IReadOnlyDictionary<string, int> Views,
    Permission Create);

/// <summary>The scoring before a decision: benefit and effort from 1 to 5.</summary>
public sealed record IdeaScore(decimal? Nutzen, decimal? Aufwand, string? Synergien);

/// <summary>An open task that moves the entry on; completing it is how its status changes.</summary>
public sealed record IdeaTask(string Key, string Title, DateTimeOffset? DueAt, Permission Complete);

/// <summary>An entry with its full record; comments, files and history are read through its case.</summary>
public sealed record IdeaDetail : IdeaItem
{
    public required string Problemstellung { get; init; }
    public required string Loesungsansatz { get; init; }
    public required string Mehrwert { get; init; }
    public required string Beschreibung { get; init; }
    public string? Begruendung { get; init; }
    public string? Ergebnis { get; init; }
    public IdeaScore? Score { get; init; }

    /// <summary>Likely duplicates and kin, likeliest first.</summary>
    public required IReadOnlyList<IdeaRef> Similar { get; init; }
    public required IReadOnlyList<IdeaTask> OpenTasks { get; init; }
}
