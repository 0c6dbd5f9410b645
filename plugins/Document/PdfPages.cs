using System.Globalization;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>Sets a text on A4 pages: <c># </c> and <c>## </c> begin headings, <c>- </c> list items, <c>---</c> a new page.</summary>
/// <remarks>Everything else is a paragraph; line breaks inside it are kept, as letters need them.</remarks>
internal sealed class PdfPages : IDisposable
{
    /// <summary>The most pages of one document.</summary>
    public const int PagesMax = 500;

    private const double Margin = 71; // 25 mm
    private const double LineSpacing = 1.35;
    private const double Indent = 14;
    private const string NewPage = "---";

    private readonly PdfDocument document = new();
    private readonly List<XGraphics> graphics = [];
    private double y;

    static PdfPages() => GlobalFontSettings.FontResolver ??= new EmbeddedFonts();

    private PdfPages()
    {
    }

    private static Style Body { get; } = new(new XFont(EmbeddedFonts.Family, 11), 0);

    private static Style Heading { get; } = new(new XFont(EmbeddedFonts.Family, 16, XFontStyleEx.Bold), 8);

    private static Style SubHeading { get; } = new(new XFont(EmbeddedFonts.Family, 13, XFontStyleEx.Bold), 6);

    private static XFont Footer { get; } = new(EmbeddedFonts.Family, 9);

    private double Width => document.Pages[^1].Width.Point - (2 * Margin);

    private double Bottom => document.Pages[^1].Height.Point - Margin;

    /// <exception cref="DocumentException">The text needs too many pages.</exception>
    public static (byte[] Content, int Pages) Write(string text, string title, DateTimeOffset at)
    {
        using var pages = new PdfPages();
        pages.document.Info.Title = title;
        pages.document.Info.Creator = "Kommune.Workflow";
        pages.document.Info.CreationDate = at.UtcDateTime;
        pages.document.Language = "de-DE";
        pages.AddPage();
        foreach (var line in text.ReplaceLineEndings("\n").Trim().Split('\n'))
        {
            pages.Set(line.TrimEnd());
        }

        return (pages.Finish(), pages.document.PageCount);
    }

    public void Dispose() => document.Dispose();

    private void Set(string line)
    {
        switch (line)
        {
            case NewPage: AddPage(); break;
            case "": y += Body.Font.Size * LineSpacing / 2; break;
            case var _ when line.StartsWith("# ", StringComparison.Ordinal): SetWrapped(line[2..], Heading, 0); break;
            case var _ when line.StartsWith("## ", StringComparison.Ordinal): SetWrapped(line[3..], SubHeading, 0); break;
            case var _ when line.StartsWith("- ", StringComparison.Ordinal): SetItem(line[2..]); break;
            default: SetWrapped(line, Body, 0); break;
        }
    }

    private void SetItem(string text)
    {
        Reserve(Body);
        graphics[^1].DrawString("–", Body.Font, XBrushes.Black, Margin, y + Body.Font.Size);
        SetWrapped(text, Body, Indent);
    }

    private void SetWrapped(string text, Style style, double indent)
    {
        y += style.SpaceBefore;
        var line = "";
        foreach (var word in text.Split(' ').SelectMany(word => Fitting(word, style, Width - indent)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && graphics[^1].MeasureString(longer, style.Font).Width > Width - indent)
            {
                SetLine(line, style, indent);
                longer = word;
            }

            line = longer;
        }

        SetLine(line, style, indent);
        y += style.SpaceBefore / 2;
    }

    /// <summary>A word; one wider than the page in pieces.</summary>
    private IEnumerable<string> Fitting(string word, Style style, double width)
    {
        while (word.Length > 1 && graphics[^1].MeasureString(word, style.Font).Width > width)
        {
            var length = Math.Max(1, (int)(word.Length * width / graphics[^1].MeasureString(word, style.Font).Width) - 1);
            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }

    private void SetLine(string line, Style style, double indent)
    {
        Reserve(style);
        graphics[^1].DrawString(line, style.Font, XBrushes.Black, Margin + indent, y + style.Font.Size);
        y += style.Font.Size * LineSpacing;
    }

    private void Reserve(Style style)
    {
        if (y + (style.Font.Size * LineSpacing) > Bottom)
        {
            AddPage();
        }
    }

    private void AddPage()
    {
        if (document.PageCount == PagesMax)
        {
            throw new DocumentException($"Es würde mehr als {PagesMax} Seiten lang.");
        }

        graphics.Add(XGraphics.FromPdfPage(document.AddPage()));
        y = Margin;
    }

    private byte[] Finish()
    {
        for (var page = 0; page < graphics.Count; page++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"Seite {page + 1} von {graphics.Count}");
            graphics[page].DrawString(
                text,
                Footer,
                XBrushes.DimGray,
                new XPoint(document.Pages[page].Width.Point / 2, Bottom + (Margin / 2)),
                XStringFormats.Center);
            graphics[page].Dispose();
        }

        using var content = new MemoryStream();
        document.Save(content);
        return content.ToArray();
    }

    private sealed record Style(XFont Font, double SpaceBefore);
}
