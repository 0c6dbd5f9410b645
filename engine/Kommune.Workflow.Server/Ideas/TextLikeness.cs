using System.Globalization;
using System.Text;

namespace Kommune.Workflow.Server.Ideas;

/// <summary>How alike two German texts are, from 0 (nothing in common) to 1 (the same words).</summary>
/// <remarks>
/// A text becomes a vector of its words' trigrams, so that «Posteingang» and «Eingangspost» are near each other without a
/// dictionary; common words count for nothing, umlauts as their transcription. Likeness is the cosine of two vectors.
/// </remarks>
public sealed class TextLikeness
{
    /// <summary>From here on two entries are worth a look.</summary>
    public const double LikelyDuplicate = 0.35;

    /// <summary>Characters of a text that are read; more say nothing new.</summary>
    public const int LengthMax = 4_000;

    private static readonly HashSet<string> StopWords = new(
        """
        aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bis bisher da dabei dadurch
        dafuer damit dann das dass dazu dem den denn der des die dies diese diesem diesen dieser dieses doch dort durch ein eine
        einem einen einer eines einfach er erst es etwa etwas fuer gibt haben hat heute hier ich ihr ihre ihrem ihren im immer in
        ist ja jede jedem jeden jeder jedes jetzt kann kein keine keinen koennen koennte man mehr mit muessen muss nach nicht noch
        nur ob oder oft ohne per schon sehr sein seine sich sie sind so soll sollen sollte statt ueber um und uns unser unsere
        unter viel viele vom von vor wann war waere weil wenn wer werden wie wieder will wir wird wo wollen wurde zu zum zur
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    // Sorted by trigram, so that two vectors are compared in one walk.
    private readonly ulong[] trigrams;
    private readonly double[] weights;

    private TextLikeness(ulong[] trigrams, double[] weights)
    {
        this.trigrams = trigrams;
        this.weights = weights;
    }

    public static TextLikeness Of(string text)
    {
        var counts = new SortedDictionary<ulong, double>();
        foreach (var word in Words(text))
        {
            // The blanks let a word's beginning and end weigh more than its middle.
            var padded = $" {word} ";
            for (var i = 0; i + 3 <= padded.Length; i++)
            {
                var trigram = ((ulong)padded[i] << 32) | ((ulong)padded[i + 1] << 16) | padded[i + 2];
                counts[trigram] = counts.GetValueOrDefault(trigram) + 1;
            }
        }

        // The root keeps one word that is repeated often from drowning all others.
        var weights = counts.Values.Select(Math.Sqrt).ToArray();
        var length = Math.Sqrt(weights.Sum(weight => weight * weight));
        return new TextLikeness([.. counts.Keys], [.. weights.Select(weight => weight / length)]);
    }

    public double To(TextLikeness other)
    {
        var sum = 0.0;
        for (int i = 0, j = 0; i < trigrams.Length && j < other.trigrams.Length;)
        {
            if (trigrams[i] == other.trigrams[j])
            {
                sum += weights[i++] * other.weights[j++];
            }
            else if (trigrams[i] < other.trigrams[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return sum;
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var character in text.Length > LengthMax ? text.AsSpan(0, LengthMax).ToString() : text)
        {
            if (char.IsLetterOrDigit(character))
            {
                word.Append(Folded(char.ToLower(character, CultureInfo.InvariantCulture)));
            }
            else if (Complete(word) is { } complete)
            {
                yield return complete;
            }
        }

        if (Complete(word) is { } last)
        {
            yield return last;
        }
    }

    private static string? Complete(StringBuilder word)
    {
        var text = word.ToString();
        word.Clear();
        return text.Length >= 2 && !StopWords.Contains(text) ? text : null;
    }

    private static string Folded(char character) => character switch
    {
        'ä' => "ae",
        'ö' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        _ => character.ToString(),
    };
}
