using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Kommune.Workflow.Expressions;

/// <summary>A pattern as XPath and XQuery Functions and Operators 3.1 (clause 5.6) defines it, run by the platform's engine.</summary>
internal sealed class XPathPattern
{
    // Patterns mostly are literals of definitions; whoever makes them up at run time only loses the cache.
    private const int CachedMax = 500;

    private static readonly ConcurrentDictionary<(string, string), XPathPattern?> Cache = new();

    // Only patterns with back references need the engine that may take exponential time.
    private static readonly TimeSpan BacktrackingMax = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;
    private readonly bool _isLiteral;

    private XPathPattern(Regex regex, bool isLiteral)
    {
        _regex = regex;
        _isLiteral = isLiteral;
    }

    /// <summary>The pattern, or null when it or its flags (of s, m, i, x, q) are not allowed.</summary>
    public static XPathPattern? TryCreate(string pattern, string? flags)
    {
        if (Cache.Count > CachedMax)
        {
            Cache.Clear();
        }

        return Cache.GetOrAdd((pattern, flags ?? ""), static key => Create(key.Item1, key.Item2));
    }

    public bool IsMatch(string text) => Run(regex => regex.IsMatch(text));

    public string[] Split(string text) => Run(regex =>
    {
        var parts = new List<string>();
        var from = 0;
        foreach (Match match in regex.Matches(text))
        {
            parts.Add(text[from..match.Index]);
            from = match.Index + match.Length;
        }

        parts.Add(text[from..]);
        return parts.ToArray();
    });

    public string[] Matches(string text) => Run(regex => regex.Matches(text).Select(match => match.Value).ToArray());

    /// <summary>The text with every match replaced, or null when the pattern matches nothing at all or a group is unknown.</summary>
    public string? TryReplace(string text, string replacement) => Run(regex =>
        regex.IsMatch("") ? null
        : _isLiteral ? regex.Replace(text, replacement.Replace("$", "$$", StringComparison.Ordinal))
        : Replacement(regex, replacement) is { } translated ? regex.Replace(text, translated)
        : null);

    private static XPathPattern? Create(string pattern, string flags)
    {
        if (flags.Any(flag => !"smixq".Contains(flag)))
        {
            return null;
        }

        var options = RegexOptions.CultureInvariant
            | (flags.Contains('s') ? RegexOptions.Singleline : 0)
            | (flags.Contains('m') ? RegexOptions.Multiline : 0)
            | (flags.Contains('i') ? RegexOptions.IgnoreCase : 0);
        try
        {
            var isLiteral = flags.Contains('q');
            var translated = isLiteral ? Regex.Escape(pattern) : new XPathTranslation(pattern, flags).ToPlatform();
            return translated is null ? null : new XPathPattern(Compile(translated, options), isLiteral);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Regex Compile(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, BacktrackingMax);
        }
    }

    private T Run<T>(Func<Regex, T> use)
    {
        try
        {
            return use(_regex);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new FeelLimitException(
                "PatternTimeMax", $"Expected a pattern to be searched within {BacktrackingMax.TotalSeconds} s, but it takes longer.");
        }
    }

    private static string? Replacement(Regex regex, string replacement)
    {
        var groups = regex.GetGroupNumbers().Length;
        var result = new StringBuilder();
        for (var i = 0; i < replacement.Length; i++)
        {
            var c = replacement[i];
            if (c == '\\')
            {
                if (i + 1 >= replacement.Length || replacement[i + 1] is not ('\\' or '$'))
                {
                    return null;
                }

                result.Append(replacement[++i] == '$' ? "$$" : "\\");
            }
            else if (c == '$')
            {
                if (i + 1 >= replacement.Length || !char.IsAsciiDigit(replacement[i + 1]))
                {
                    return null;
                }

                // As many digits as still name a group of the pattern; a group it does not have is empty.
                var number = replacement[++i] - '0';
                while (i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1])
                    && (number * 10) + replacement[i + 1] - '0' < groups)
                {
                    number = (number * 10) + replacement[++i] - '0';
                }

                result.Append(number < groups ? string.Create(CultureInfo.InvariantCulture, $"${{{number}}}") : "");
            }
            else
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }
}
