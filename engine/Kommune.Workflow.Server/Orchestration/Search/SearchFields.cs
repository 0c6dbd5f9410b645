using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Orchestration.Search;

/// <summary>What a search may filter and sort rows of one kind by, under the names of the API.</summary>
/// <typeparam name="TRow">The row, or rows joined, that is queried.</typeparam>
internal sealed class SearchFields<TRow>(Expression<Func<TRow, long>> key)
{
    private readonly Dictionary<string, Func<JsonElement, Expression<Func<TRow, bool>>>> filters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LambdaExpression> sorts = new(StringComparer.Ordinal);

    /// <summary>The row's own key: the last sort criterion, so that pages never overlap.</summary>
    public Expression<Func<TRow, long>> RowKey { get; } = key;

    /// <summary>A key, on the wire a decimal string.</summary>
    public SearchFields<TRow> Key(string name, Expression<Func<TRow, long>> value) =>
        Add(name, value, value, json => ClusterKey.Parse(Text(json, name), name));

    public SearchFields<TRow> Key(string name, Expression<Func<TRow, long?>> value) =>
        Add(name, value, OrElse(value, 0L), json => (long?)ClusterKey.Parse(Text(json, name), name));

    public SearchFields<TRow> Text(string name, Expression<Func<TRow, string?>> value)
    {
        sorts[name] = OrElse(value, "");
        return Filter(name, json => TextCondition(name, value, json));
    }

    /// <summary>A text compared as a whole, without patterns.</summary>
    public SearchFields<TRow> Word(string name, Expression<Func<TRow, string>> value) =>
        Add(name, value, value, json => Text(json, name));

    public SearchFields<TRow> Number(string name, Expression<Func<TRow, int>> value) =>
        Add(name, value, value, json => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number)
            ? number
            : throw Wrong(name, "a whole number", json));

    public SearchFields<TRow> Time(string name, Expression<Func<TRow, DateTimeOffset>> value) =>
        Add(name, value, value, json => Time(json, name));

    public SearchFields<TRow> Time(string name, Expression<Func<TRow, DateTimeOffset?>> value) =>
        Add(name, value, OrElse(value, DateTimeOffset.UnixEpoch), json => (DateTimeOffset?)Time(json, name));

    public SearchFields<TRow> Flag(string name, Expression<Func<TRow, bool>> value) =>
        Add(
            name,
            value,
            Expression.Lambda(Expression.Condition(value.Body, Expression.Constant(1), Expression.Constant(0)), value.Parameters),
            json => json.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? json.GetBoolean()
                : throw Wrong(name, "true or false", json));

    /// <summary>An enumeration with its own names on the wire; a name we never give (but the API knows) matches nothing.</summary>
    public SearchFields<TRow> Enum<TEnum, TWire>(
        string name, Expression<Func<TRow, TEnum>> value, Func<TWire, TEnum?> inStore)
        where TEnum : struct, Enum
        where TWire : struct, Enum
    {
        sorts[name] = Expression.Lambda(Expression.Convert(value.Body, typeof(int)), value.Parameters);
        return Filter(name, json => SearchOperators.Build(
            AsNullable(value), json, name, part => inStore(WireName.Parse<TWire>(part, name)), like: null));
    }

    /// <summary>A filter with a meaning of its own; nothing to sort by.</summary>
    public SearchFields<TRow> Filter(string name, Func<JsonElement, Expression<Func<TRow, bool>>> filter)
    {
        filters[name] = filter;
        return this;
    }

    /// <summary>The condition of one filter property.</summary>
    public Expression<Func<TRow, bool>> Condition(string name, JsonElement value) => filters.TryGetValue(name, out var filter)
        ? filter(value)
        : throw Problem.Invalid($"Expected a known filter, but found '{name}'. Known are: {string.Join(", ", filters.Keys)}.");

    /// <summary>The never-null value of a sort field.</summary>
    public LambdaExpression Sort(string name) => sorts.TryGetValue(name, out var sort)
        ? sort
        : throw Problem.Invalid($"Expected a known sort field, but found '{name}'. Known are: {string.Join(", ", sorts.Keys)}.");

    /// <summary>A text under all operators a text has.</summary>
    public static Expression<Func<TRow, bool>> TextCondition(
        string name, Expression<Func<TRow, string?>> value, JsonElement json) =>
        SearchOperators.Build(value, json, name, part => Text(part, name), SearchOperators.Like);

    private SearchFields<TRow> Add<TValue>(
        string name, Expression<Func<TRow, TValue>> value, LambdaExpression sort, Func<JsonElement, TValue> parse)
    {
        sorts[name] = sort;
        return Filter(name, json => SearchOperators.Build(value, json, name, parse, like: null));
    }

    private static LambdaExpression OrElse<TValue, TPlain>(Expression<Func<TRow, TValue>> value, TPlain otherwise) =>
        Expression.Lambda(Expression.Coalesce(value.Body, Expression.Constant(otherwise)), value.Parameters);

    private static Expression<Func<TRow, TEnum?>> AsNullable<TEnum>(Expression<Func<TRow, TEnum>> value)
        where TEnum : struct, Enum =>
        Expression.Lambda<Func<TRow, TEnum?>>(Expression.Convert(value.Body, typeof(TEnum?)), value.Parameters);

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Wrong(name, "a text", json);

    private static DateTimeOffset Time(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(
            json.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw Wrong(name, "a time in ISO 8601", json);

    private static ProblemException Wrong(string name, string wanted, JsonElement json) =>
        Problem.Invalid($"Expected {name} to be {wanted}, but found {json.ValueKind}.");
}
