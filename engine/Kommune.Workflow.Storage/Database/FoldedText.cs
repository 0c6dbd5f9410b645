using System.Text;

namespace Kommune.Workflow.Storage;

/// <summary>Texts as searches compare them: without the difference of case, in every alphabet, and with <c>ss</c> for <c>ß</c>.</summary>
/// <remarks>
/// Both databases fold only ASCII by themselves. Rows therefore carry a folded copy of what people search in, written with the
/// row, and a search looks for the folded words in it: <c>row.SearchText.Contains(FoldedText.Of(words))</c>.
/// </remarks>
public static class FoldedText
{
    /// <summary>Characters of a part that searches see; what follows is stored, but not found.</summary>
    public const int PartLengthMax = 10_000;

    /// <summary>Between parts; no folded part has it, so nothing is found across two of them.</summary>
    private const char PartEnd = '\n';

    /// <summary>The parts that are not null, folded, one a line.</summary>
    public static string Of(params ReadOnlySpan<string?> parts)
    {
        var folded = new StringBuilder();
        foreach (var part in parts)
        {
            if (part is not null)
            {
                folded.Append(folded.Length > 0 ? PartEnd : null);
                AppendFolded(folded, part);
            }
        }

        return folded.ToString();
    }

    private static void AppendFolded(StringBuilder folded, string part)
    {
        // A letter and its accent may come as two characters; they are one in what people type.
        foreach (var rune in FirstOf(part).EnumerateRunes())
        {
            switch (rune.Value)
            {
                case 'ß' or 'ẞ': folded.Append("ss"); break;
                case var value when Rune.IsControl(rune) || value == 0: folded.Append(' '); break;
                default: folded.Append(Rune.ToLowerInvariant(rune).ToString()); break;
            }
        }
    }

    private static string FirstOf(string part)
    {
        var seen = part.Length > PartLengthMax ? part[..PartLengthMax] : part;
        return System.Text.Ascii.IsValid(seen) ? seen : string.Concat(seen.EnumerateRunes()).Normalize(NormalizationForm.FormC);
    }
}
