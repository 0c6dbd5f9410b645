using System.Linq.Expressions;
using System.Text.Json;
using Kommune.Workflow.Server.Problems;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration.Search;

/// <summary>Runs a search over rows in the database: filter, order, one page by key.</summary>
internal static class SearchRun
{
    /// <summary>Hits are counted exactly up to here; beyond it the answer says there are more.</summary>
    public const int CountMax = 10_000;

    /// <summary>Alternatives in one <c>$or</c>.</summary>
    public const int AlternativesMax = 50;

    /// <summary>The rows of the asked page, in order, each as <paramref name="show"/> presents it.</summary>
    public static async Task<SearchQueryResponse<TItem>> RunAsync<TRow, TItem>(
        this IQueryable<TRow> rows,
        SearchFields<TRow> fields,
        SearchQueryRequest? request,
        Func<TRow, TItem> show,
        CancellationToken cancellation)
        where TRow : class
    {
        var (found, page) = await rows.RunAsync(fields, request, cancellation);
        return new SearchQueryResponse<TItem>([.. found.Select(show)], page);
    }

    /// <summary>The rows of the asked page, in order, and the answer's <c>page</c>.</summary>
    public static async Task<(List<TRow> Rows, SearchQueryPageResponse Page)> RunAsync<TRow>(
        this IQueryable<TRow> rows, SearchFields<TRow> fields, SearchQueryRequest? request, CancellationToken cancellation)
        where TRow : class
    {
        var plan = SearchPlan.Of(request);
        var matching = plan.Filter is { } filter ? rows.Where(Combine(fields, filter)) : rows;
        var order = new SearchOrder<TRow>(fields, plan.Sorts);
        var backwards = plan.Before is not null;
        var page = order.Apply(matching, backwards);
        if ((plan.After ?? plan.Before) is { } cursor)
        {
            page = page.Where(order.Beyond(cursor, backwards));
        }

        var total = await CountAsync(matching.OrderBy(fields.RowKey).Take(CountMax + 1), cancellation);
        var found = await ListAsync(page.Skip(plan.From).Take(plan.Limit), cancellation);
        if (backwards)
        {
            found.Reverse();
        }

        return (found, new SearchQueryPageResponse(
            Math.Min(total, CountMax),
            total > CountMax,
            found.Count == 0 ? null : order.CursorOf(found[0]),
            found.Count == 0 ? null : order.CursorOf(found[^1])));
    }

    /// <summary>The rows a filter leaves, as a search with it would find them.</summary>
    public static IQueryable<TRow> Matching<TRow>(this IQueryable<TRow> rows, SearchFields<TRow> fields, JsonElement filter)
        where TRow : class =>
        rows.Where(Combine(fields, SearchPlan.Of(new SearchQueryRequest { Filter = filter }).Filter
            ?? throw Problem.Invalid("Expected a filter, but there is none.")));

    // Rows that were read from a journal lie in memory: there is nothing to wait for.
    private static Task<int> CountAsync<TRow>(IQueryable<TRow> rows, CancellationToken cancellation) =>
        rows is IAsyncEnumerable<TRow> ? rows.CountAsync(cancellation) : Task.FromResult(rows.Count());

    private static Task<List<TRow>> ListAsync<TRow>(IQueryable<TRow> rows, CancellationToken cancellation) =>
        rows is IAsyncEnumerable<TRow> ? rows.ToListAsync(cancellation) : Task.FromResult(rows.ToList());

    /// <summary>All properties must hold; of <c>$or</c>'s alternatives one must.</summary>
    private static Expression<Func<TRow, bool>> Combine<TRow>(SearchFields<TRow> fields, JsonElement filter)
    {
        var row = Expression.Parameter(typeof(TRow), "row");
        Expression all = Expression.Constant(true);
        foreach (var property in filter.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null))
        {
            all = Expression.AndAlso(all, property.Name == "$or"
                ? Any(fields, property.Value, row)
                : fields.Condition(property.Name, property.Value).On(row));
        }

        return Expression.Lambda<Func<TRow, bool>>(all, row);
    }

    private static Expression Any<TRow>(SearchFields<TRow> fields, JsonElement alternatives, ParameterExpression row)
    {
        if (alternatives.ValueKind != JsonValueKind.Array || alternatives.GetArrayLength() > AlternativesMax)
        {
            throw Problem.Invalid($"Expected $or to be a list of at most {AlternativesMax} filters, but found another.");
        }

        return alternatives.EnumerateArray()
            .Select(alternative => alternative.ValueKind == JsonValueKind.Object && !alternative.TryGetProperty("$or", out _)
                ? Combine(fields, alternative).On(row)
                : throw Problem.Invalid("Expected each alternative of $or to be a filter without another $or, but found another."))
            .Aggregate((Expression)Expression.Constant(alternatives.GetArrayLength() == 0), Expression.OrElse);
    }

    /// <summary>The body of a lambda with its parameter replaced.</summary>
    internal static Expression On(this LambdaExpression lambda, ParameterExpression row) =>
        new Replacement(lambda.Parameters[0], row).Visit(lambda.Body);

    private sealed class Replacement(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
