using static Kommune.Workflow.Expressions.BuiltInFunctions;
using static Kommune.Workflow.Expressions.Overload;
using Types = Kommune.Workflow.Expressions.BuiltInTypes;

namespace Kommune.Workflow.Expressions;

/// <summary>Functions over texts with patterns (DMN 1.5, table 75); patterns, flags and replacements are XPath's.</summary>
internal static class PatternFunctions
{
    public static IEnumerable<FeelFunction> All =>
    [
        Define(
            "matches",
            Of<FeelString, FeelString, FeelString>(Types.Boolean, "input", "pattern", "flags?", (_, input, pattern, flags) =>
                XPathPattern.TryCreate(pattern.Value, flags?.Value) is { } regex
                    ? FeelBoolean.Of(regex.IsMatch(input.Value))
                    : null)),
        Define(
            "replace",
            Of<FeelString, FeelString, FeelString, FeelString>(
                Types.Text,
                "input",
                "pattern",
                "replacement",
                "flags?",
                (evaluation, input, pattern, replacement, flags) =>
                    XPathPattern.TryCreate(pattern.Value, flags?.Value) is { } regex
                    && regex.TryReplace(input.Value, replacement.Value) is { } result
                        ? evaluation.Text(result)
                        : null)),
        Define(
            "split",
            Of<FeelString, FeelString>(new ListType(Types.Text), "string", "delimiter", (evaluation, text, delimiter) =>
                XPathPattern.TryCreate(delimiter.Value, null) is { } regex
                    ? Texts(evaluation, regex.Split(text.Value))
                    : null)),
        Define(
            "extract",
            Of<FeelString, FeelString>(new ListType(Types.Text), "string", "pattern", (evaluation, text, pattern) =>
                XPathPattern.TryCreate(pattern.Value, null) is { } regex
                    ? Texts(evaluation, regex.Matches(text.Value))
                    : null)),
    ];

    private static FeelList Texts(Evaluation evaluation, string[] texts)
    {
        evaluation.Charge(texts.Length);
        return FeelList.From(texts.Select(FeelString.Of));
    }
}
