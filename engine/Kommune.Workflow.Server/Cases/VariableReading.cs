using System.Text.Json.Nodes;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Cases;

/// <summary>A variable with the scope it lives in.</summary>
internal sealed record ScopedVariable(string Name, JsonNode? Value, long ScopeKey);

/// <summary>Reads variables of cases as JSON, and JSON as variables.</summary>
internal sealed class VariableReading(WorkflowDbContext database)
{
    /// <summary>How large the variables of one request may be, in characters of JSON.</summary>
    public const int LengthMax = 4_194_304;

    /// <summary>Variables visible at an element instance, innermost scope first; an inner one hides an outer of its name.</summary>
    public async Task<IReadOnlyList<ScopedVariable>> VisibleAtAsync(long elementInstanceKey, CancellationToken cancellation)
    {
        var scopes = await ScopesAsync(elementInstanceKey, cancellation);
        var rows = await database.Variables.AsNoTracking().Where(v => scopes.Contains(v.ScopeKey)).ToListAsync(cancellation);
        return [.. rows
            .OrderBy(row => scopes.IndexOf(row.ScopeKey))
            .ThenBy(row => row.Name, StringComparer.Ordinal)
            .DistinctBy(row => row.Name)
            .Select(row => new ScopedVariable(row.Name, JsonNode.Parse(row.Value), row.ScopeKey))];
    }

    /// <summary>The same as one object.</summary>
    public async Task<JsonObject> DataAtAsync(long elementInstanceKey, CancellationToken cancellation) =>
        new((await VisibleAtAsync(elementInstanceKey, cancellation)).Select(v => KeyValuePair.Create(v.Name, v.Value)));

    /// <summary>The variables of a request for the engine; null for none.</summary>
    public static FeelContext? ToContext(JsonObject? variables)
    {
        if (variables is null)
        {
            return null;
        }

        var json = variables.ToJsonString();
        if (json.Length > LengthMax)
        {
            throw new ProblemException(
                StatusCodes.Status413PayloadTooLarge,
                "TOO_LARGE",
                $"Expected variables of at most {LengthMax} characters of JSON, but they have {json.Length}.",
                "Die Angaben sind zu umfangreich.");
        }

        try
        {
            return FeelJson.Parse(json) as FeelContext;
        }
        catch (System.Text.Json.JsonException e)
        {
            throw Problem.Invalid($"Expected variables as JSON, but: {e.Message}");
        }
    }

    public static JsonObject ToJson(FeelContext variables) => JsonNode.Parse(FeelJson.ToJson(variables))!.AsObject();

    /// <summary>The element instance and those around it, innermost first, the instance itself last.</summary>
    public async Task<List<long>> ScopesAsync(long elementInstanceKey, CancellationToken cancellation)
    {
        var instance = InstanceKey.Of(elementInstanceKey, out _).Value;
        var last = instance | InstanceKey.LocalMax;
        var parents = await database.ElementInstances.AsNoTracking()
            .Where(e => e.Key >= instance && e.Key <= last)
            .ToDictionaryAsync(e => e.Key, e => e.ScopeKey, cancellation);
        var scopes = new List<long>();
        for (var key = elementInstanceKey; key != instance; key = parents.GetValueOrDefault(key, instance))
        {
            scopes.Add(key);
        }

        scopes.Add(instance);
        return scopes;
    }
}
