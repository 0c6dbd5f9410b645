using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kommune.Workflow.Server.Orchestration.Search;

/// <summary>What to search: filter, order and page. Without a body everything matches, newest keys last.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SearchQueryRequest
{
    /// <summary>
    /// Conditions per field, all of which must hold: a plain value, or operators such as
    /// <c>{ "$in": ["a", "b"] }</c>, <c>{ "$like": "Hund*" }</c>, <c>{ "$gte": "2026-01-01T00:00:00Z" }</c>.
    /// </summary>
    public JsonElement? Filter { get; init; }

    /// <summary>The first field counts most; rows that are equal in all follow their key.</summary>
    public IReadOnlyList<SearchQuerySort>? Sort { get; init; }

    public SearchQueryPageRequest? Page { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SearchQuerySort
{
    public required string Field { get; init; }

    [JsonConverter(typeof(WireEnum<SortOrder>))]
    public SortOrder Order { get; init; }
}

public enum SortOrder
{
    Asc,
    Desc,
}

/// <summary>Which part of the hits: at most one of <c>from</c>, <c>after</c> and <c>before</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SearchQueryPageRequest
{
    /// <summary>How many, 1 to 10,000; 100 when not given.</summary>
    public int? Limit { get; init; }

    /// <summary>Skips this many hits, at most 10,000; beyond them, page with <see cref="After"/>.</summary>
    public int? From { get; init; }

    /// <summary>The <c>endCursor</c> of the page before.</summary>
    public string? After { get; init; }

    /// <summary>The <c>startCursor</c> of the page behind.</summary>
    public string? Before { get; init; }
}

/// <summary>The <c>page</c> of a search answer.</summary>
/// <param name="TotalItems">Hits in all, exact up to 10,000.</param>
/// <param name="HasMoreTotalItems">Whether there are more hits than were counted.</param>
/// <param name="StartCursor">The first row's place, Base64; null without rows.</param>
/// <param name="EndCursor">The last row's place, Base64; null without rows.</param>
public sealed record SearchQueryPageResponse(long TotalItems, bool HasMoreTotalItems, string? StartCursor, string? EndCursor);

/// <summary>One page of hits.</summary>
public sealed record SearchQueryResponse<TItem>(IReadOnlyList<TItem> Items, SearchQueryPageResponse Page);
