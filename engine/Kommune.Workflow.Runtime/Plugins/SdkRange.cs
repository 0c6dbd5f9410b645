using System.Globalization;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Runtime;

/// <summary>A range of versions in interval notation: <c>[0.1,0.2)</c>, <c>[1.0,]</c>, or <c>0.1</c> for 0.1 and above.</summary>
internal readonly record struct SdkRange(Version Lowest, bool LowestIncluded, Version? Highest, bool HighestIncluded)
{
    /// <exception cref="PluginException">The text is no range.</exception>
    public static SdkRange Parse(string text)
    {
        var parts = text.Trim().Trim('[', ']', '(', ')').Split(',');
        if (parts.Length > 2 || !TryVersion(parts[0], out var lowest))
        {
            throw Invalid(text);
        }

        Version? highest = null;
        if (parts.Length == 2 && parts[1].Trim().Length > 0 && !TryVersion(parts[1], out highest))
        {
            throw Invalid(text);
        }

        return new SdkRange(lowest!, !text.StartsWith('('), highest, text.EndsWith(']'));
    }

    public bool Contains(Version version)
    {
        var low = version.CompareTo(Lowest);
        var high = Highest is null ? -1 : version.CompareTo(Highest);
        return (low > 0 || (low == 0 && LowestIncluded)) && (high < 0 || (high == 0 && HighestIncluded));
    }

    private static bool TryVersion(string text, out Version? version)
    {
        var trimmed = text.Trim();
        return Version.TryParse(
            trimmed.Count(c => c == '.') switch { 0 => trimmed + ".0.0", 1 => trimmed + ".0", _ => trimmed }, out version);
    }

    private static PluginException Invalid(string text) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Die Angabe „sdk“ ist kein Bereich von Versionen: „{text}“. Erwartet wird zum Beispiel „[0.1,0.2)“."));
}
