using System.Globalization;
using System.Text;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>Sets a text on A4 pages; with a head as a business letter of DIN 5008, form B, which fits window envelopes.</summary>
internal sealed class Letter
{
    private const int AddressLinesMax = 6;
    private const int FooterLinesMax = 4;
    private const double Indent = 16;
    private const double CellPadding = 4;

    // DIN 5008, form B, in millimetres from the top and the left.
    private const double AuthorityLine = 20;
    private const double OfficeLine = 27;
    private const double SenderLine = 61;
    private const double AddressTop = 62.7;
    private const double AddressSpacing = 4.55;
    private const double AddressWidth = 80;
    private const double InformationTop = 52;
    private const double InformationLeft = 125;
    private const double InformationValueLeft = 146;
    private const double SubjectTop = 98.5;
    private const double FooterTop = 278;
    private const double UpperFold = 105;
    private const double Hole = 148.5;
    private const double LowerFold = 210;

    private static readonly Lock OneAtATime = new(); // The library shares its fonts.

    private readonly LetterText text;
    private readonly LetterheadSettings letterhead;
    private readonly Sheets sheets;

    private Letter(LetterText text, LetterheadSettings letterhead, Sheets sheets) =>
        (this.text, this.letterhead, this.sheets) = (text, letterhead, sheets);

    internal static Style Small { get; } = new(8);

    private static Style Body { get; } = new(10.5);

    private static Style Fine { get; } = new(9);

    private static Style Large { get; } = new(16, IsBold: true);

    private static IReadOnlyList<Style> Headings { get; } = [new(14, IsBold: true), new(12, IsBold: true), new(10.5, IsBold: true)];

    private bool IsLetter => text.Head.Count > 0;

    private static double Width => Sheets.Right - Sheets.Left;

    /// <summary>The same text, letterhead, title and time give the same bytes.</summary>
    /// <exception cref="DocumentException">The text needs too much room, or letters that the font does not have.</exception>
    public static (byte[] Content, int Pages) Write(LetterText text, LetterheadSettings letterhead, string? title, DateTimeOffset at)
    {
        var firstHeading = text.Blocks.OfType<Heading>().FirstOrDefault()?.Text;
        var subject = Marks.Reveal(text.Line(LetterText.Subject) ?? firstHeading ?? "");
        var named = title ?? (subject.Length > 0 ? subject : "Dokument");
        lock (OneAtATime)
        {
            var (_, pages, missing) = Set(text, letterhead, named, subject, at, total: 0);
            var printable = missing.Count == 0 ? text : Printing.Without(text, missing);
            var (content, _, _) = Set(printable, letterhead, named, subject, at, pages);
            return (Reproducible.Of(content), pages);
        }
    }

    private static (byte[] Content, int Pages, IReadOnlySet<int> Missing) Set(
        LetterText text, LetterheadSettings letterhead, string title, string subject, DateTimeOffset at, int total)
    {
        using var sheets = new Sheets(title, text.Line(LetterText.Language) ?? "de-DE", subject, at, total);
        var letter = new Letter(text, letterhead, sheets);
        letter.SetHead();
        letter.SetBlocks();
        var pages = sheets.Count;
        return (sheets.Finish(), pages, sheets.Missing);
    }

    private void SetHead()
    {
        if (!IsLetter)
        {
            return;
        }

        SetAt(text.Line(LetterText.Authority) ?? letterhead.Authority, Large, Sheets.Left, AuthorityLine, Width);
        SetAt(text.Line(LetterText.Office) ?? "", Body, Sheets.Left, OfficeLine, Width);
        var footer = text.Lines(LetterText.Footer) is { Count: > 0 } own
            ? own
            : letterhead.Footer.ReplaceLineEndings("\n").Trim().Split('\n');
        for (var i = 0; i < Math.Min(footer.Count, FooterLinesMax); i++)
        {
            SetAt(footer[i], Small, Sheets.Left, FooterTop + (i * 3.9), Width);
        }

        SetAddress();
        SetInformation();
        foreach (var mark in (double[])[UpperFold, Hole, LowerFold])
        {
            sheets.Rule(Sheets.Millimetres(5), Sheets.Millimetres(mark == Hole ? 9 : 8), Sheets.Millimetres(mark));
        }

        sheets.Y = Sheets.Millimetres(SubjectTop);
        if (text.Line(LetterText.Subject) is { } subject)
        {
            SetHeading(PdfBlockLevelElementTag.Heading1, subject, new Style(12, IsBold: true));
            sheets.Y += Body.LineHeight;
        }
    }

    private void SetAddress()
    {
        var lines = text.Lines(LetterText.To);
        if (lines.Count == 0)
        {
            return;
        }

        if (lines.Count > AddressLinesMax)
        {
            throw new DocumentException(string.Create(
                CultureInfo.InvariantCulture, $"Das Anschriftfeld hat {AddressLinesMax} Zeilen, die Anschrift braucht {lines.Count}."));
        }

        var width = Sheets.Millimetres(AddressWidth);
        if ((text.Line(LetterText.Sender) ?? letterhead.Sender) is { Length: > 0 } sender)
        {
            SetAt(sender, new Style(6.5), Sheets.Left, SenderLine, width);
            sheets.Rule(Sheets.Left, Sheets.Left + width, Sheets.Millimetres(SenderLine + 1));
        }

        sheets.Structure.BeginElement(PdfBlockLevelElementTag.Paragraph);
        for (var i = 0; i < lines.Count; i++)
        {
            var size = Body.Size;
            while (Typesetting.Width(lines[i], new Style(size)) > width && size > 7)
            {
                size -= 0.5; // A long name must stay in the window.
            }

            var line = Typesetting.Wrap(lines[i], new Style(size), width, spaceAfter: true)[0];
            sheets.Draw(line, Sheets.Left, Sheets.Millimetres(AddressTop + (i * AddressSpacing)) + Body.Size);
        }

        sheets.Structure.End();
    }

    private void SetInformation()
    {
        var y = Sheets.Millimetres(InformationTop);
        var valueLeft = Sheets.Millimetres(InformationValueLeft);
        foreach (var (name, lines) in text.Information)
        {
            sheets.Structure.BeginElement(PdfBlockLevelElementTag.Paragraph);
            sheets.Draw(Typesetting.Wrap(name + ":", Small, valueLeft, spaceAfter: true)[0], Sheets.Millimetres(InformationLeft), y);
            foreach (var line in lines.SelectMany(line => Typesetting.Wrap(line, Fine, Sheets.Right - valueLeft, spaceAfter: true)))
            {
                sheets.Draw(line, valueLeft, y);
                y += Fine.LineHeight;
            }

            sheets.Structure.End();
        }
    }

    private void SetBlocks()
    {
        var above = IsLetter && text.Line(LetterText.Subject) is not null ? 1 : 0;
        var used = text.Blocks.OfType<Heading>().Select(heading => heading.Level).Distinct().Order().ToList();
        var before = above;
        foreach (var block in text.Blocks)
        {
            switch (block)
            {
                case Heading heading:
                    // Levels are never skipped: a screen reader's list of headings has no gaps.
                    before = Math.Min(used.IndexOf(heading.Level) + 1 + above, before + 1);
                    SetHeading(TagOf(before), heading.Text, Headings[Math.Clamp(before - 1, 0, Headings.Count - 1)]);
                    break;
                case Paragraph paragraph:
                    SetParagraph(PdfBlockLevelElementTag.Paragraph, paragraph.Lines, 0);
                    sheets.Y += Body.LineHeight / 2;
                    break;
                case ItemList list:
                    SetItems(list);
                    break;
                case Table table:
                    SetTable(table);
                    break;
                case NewPage:
                    sheets.AddPage();
                    break;
            }
        }
    }

    private static PdfBlockLevelElementTag TagOf(int level) => level switch
    {
        1 => PdfBlockLevelElementTag.Heading1,
        2 => PdfBlockLevelElementTag.Heading2,
        3 => PdfBlockLevelElementTag.Heading3,
        _ => PdfBlockLevelElementTag.Heading4,
    };

    private void SetHeading(PdfBlockLevelElementTag tag, string heading, Style style)
    {
        var lines = Typesetting.Wrap(heading, style, Width);

        // A heading stands with the first lines of what it heads.
        sheets.Reserve((lines.Count * style.LineHeight) + (3 * Body.LineHeight));
        sheets.Y += style.LineHeight / 3;
        sheets.Structure.BeginElement(tag);
        SetLines(lines, style, 0);
        sheets.Structure.End();
        sheets.Y += style.LineHeight / 4;
    }

    private void SetParagraph(PdfBlockLevelElementTag tag, IReadOnlyList<string> lines, double indent)
    {
        sheets.Structure.BeginElement(tag);
        for (var i = 0; i < lines.Count; i++)
        {
            SetLines(Typesetting.Wrap(lines[i], Body, Width - indent, spaceAfter: i < lines.Count - 1), Body, indent);
        }

        sheets.Structure.End();
    }

    private void SetLines(List<IReadOnlyList<Run>> lines, Style style, double indent)
    {
        foreach (var line in lines)
        {
            sheets.Reserve(style.LineHeight);
            sheets.Draw(line, Sheets.Left + indent, sheets.Y + style.Size);
            sheets.Y += style.LineHeight;
        }
    }

    private void SetItems(ItemList list)
    {
        sheets.Structure.BeginElement(PdfBlockLevelElementTag.List);
        foreach (var item in list.Items)
        {
            sheets.Reserve(Body.LineHeight);
            sheets.Structure.BeginElement(PdfBlockLevelElementTag.ListItem);
            sheets.Structure.BeginElement(PdfBlockLevelElementTag.Label);
            var label = Typesetting.Wrap(item.Label, Body, Width)[0];
            var indent = Math.Max(Indent, label.Sum(run => run.Width) + 5);
            sheets.Draw(label, Sheets.Left + 2, sheets.Y + Body.Size);
            sheets.Structure.End();
            SetParagraph(PdfBlockLevelElementTag.ListBody, item.Lines, indent);
            sheets.Structure.End();
            sheets.Y += 2;
        }

        sheets.Structure.End();
        sheets.Y += Body.LineHeight / 2;
    }

    private void SetTable(Table table)
    {
        var widths = ColumnWidths(table);
        sheets.Structure.BeginElement(PdfBlockLevelElementTag.Table);
        for (var i = 0; i < table.Rows.Count; i++)
        {
            SetRow(table, table.Rows[i], widths, isHeader: table.HasHeader && i == 0);
        }

        sheets.Structure.End();
        sheets.Y += Body.LineHeight;
    }

    private void SetRow(Table table, IReadOnlyList<string> row, double[] widths, bool isHeader)
    {
        var style = isHeader ? new Style(Fine.Size, IsBold: true) : Fine;
        var cells = row.Select((cell, column) => Typesetting.Wrap(cell, style, widths[column] - (2 * CellPadding))).ToList();
        var height = (cells.Max(cell => cell.Count) * style.LineHeight) + (2 * CellPadding);
        sheets.Reserve(isHeader ? height + (2 * Fine.LineHeight) : height);
        if (sheets.Y + height > Sheets.Bottom)
        {
            throw new DocumentException("Eine Zeile einer Tabelle ist höher als eine Seite.");
        }

        sheets.Structure.BeginElement(PdfBlockLevelElementTag.TableRow);
        var x = Sheets.Left;
        for (var column = 0; column < cells.Count; column++)
        {
            sheets.Structure.BeginElement(isHeader ? PdfBlockLevelElementTag.TableHeaderCell : PdfBlockLevelElementTag.TableDataCell);
            if (isHeader)
            {
                NameColumn(sheets.Structure.CurrentStructureElement);
            }

            var y = sheets.Y + CellPadding + style.Size;
            foreach (var line in cells[column])
            {
                var offset = table.IsRight[column] ? widths[column] - CellPadding - line.Sum(run => run.Width) : CellPadding;
                sheets.Draw(line, x + offset, y);
                y += style.LineHeight;
            }

            sheets.Structure.End();
            x += widths[column];
        }

        sheets.Structure.End();
        sheets.Y += height;
        sheets.Rule(Sheets.Left, Sheets.Right, sheets.Y);
    }

    /// <summary>Says of a header cell that it names its column (ISO 32000-1, 14.8.5.7).</summary>
    private static void NameColumn(PdfDictionary cell)
    {
        var attributes = new PdfDictionary();
        attributes.Elements.SetName("/O", "/Table");
        attributes.Elements.SetName("/Scope", "/Column");
        cell.Elements["/A"] = attributes;
    }

    /// <summary>The whole width, shared out by what the columns hold; none narrower than its widest word where that is possible.</summary>
    private static double[] ColumnWidths(Table table)
    {
        var columns = Enumerable.Range(0, table.IsRight.Count).ToList();
        var bold = new Style(Fine.Size, IsBold: true);
        var wanted = columns.Select(c => table.Rows.Max(row => Typesetting.Width(row[c], bold)) + (2 * CellPadding)).ToArray();
        var least = columns.Select(c => table.Rows.Max(row => Typesetting.WidestWord(row[c], bold)) + (2 * CellPadding)).ToArray();
        var (sumWanted, sumLeast) = (wanted.Sum(), least.Sum());
        return sumWanted <= Width ? [.. wanted.Select(w => w * Width / sumWanted)]
            : sumLeast >= Width ? [.. least.Select(w => w * Width / sumLeast)]
            : [.. columns.Select(c => least[c] + ((wanted[c] - least[c]) * (Width - sumLeast) / (sumWanted - sumLeast)))];
    }

    private void SetAt(string line, Style style, double x, double millimetresFromTop, double width)
    {
        if (line.Length == 0)
        {
            return;
        }

        sheets.Structure.BeginElement(PdfBlockLevelElementTag.Paragraph);
        sheets.Draw(Typesetting.Wrap(line, style, width)[0], x, Sheets.Millimetres(millimetresFromTop));
        sheets.Structure.End();
    }
}

/// <summary>What the font cannot print.</summary>
internal static class Printing
{
    private static readonly Rune Stand = new('\uFFFD');

    /// <summary>The text with a sign in place of pictures such as emoji.</summary>
    /// <exception cref="DocumentException">A letter is missing: nobody's name is printed without it.</exception>
    public static LetterText Without(LetterText text, IReadOnlySet<int> missing)
    {
        var needed = missing.Select(code => new Rune(code)).FirstOrDefault(rune => !IsPicture(rune));
        return needed == default
            ? text.Map(line => string.Concat(line.EnumerateRunes().Select(rune => missing.Contains(rune.Value) ? Stand : rune)))
            : throw new DocumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"Das Zeichen „{needed}“ (U+{needed.Value:X4}) gibt es in der Schrift des Dokuments nicht."));
    }

    private static bool IsPicture(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;
}
