using System.Globalization;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>The pages of a document, and the structure a screen reader follows.</summary>
/// <remarks>Everything drawn belongs to the structure, or is decoration.</remarks>
internal sealed class Sheets : IDisposable
{
    /// <summary>The most pages of one document.</summary>
    public const int PagesMax = 500;

    /// <summary>Left edge of the text, in points from the left (DIN 5008: 25 mm).</summary>
    public static readonly double Left = Millimetres(25);

    /// <summary>Right edge of the text, in points from the left.</summary>
    public static readonly double Right = Millimetres(190);

    /// <summary>Where the text ends on a page, in points from the top.</summary>
    public static readonly double Bottom = Millimetres(264);

    private static readonly double Top = Millimetres(25);
    private static readonly double PageNumberLine = Millimetres(272);
    private static readonly double HeaderLine = Millimetres(15);
    private static readonly XPen Thin = new(XColors.Gray, 0.4);

    private readonly PdfDocument document = new();
    private readonly int total;
    private readonly string header;
    private readonly SortedSet<int> missing = [];
    private XGraphics graphics = null!;

    /// <param name="title">The document's title.</param>
    /// <param name="language">Its language, such as <c>de-DE</c>.</param>
    /// <param name="header">What stands above the text from the second page on.</param>
    /// <param name="at">When it was made.</param>
    /// <param name="total">How many pages there will be; 0: not known yet.</param>
    public Sheets(string title, string language, string header, DateTimeOffset at, int total)
    {
        (this.total, this.header) = (total, header);
        document.Info.Title = title;
        document.Info.Creator = "Kommune.Workflow";
        document.Info.CreationDate = at.UtcDateTime;
        document.Info.ModificationDate = at.UtcDateTime;
        document.Language = language;
        document.ViewerPreferences.DisplayDocTitle = true;
        document.RenderEvents.RenderTextEvent += (_, text) =>
            missing.UnionWith(text.CodePointGlyphIndexPairs.Where(pair => pair.GlyphIndex == 0).Select(pair => pair.CodePoint));
        var accessibility = UAManager.ForDocument(document);
        accessibility.SetDocumentLanguage(language);
        Structure = accessibility.StructureBuilder;
        AddPage();
    }

    public StructureBuilder Structure { get; }

    public int Count => document.PageCount;

    /// <summary>Where the next line begins, in points from the top.</summary>
    public double Y { get; set; } = Top;

    /// <summary>Code points that the font does not have.</summary>
    public IReadOnlySet<int> Missing => missing;

    public static double Millimetres(double length) => length * 72 / 25.4;

    /// <summary>Begins a new page unless there is room for this height.</summary>
    public void Reserve(double height)
    {
        if (Y + height > Bottom && Y > Top)
        {
            AddPage();
        }
    }

    /// <exception cref="DocumentException">There are too many.</exception>
    public void AddPage()
    {
        if (document.PageCount == PagesMax)
        {
            throw new DocumentException($"Es würde mehr als {PagesMax} Seiten lang.");
        }

        graphics?.Dispose();
        var page = document.AddPage();
        (page.Width, page.Height) = (XUnit.FromMillimeter(210), XUnit.FromMillimeter(297));
        graphics = XGraphics.FromPdfPage(page);
        Y = Top;
        Structure.BeginArtifact();
        var number = string.Create(CultureInfo.InvariantCulture, $"Seite {Count} von {Math.Max(total, Count)}");
        graphics.DrawString(
            number, Letter.Small.Regular, XBrushes.Black, Right - Typesetting.Width(number, Letter.Small), PageNumberLine);
        if (Count > 1 && header.Length > 0)
        {
            Draw(Typesetting.Wrap(header, Letter.Small, Right - Left)[0], Left, HeaderLine);
        }

        Structure.End();
    }

    /// <summary>Draws a line of text; in the structure it belongs to the element that is open.</summary>
    /// <param name="line">The line.</param>
    /// <param name="x">Its left end, in points.</param>
    /// <param name="baseline">In points from the top.</param>
    public void Draw(IReadOnlyList<Run> line, double x, double baseline)
    {
        foreach (var run in line)
        {
            graphics.DrawString(run.Text, run.Font, XBrushes.Black, x, baseline);
            x += run.Width;
        }
    }

    /// <summary>Draws a thin line, which is decoration.</summary>
    public void Rule(double x1, double x2, double y)
    {
        Structure.BeginArtifact();
        graphics.DrawLine(Thin, x1, y, x2, y);
        Structure.End();
    }

    /// <summary>The finished document.</summary>
    public byte[] Finish()
    {
        graphics.Dispose();
        using var content = new MemoryStream();
        document.Save(content);
        return content.ToArray();
    }

    public void Dispose() => document.Dispose();
}
