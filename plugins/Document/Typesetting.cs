using PdfSharp.Drawing;
using PdfSharp.Fonts;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>A weight and size of the one font.</summary>
/// <param name="Size">In points.</param>
/// <param name="IsBold">Whether all of it is bold; otherwise what stands between <c>**</c>.</param>
internal sealed record Style(double Size, bool IsBold = false)
{
    static Style() => EmbeddedFonts.Use();

    /// <summary>From one line to the next, in points.</summary>
    public double LineHeight { get; } = Size * 1.36;

    public XFont Regular { get; } = new(EmbeddedFonts.Family, Size, IsBold ? XFontStyleEx.Bold : XFontStyleEx.Regular);

    public XFont Bold { get; } = new(EmbeddedFonts.Family, Size, XFontStyleEx.Bold);
}

/// <summary>A piece of a line in one font.</summary>
internal sealed record Run(string Text, XFont Font, double Width);

/// <summary>Breaks text into lines.</summary>
internal static class Typesetting
{
    private const string BoldSign = "**";

    private static readonly XGraphics Ruler =
        XGraphics.CreateMeasureContext(new XSize(1000, 1000), XGraphicsUnit.Point, XPageDirection.Downwards);

    /// <summary>The lines of a text.</summary>
    /// <remarks>Each but the last ends with a space: read aloud or copied, the words on both sides are still two.</remarks>
    /// <param name="text">The text.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="width">How wide a line may be, in points. A word wider than that is broken.</param>
    /// <param name="spaceAfter">Whether the last line ends with a space too.</param>
    public static List<IReadOnlyList<Run>> Wrap(string text, Style style, double width, bool spaceAfter = false)
    {
        var lines = new List<IReadOnlyList<Run>>();
        var line = new List<Run>();
        var used = 0.0;
        foreach (var word in Words(text, style).SelectMany(word => Fitting(word, width)))
        {
            var space = line.Count == 0 ? null : Measure(" ", line[^1].Font);
            if (space is not null && used + space.Width + word.Width > width)
            {
                line.Add(space);
                lines.Add(line);
                (line, used, space) = ([], 0, null);
            }

            if (space is not null)
            {
                line.Add(space);
                used += space.Width;
            }

            line.Add(word);
            used += word.Width;
        }

        if (spaceAfter)
        {
            line.Add(Measure(" ", style.Regular));
        }

        lines.Add(line);
        return lines;
    }

    /// <summary>How wide a text is on one line, in points.</summary>
    public static double Width(string text, Style style) => Wrap(text, style, double.MaxValue)[0].Sum(run => run.Width);

    /// <summary>How wide its widest word is, in points.</summary>
    public static double WidestWord(string text, Style style) =>
        Words(text, style).Select(word => word.Width).DefaultIfEmpty().Max();

    private static IEnumerable<Run> Words(string text, Style style)
    {
        var isBold = false;
        foreach (var part in text.Split(BoldSign))
        {
            foreach (var word in part.Split([' ', Marks.Line], StringSplitOptions.RemoveEmptyEntries))
            {
                yield return Measure(Marks.Reveal(word), isBold ? style.Bold : style.Regular);
            }

            isBold = !isBold;
        }
    }

    private static IEnumerable<Run> Fitting(Run word, double width)
    {
        while (word.Text.Length > 1 && word.Width > width)
        {
            var length = Math.Clamp((int)(word.Text.Length * width / word.Width) - 1, 1, word.Text.Length - 1);
            yield return Measure(word.Text[..length], word.Font);
            word = Measure(word.Text[length..], word.Font);
        }

        yield return word;
    }

    private static Run Measure(string text, XFont font) => new(text, font, Ruler.MeasureString(text, font).Width);
}

/// <summary>The font that documents carry; none of the machine's is used.</summary>
internal sealed class EmbeddedFonts : IFontResolver
{
    public const string Family = "Noto Sans";

    private const string Regular = "NotoSans-Regular";
    private const string Bold = "NotoSans-Bold";

    /// <summary>Makes it known to the library, once.</summary>
    public static void Use() => GlobalFontSettings.FontResolver ??= new EmbeddedFonts();

    public FontResolverInfo? ResolveTypeface(string familyName, bool bold, bool italic) => new(bold ? Bold : Regular);

    public byte[]? GetFont(string faceName)
    {
        using var stream = typeof(EmbeddedFonts).Assembly.GetManifestResourceStream(faceName)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
