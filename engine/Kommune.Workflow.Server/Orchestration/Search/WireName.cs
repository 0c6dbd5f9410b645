using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Orchestration.Search;

/// <summary>Reads names of enumerations inside filters, whose place is too free for the serializer to do it.</summary>
internal static class WireName
{
    private static readonly ConcurrentDictionary<Type, string> Known = new();

    private static readonly JsonSerializerOptions Wire = new()
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
    };

    /// <summary>The value with this name; an unknown one ends the request with 400.</summary>
    public static TWire Parse<TWire>(JsonElement json, string field)
        where TWire : struct, Enum
    {
        try
        {
            if (json.ValueKind == JsonValueKind.String)
            {
                return json.Deserialize<TWire>(Wire);
            }
        }
        catch (JsonException)
        {
            // Told below, with the names that are known.
        }

        throw Problem.Invalid($"Expected {field} to be one of {Names<TWire>()}, but found another.");
    }

    private static string Names<TWire>()
        where TWire : struct, Enum =>
        Known.GetOrAdd(typeof(TWire), _ => string.Join(
            ", ", Enum.GetValues<TWire>().Select(value => JsonSerializer.Serialize(value, Wire).Trim('"'))));
}
