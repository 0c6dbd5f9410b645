using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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

    /// <summary>Fills a template. What values contain is text: it never becomes a heading, a list, a table or a new page.</summary>
    /// <param name="template">Liquid.</param>
    /// <param name="values">What it sees.</param>
    /// <param name="caseNumber">What it sees as <c>aktenzeichen</c> where no value is named so.</param>
    /// <exception cref="DocumentException">The template is no Liquid, or exceeds a limit.</exception>
    public static string Fill(string template, JsonObject values, string? caseNumber)
    {
        if (template.Length > LengthMax)
        {
            throw new DocumentException($"Sie ist länger als {LengthMax} Zeichen.");
        }

        var seen = (IDictionary<string, object?>)Value(values)!;
        seen.TryAdd("aktenzeichen", caseNumber);
        try
        {
            var text = Template.Parse(template).Render(new RenderParameters(German)
            {
                LocalVariables = Hash.FromDictionary(seen),
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
            JsonValueKind.Number => decimal.Parse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture),
            _ => Marks.Guard(node.ToString()),
        },
    };
}

/// <summary>Characters that stand for themselves: signs of the template's layout, found in values.</summary>
internal static partial class Marks
{
    /// <summary>Ends a line inside a value.</summary>
    public const char Line = '\uE002';

    private const char Nothing = '\uE000';
    private const char Bar = '\uE001';

    /// <summary>A value's text, whose signs do not count as layout.</summary>
    public static string Guard(string value)
    {
        var text = string.Concat(value.Where(c => c is not (Nothing or Bar or Line)))
            .ReplaceLineEndings(Line.ToString())
            .Replace('|', Bar)
            .Replace("**", $"*{Nothing}*", StringComparison.Ordinal);
        return Begins().IsMatch(text) ? Nothing + text : text;
    }

    /// <summary>The text as it is meant to be read.</summary>
    public static string Reveal(string text) =>
        text.Replace(Nothing.ToString(), "", StringComparison.Ordinal).Replace(Bar, '|');

    [GeneratedRegex(@"^\s*(#|-|\*|\d+\.\s)")]
    private static partial Regex Begins();
}
