using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DotLiquid;
using DotLiquid.Exceptions;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>Fills Liquid templates with JSON values, within limits.</summary>
internal static class LiquidText
{
    /// <summary>The longest template and the longest text, in characters.</summary>
    public const int LengthMax = 200_000;

    /// <summary>Rounds of all loops together.</summary>
    public const int IterationsMax = 10_000;

    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(2);
    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");

    /// <exception cref="DocumentException">The template is no Liquid, or exceeds a limit.</exception>
    public static string Render(string template, JsonObject values)
    {
        if (template.Length > LengthMax)
        {
            throw new DocumentException($"Sie ist länger als {LengthMax} Zeichen.");
        }

        try
        {
            var text = Template.Parse(template).Render(new RenderParameters(German)
            {
                LocalVariables = Hash.FromDictionary((IDictionary<string, object?>)Value(values)!),
                ErrorsOutputMode = ErrorsOutputMode.Rethrow,
                MaxIterations = IterationsMax,
                Timeout = (int)TimeMax.TotalMilliseconds,
            });
            return text.Length <= LengthMax ? text : throw new DocumentException($"Der Text wäre länger als {LengthMax} Zeichen.");
        }
        catch (Exception exception) when (exception is LiquidException or RenderException or TimeoutException)
        {
            throw new DocumentException(exception.Message);
        }
    }

    private static object? Value(JsonNode? node) => node switch
    {
        JsonObject entries => entries.ToDictionary(entry => entry.Key, entry => Value(entry.Value)),
        JsonArray items => items.Select(Value).ToList(),
        null => null,
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => node.GetValue<JsonElement>().GetDecimal(),
            _ => node.ToString(),
        },
    };
}
