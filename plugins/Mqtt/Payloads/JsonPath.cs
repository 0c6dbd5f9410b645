using System.Globalization;
using System.Text.Json.Nodes;

namespace Kommune.Workflow.Plugins.Mqtt.Payloads;

/// <summary>The way to a value inside JSON: names joined by dots, positions in brackets from 0: <c>data.levels[0].mm</c>.</summary>
public static class JsonPath
{
    /// <summary>The value at a path; null when the way ends before.</summary>
    public static JsonNode? Find(JsonNode? root, string path)
    {
        var node = root;
        foreach (var step in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? step : step[..bracket];
            if (name.Length > 0)
            {
                node = node is JsonObject map && map.TryGetPropertyValue(name, out var child) ? child : null;
            }

            foreach (var position in bracket < 0 ? [] : step[(bracket + 1)..].Split('[', StringSplitOptions.RemoveEmptyEntries))
            {
                node = node is JsonArray list
                    && int.TryParse(position.TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < list.Count
                    ? list[index]
                    : null;
            }

            if (node is null)
            {
                return null;
            }
        }

        return node;
    }
}
