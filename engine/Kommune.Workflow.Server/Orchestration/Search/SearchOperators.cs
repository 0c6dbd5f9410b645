using System.Linq.Expressions;
using System.Text;
using System.Text.Json;
using Kommune.Workflow.Server.Problems;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration.Search;

/// <summary>
/// The operators of a filter property: a plain value, or <c>{ "$eq", "$neq", "$in", "$notIn", "$exists", "$like", "$gt" … }</c>.
/// </summary>
internal static class SearchOperators
{
    /// <summary>Values in one <c>$in</c>.</summary>
    public const int ValuesMax = 500;

    public static Expression<Func<TRow, bool>> Build<TRow, TValue>(
        Expression<Func<TRow, TValue>> field,
        JsonElement json,
        string name,
        Func<JsonElement, TValue> parse,
        Func<Expression, string, Expression>? like)
    {
        var conditions = json.ValueKind == JsonValueKind.Object
            ? json.EnumerateObject().Select(op => Condition(field.Body, op.Name, op.Value, name, parse, like))
            : [Expression.Equal(field.Body, Parameter(parse(json)))];
        return Expression.Lambda<Func<TRow, bool>>(
            conditions.Aggregate((Expression)Expression.Constant(true), Expression.AndAlso), field.Parameters);
    }

    /// <summary><c>*</c> stands for any text, <c>?</c> for one character, a backslash takes the next literally.</summary>
    public static Expression Like(Expression text, string pattern)
    {
        var sql = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                sql.Append('\\').Append(pattern[++i]);
            }
            else
            {
                sql.Append(c switch { '*' => "%", '?' => "_", '%' or '_' or '\\' => "\\" + c, _ => c.ToString() });
            }
        }

        var method = typeof(DbFunctionsExtensions).GetMethod(
            nameof(DbFunctionsExtensions.Like), [typeof(DbFunctions), typeof(string), typeof(string), typeof(string)])!;
        return Expression.Call(
            method, Expression.Constant(EF.Functions), text, Parameter(sql.ToString()), Expression.Constant("\\"));
    }

    private static Expression Condition<TValue>(
        Expression field,
        string operation,
        JsonElement json,
        string name,
        Func<JsonElement, TValue> parse,
        Func<Expression, string, Expression>? like)
    {
        switch (operation)
        {
            case "$eq":
                return Expression.Equal(field, Parameter(parse(json)));
            case "$neq":
                return Expression.NotEqual(field, Parameter(parse(json)));
            case "$in":
                return OneOf(field, Values(json, name, parse));
            case "$notIn":
                return Expression.Not(OneOf(field, Values(json, name, parse)));
            case "$exists":
                return json.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? Exists<TValue>(field, json.GetBoolean())
                    : throw Problem.Invalid($"Expected $exists of {name} to be true or false, but found {json.ValueKind}.");
            case "$like" when like is not null && json.ValueKind == JsonValueKind.String:
                return like(field, json.GetString()!);
            case "$gt" or "$gte" or "$lt" or "$lte" when IsOrdered(typeof(TValue)):
                return Ordered(operation, field, Parameter(parse(json)));
            default:
                throw Problem.Invalid($"Expected an operator that {name} knows, but found '{operation}'.");
        }
    }

    private static BinaryExpression Ordered(string operation, Expression field, Expression value) => operation switch
    {
        "$gt" => Expression.GreaterThan(field, value),
        "$gte" => Expression.GreaterThanOrEqual(field, value),
        "$lt" => Expression.LessThan(field, value),
        _ => Expression.LessThanOrEqual(field, value),
    };

    private static bool IsOrdered(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(int) || plain == typeof(long) || plain == typeof(DateTimeOffset);
    }

    private static Expression Exists<TValue>(Expression field, bool wanted)
    {
        if (default(TValue) is not null)
        {
            return Expression.Constant(wanted);
        }

        var nothing = Expression.Constant(null, typeof(TValue));
        return wanted ? Expression.NotEqual(field, nothing) : Expression.Equal(field, nothing);
    }

    private static MethodCallExpression OneOf<TValue>(Expression field, List<TValue> values) => Expression.Call(
        typeof(Enumerable), nameof(Enumerable.Contains), [typeof(TValue)], Parameter<IEnumerable<TValue>>(values), field);

    private static List<TValue> Values<TValue>(JsonElement json, string name, Func<JsonElement, TValue> parse)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > ValuesMax)
        {
            throw Problem.Invalid($"Expected a list of at most {ValuesMax} values for {name}, but found another.");
        }

        return [.. json.EnumerateArray().Select(parse)];
    }

    /// <summary>The value as a query parameter, so that the database can keep its plan.</summary>
    internal static Expression Parameter<TValue>(TValue value) =>
        Expression.Property(Expression.Constant(new Box<TValue>(value)), nameof(Box<TValue>.Value));

    private sealed record Box<TValue>(TValue Value);
}
