using System.Text.RegularExpressions;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A word an instance is marked with at its start.</summary>
internal static partial class Tag
{
    /// <summary>Tags per instance.</summary>
    public const int Max = 10;

    /// <summary>The tag itself; a word that is none ends the request with 400.</summary>
    public static string Check(string word) => Form().IsMatch(word)
        ? word
        : throw Problem.Invalid("Expected a tag to be 1 to 100 letters, digits and _-:. that start with a letter, but found another.");

    public static IReadOnlyList<string> CheckAll(IReadOnlyList<string>? words) => words?.Count > Max
        ? throw Problem.Invalid($"Expected at most {Max} tags, but found {words.Count}.")
        : [.. (words ?? []).Select(Check).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_\-:.]{0,99}\z")]
    private static partial Regex Form();
}
