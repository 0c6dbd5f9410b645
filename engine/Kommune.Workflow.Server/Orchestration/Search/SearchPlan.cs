using System.Text.Json;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Orchestration.Search;

/// <summary>A search request within its limits, its defaults filled in.</summary>
internal sealed record SearchPlan
{
    public const int LimitDefault = 100;
    public const int LimitMax = 10_000;
    public const int FromMax = 10_000;

    /// <summary>Sort fields in one request.</summary>
    public const int SortsMax = 5;

    public JsonElement? Filter { get; private init; }
    public IReadOnlyList<SearchQuerySort> Sorts { get; private init; } = [];
    public int Limit { get; private init; } = LimitDefault;
    public int From { get; private init; }
    public string? After { get; private init; }
    public string? Before { get; private init; }

    /// <summary>Checks a request; what is beyond the limits ends it with 400.</summary>
    public static SearchPlan Of(SearchQueryRequest? request)
    {
        var page = request?.Page;
        if (request?.Sort?.Count > SortsMax)
        {
            throw Problem.Invalid($"Expected at most {SortsMax} sort fields, but found {request.Sort.Count}.");
        }

        if (new[] { page?.From is > 0, page?.After is not null, page?.Before is not null }.Count(given => given) > 1)
        {
            throw Problem.Invalid("Expected one of page.from, page.after and page.before, but found several.");
        }

        return new SearchPlan
        {
            Filter = Object(request?.Filter),
            Sorts = request?.Sort ?? [],
            Limit = Within(page?.Limit, "page.limit", LimitDefault, 1, LimitMax),
            From = Within(page?.From, "page.from", 0, 0, FromMax),
            After = page?.After,
            Before = page?.Before,
        };
    }

    private static int Within(int? value, string name, int otherwise, int least, int most) =>
        value is null ? otherwise
        : value >= least && value <= most ? value.Value
        : throw Problem.Invalid($"Expected {name} to be from {least} to {most}, but found {value}.");

    private static JsonElement? Object(JsonElement? filter) => filter?.ValueKind switch
    {
        null or JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => filter,
        var kind => throw Problem.Invalid($"Expected filter to be an object, but found {kind}."),
    };
}
