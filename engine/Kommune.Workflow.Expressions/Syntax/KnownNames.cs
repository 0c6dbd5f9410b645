using System.Diagnostics.CodeAnalysis;

namespace Kommune.Workflow.Expressions;

/// <summary>
/// Names of several tokens ("Grundfläche in m²", "date and time"): the longest one that stands in the text is meant.
/// </summary>
internal sealed class KnownNames
{
    private readonly Dictionary<string, List<(string Name, List<Token> Tokens)>> _byFirstToken = new(StringComparer.Ordinal);
    private readonly KnownNames? _more;

    /// <param name="names">The names; those of one token need not be known.</param>
    /// <param name="more">Names known as well; stays unchanged.</param>
    public KnownNames(IEnumerable<string> names, KnownNames? more = null)
    {
        _more = more;
        foreach (var name in names)
        {
            Add(name);
        }
    }

    public void Add(string name)
    {
        List<Token> tokens;
        try
        {
            tokens = Lexer.Read(name);
        }
        catch (FeelSyntaxException)
        {
            // With a quote in it the name cannot stand in a text, only be asked for by its string.
            return;
        }

        tokens.RemoveAt(tokens.Count - 1);
        if (tokens.Count < 2)
        {
            return;
        }

        if (!_byFirstToken.TryGetValue(tokens[0].Text, out var candidates))
        {
            _byFirstToken[tokens[0].Text] = candidates = [];
        }

        candidates.Add((NameText.Normalize(name), tokens));
    }

    /// <summary>Finds the longest known name that starts at a token.</summary>
    public bool TryMatch(List<Token> tokens, int at, [NotNullWhen(true)] out string? name, out int length)
    {
        name = null;
        length = 0;
        if (_more?.TryMatch(tokens, at, out name, out length) != true)
        {
            length = 0;
        }

        foreach (var candidate in _byFirstToken.GetValueOrDefault(tokens[at].Text, []))
        {
            if (candidate.Tokens.Count > length && StandsAt(candidate.Tokens, tokens, at))
            {
                name = candidate.Name;
                length = candidate.Tokens.Count;
            }
        }

        return name is not null;
    }

    private static bool StandsAt(List<Token> name, List<Token> tokens, int at)
    {
        for (var i = 0; i < name.Count; i++)
        {
            // White space tells "a-b" from "a - b".
            if (at + i >= tokens.Count
                || tokens[at + i].Kind != name[i].Kind
                || tokens[at + i].Text != name[i].Text
                || (i > 0 && tokens[at + i].IsSpaced != name[i].IsSpaced))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>How names are written: words separated by single spaces.</summary>
internal static class NameText
{
    public static string Normalize(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
