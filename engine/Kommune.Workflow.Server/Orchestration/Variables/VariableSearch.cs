using System.Linq.Expressions;
using System.Text.Json;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Searches variables, and searches other things by variables of theirs.</summary>
internal static class VariableSearch
{
    /// <summary>Variables one filter may name.</summary>
    public const int NamesMax = 20;

    private static readonly SearchFields<VariableView> Fields = new SearchFields<VariableView>(v => v.Variable.Key)
        .Key("variableKey", v => v.Variable.Key)
        .Key("scopeKey", v => v.Variable.ScopeKey)
        .Key("processInstanceKey", v => v.Variable.InstanceKey)
        .Text("name", v => v.Variable.Name)
        .Text("value", v => v.Variable.Value)
        .Text("tenantId", v => v.Variable.TenantId)
        .Flag("isTruncated", v => v.Variable.Value.Length > VariableSearchResult.ValueMax);

    public static IQueryable<VariableView> Views(WorkflowDbContext database) =>
        from variable in database.Variables.AsNoTracking()
        join instance in database.Instances on variable.InstanceKey equals instance.Key
        select new VariableView { Variable = variable, Instance = instance };

    public static Task<SearchQueryResponse<VariableSearchResult>> RunAsync(
        IQueryable<VariableView> variables, SearchQueryRequest? query, bool? truncateValues, CancellationToken cancellation) =>
        variables.RunAsync(Fields, query, view => VariableSearchResult.Of(view, truncateValues ?? true), cancellation);

    /// <summary>The filter <c>[{ "name", "value" }]</c>: every listed variable has that value in the row's scope.</summary>
    /// <param name="database">Where the variables lie.</param>
    /// <param name="json">The list.</param>
    /// <param name="inScope">Whether a variable belongs to the row.</param>
    public static Expression<Func<TRow, bool>> Condition<TRow>(
        WorkflowDbContext database, JsonElement json, Expression<Func<TRow, VariableRow, bool>> inScope)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > NamesMax)
        {
            throw Problem.Invalid($"Expected a list of at most {NamesMax} variables, but found another.");
        }

        var row = inScope.Parameters[0];
        Expression all = Expression.Constant(true);
        foreach (var wanted in json.EnumerateArray())
        {
            // Any(v => matches(v) && inScope(row, v))
            var matches = ReadMatch(wanted);
            var variable = inScope.Parameters[1];
            var condition = Expression.Lambda<Func<VariableRow, bool>>(
                Expression.AndAlso(matches.On(variable), inScope.Body), variable);
            all = Expression.AndAlso(all, Expression.Call(
                typeof(Queryable), nameof(Queryable.Any), [typeof(VariableRow)], database.Variables.AsQueryable().Expression, condition));
        }

        return Expression.Lambda<Func<TRow, bool>>(all, row);
    }

    private static Expression<Func<VariableRow, bool>> ReadMatch(JsonElement wanted)
    {
        if (wanted.ValueKind != JsonValueKind.Object
            || !wanted.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String
            || !wanted.TryGetProperty("value", out var value))
        {
            throw Problem.Invalid("Expected each variable of a filter to have a name and a value, but one has not.");
        }

        var text = name.GetString()!;
        Expression<Func<VariableRow, bool>> named = v => v.Name == text;
        var valued = Plain(value) is { } exact ? ExactValue(exact) : SearchFields<VariableRow>.TextCondition("value", v => v.Value, value);
        return Expression.Lambda<Func<VariableRow, bool>>(
            Expression.AndAlso(named.Body, valued.On(named.Parameters[0])), named.Parameters);
    }

    /// <summary>The value of a plain comparison; null when other operators are asked for.</summary>
    private static string? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Object when value.EnumerateObject().Count() == 1
            && value.TryGetProperty("$eq", out var wanted) && wanted.ValueKind == JsonValueKind.String => wanted.GetString(),
        _ => null,
    };

    /// <summary>Equal by the indexed hash first; the value as the engine would write it.</summary>
    private static Expression<Func<VariableRow, bool>> ExactValue(string json)
    {
        var written = Normalize(json);
        var hash = VariableHash.Of(written);
        return v => v.ValueHash == hash && v.Value == written;
    }

    private static string Normalize(string json)
    {
        try
        {
            return FeelJson.ToJson(FeelJson.Parse(json));
        }
        catch (JsonException)
        {
            return json; // No value is written like this: nothing matches.
        }
    }
}
