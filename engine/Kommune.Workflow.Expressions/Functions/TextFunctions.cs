using System.Text;
using static Kommune.Workflow.Expressions.BuiltInFunctions;
using static Kommune.Workflow.Expressions.Overload;
using Types = Kommune.Workflow.Expressions.BuiltInTypes;

namespace Kommune.Workflow.Expressions;

/// <summary>Functions over texts without patterns (DMN 1.5, table 75); positions count Unicode code points from 1.</summary>
internal static class TextFunctions
{
    public static IEnumerable<FeelFunction> All =>
    [
        Define(
            "substring",
            Of<FeelString, FeelNumber, FeelNumber>(Types.Text, "string", "start position", "length?", (_, text, start, length) =>
                Substring(text.Value, start.Value, length?.Value))),
        Define("string length", Of<FeelString>(Types.Number, "string", (_, text) => FeelNumber.Of(Length(text.Value)))),
        Define("upper case", Of<FeelString>(Types.Text, "string", (_, text) => FeelString.Of(text.Value.ToUpperInvariant()))),
        Define("lower case", Of<FeelString>(Types.Text, "string", (_, text) => FeelString.Of(text.Value.ToLowerInvariant()))),
        Define("trim", Of<FeelString>(Types.Text, "string", (_, text) => FeelString.Of(text.Value.Trim()))),
        Define("substring before", Of<FeelString, FeelString>(Types.Text, "string", "match", (_, text, match) =>
        {
            var at = text.Value.IndexOf(match.Value, StringComparison.Ordinal);
            return FeelString.Of(at < 0 ? "" : text.Value[..at]);
        })),
        Define("substring after", Of<FeelString, FeelString>(Types.Text, "string", "match", (_, text, match) =>
        {
            var at = text.Value.IndexOf(match.Value, StringComparison.Ordinal);
            return FeelString.Of(at < 0 ? "" : text.Value[(at + match.Value.Length)..]);
        })),
        Define("contains", Of<FeelString, FeelString>(Types.Boolean, "string", "match", (_, text, match) =>
            FeelBoolean.Of(text.Value.Contains(match.Value, StringComparison.Ordinal)))),
        Define("starts with", Of<FeelString, FeelString>(Types.Boolean, "string", "match", (_, text, match) =>
            FeelBoolean.Of(text.Value.StartsWith(match.Value, StringComparison.Ordinal)))),
        Define("ends with", Of<FeelString, FeelString>(Types.Boolean, "string", "match", (_, text, match) =>
            FeelBoolean.Of(text.Value.EndsWith(match.Value, StringComparison.Ordinal)))),
        Define(
            "string join",
            Of<FeelList, FeelString>(Types.Text, "list", "delimiter?", (evaluation, list, delimiter) =>
                Join(evaluation, list, delimiter?.Value ?? "", "", "")),
            Of<FeelList, FeelString, FeelString, FeelString>(
                Types.Text,
                "list",
                "delimiter?",
                "prefix?",
                "suffix?",
                (evaluation, list, delimiter, prefix, suffix) =>
                    Join(evaluation, list, delimiter?.Value ?? "", prefix?.Value ?? "", suffix?.Value ?? ""))),
        Define("is blank", Of<FeelString>(Types.Boolean, "string", (_, text) =>
            FeelBoolean.Of(string.IsNullOrWhiteSpace(text.Value)))),
    ];

    private static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }

    private static FeelString? Substring(string text, decimal start, decimal? length)
    {
        var available = Length(text);
        var from = decimal.Truncate(start) < 0 ? available + decimal.Truncate(start) : decimal.Truncate(start) - 1;
        if (from < 0 || from >= available || length < 1)
        {
            return null;
        }

        var count = Math.Min(length is { } wanted ? decimal.Truncate(wanted) : available, available - from);
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Skip((int)from).Take((int)count))
        {
            result.Append(rune.ToString());
        }

        return FeelString.Of(result.ToString());
    }

    private static FeelString? Join(Evaluation evaluation, FeelList list, string delimiter, string prefix, string suffix)
    {
        var length = (long)prefix.Length + suffix.Length;
        var parts = new List<string>();
        foreach (var item in list)
        {
            if (item is FeelString text)
            {
                parts.Add(text.Value);
                length += text.Value.Length + delimiter.Length;
            }
            else if (item is not FeelNull)
            {
                return null;
            }
        }

        evaluation.Charge(list.Count);
        evaluation.RequireTextLength(length);
        evaluation.ChargeText(length);
        return FeelString.Of(prefix + string.Join(delimiter, parts) + suffix);
    }
}
