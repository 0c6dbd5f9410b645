using System.Linq.Expressions;
using System.Text.Json;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Orchestration.Search;

/// <summary>The order of a search, and the cursors that name a row's place in it.</summary>
/// <remarks>A cursor is the Base64 of a JSON list: the row's value of each sort field, then its key.</remarks>
internal sealed class SearchOrder<TRow>(SearchFields<TRow> fields, IReadOnlyList<SearchQuerySort> sorts)
{
    private readonly List<(LambdaExpression Value, bool Descending)> criteria =
    [
        .. sorts.Select(sort => (fields.Sort(sort.Field), sort.Order == SortOrder.Desc)),
        (fields.RowKey, false),
    ];

    public IQueryable<TRow> Apply(IQueryable<TRow> rows, bool backwards)
    {
        for (var i = 0; i < criteria.Count; i++)
        {
            var (value, descending) = criteria[i];
            var method = (i == 0 ? nameof(Queryable.OrderBy) : nameof(Queryable.ThenBy))
                + (descending != backwards ? "Descending" : "");
            rows = rows.Provider.CreateQuery<TRow>(Expression.Call(
                typeof(Queryable), method, [typeof(TRow), value.ReturnType], rows.Expression, Expression.Quote(value)));
        }

        return rows;
    }

    /// <summary>Rows that come after the cursor's place, or before it.</summary>
    public Expression<Func<TRow, bool>> Beyond(string cursor, bool backwards)
    {
        var place = Read(cursor);
        var row = Expression.Parameter(typeof(TRow), "row");
        Expression beyond = Expression.Constant(false);
        for (var i = criteria.Count - 1; i >= 0; i--)
        {
            var value = criteria[i].Value.On(row);
            var there = Value(place[i], value.Type);
            var further = Compare(value, there, greater: criteria[i].Descending == backwards);
            beyond = Expression.OrElse(further, Expression.AndAlso(Expression.Equal(value, there), beyond));
        }

        return Expression.Lambda<Func<TRow, bool>>(beyond, row);
    }

    public string CursorOf(TRow row)
    {
        var values = criteria.Select(criterion => criterion.Value.Compile(preferInterpretation: true).DynamicInvoke(row));
        return Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(values));
    }

    private JsonElement[] Read(string cursor)
    {
        try
        {
            var place = JsonSerializer.Deserialize<JsonElement[]>(Convert.FromBase64String(cursor));
            return place?.Length == criteria.Count ? place : throw OtherCursor();
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw OtherCursor();
        }
    }

    private static UnaryExpression Value(JsonElement json, Type type)
    {
        try
        {
            return Expression.Convert(SearchOperators.Parameter(json.Deserialize(type)), type);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw OtherCursor();
        }
    }

    private static BinaryExpression Compare(Expression value, Expression there, bool greater)
    {
        if (value.Type == typeof(string))
        {
            var method = typeof(string).GetMethod(nameof(string.Compare), [typeof(string), typeof(string)])!;
            (value, there) = (Expression.Call(method, value, there), Expression.Constant(0));
        }

        return greater ? Expression.GreaterThan(value, there) : Expression.LessThan(value, there);
    }

    private static ProblemException OtherCursor() =>
        Problem.Invalid("Expected a cursor of this search with the same sort, but found another.");
}
