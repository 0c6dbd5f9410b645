namespace Kommune.Workflow.Expressions;

/// <summary>Reads a range from text such as <c>[1..10)</c> or <c>(..@"2026-01-01"]</c>; its end points are literals.</summary>
internal static class RangeText
{
    private static readonly FeelScope Nothing = new();

    public static FeelRange? Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length < 4 || !"[](".Contains(trimmed[0]) || !"])[".Contains(trimmed[^1]))
        {
            return null;
        }

        var inner = trimmed[1..^1];
        if (Split(inner) is not { } at
            || !TryEndpoint(inner[..at], out var start)
            || !TryEndpoint(inner[(at + 2)..], out var end))
        {
            return null;
        }

        var startIncluded = trimmed[0] == '[';
        var endIncluded = trimmed[^1] == ']';
        var isOrdered = start is FeelNull || end is FeelNull
            ? !(start is FeelNull && end is FeelNull)
            : Comparison.Compare(start, end) <= 0;
        return isOrdered && !(start is FeelNull && startIncluded) && !(end is FeelNull && endIncluded)
            ? new FeelRange(start, startIncluded, end, endIncluded)
            : null;
    }

    // The two points may stand in a text, too: ["a..b".."c"].
    private static int? Split(string text)
    {
        var isQuoted = false;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            isQuoted ^= text[i] == '"' && (i == 0 || text[i - 1] != '\\');
            if (!isQuoted && text[i] == '.' && text[i + 1] == '.')
            {
                return i;
            }
        }

        return null;
    }

    private static bool TryEndpoint(string text, out FeelValue value)
    {
        value = FeelNull.Instance;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (!FeelExpression.TryCompile(text, out var expression, out _) || !expression.IsLiteral)
        {
            return false;
        }

        value = expression.Evaluate(Nothing);
        return value is FeelNull == (text.Trim() == "null") && value is not (FeelBoolean or FeelList or FeelContext);
    }
}
