using System.Text.RegularExpressions;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>A filled template, read: what a letter carries around its text, and the text in blocks.</summary>
/// <param name="Head">Between two lines <c>---</c> at the beginning: <c>Name: value</c>, further lines indented; empty: no letter.</param>
/// <param name="Blocks">The text.</param>
internal sealed partial record LetterText(IReadOnlyList<(string Name, IReadOnlyList<string> Lines)> Head, IReadOnlyList<Block> Blocks)
{
    /// <summary>Entries of the head with a place of their own; all others stand in the information block.</summary>
    public const string To = "An";
    public const string Subject = "Betreff";
    public const string Authority = "Behörde";
    public const string Office = "Amt";
    public const string Sender = "Absender";
    public const string Footer = "Fuß";
    public const string Language = "Sprache";

    private const string Rule = "---";

    private static readonly HashSet<string> Placed = [To, Subject, Authority, Office, Sender, Footer, Language];

    /// <summary>What stands beside the address: file number, date, who knows more.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Lines)> Information => Head.Where(entry => !Placed.Contains(entry.Name));

    /// <summary>The lines of an entry; empty without it.</summary>
    public IReadOnlyList<string> Lines(string name) => Head.FirstOrDefault(entry => entry.Name == name).Lines ?? [];

    /// <summary>An entry as one line; null without it.</summary>
    public string? Line(string name) => Lines(name) is { Count: > 0 } lines ? string.Join(" ", lines) : null;

    /// <exception cref="DocumentException">The head is broken.</exception>
    public static LetterText Parse(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Normalize().Trim().Split('\n').Select(line => line.TrimEnd()).ToList();
        var (head, body) = SplitHead(lines);
        return new LetterText(head, BlocksOf(body));
    }

    /// <summary>The same with every line of text changed.</summary>
    public LetterText Map(Func<string, string> change) => new(
        [.. Head.Select(entry => (entry.Name, (IReadOnlyList<string>)[.. entry.Lines.Select(change)]))],
        [.. Blocks.Select(block => block.Map(change))]);

    private static (List<(string, IReadOnlyList<string>)> Head, List<string> Body) SplitHead(List<string> lines)
    {
        var head = new List<(string, IReadOnlyList<string>)>();
        if (lines[0] != Rule)
        {
            return (head, lines);
        }

        var end = lines.IndexOf(Rule, 1);
        if (end < 0)
        {
            throw new DocumentException($"Der Kopf des Schreibens wird nicht mit einer Zeile „{Rule}“ beendet.");
        }

        var current = new List<string>();
        foreach (var line in lines[1..end].Where(line => line.Length > 0))
        {
            if (char.IsWhiteSpace(line[0]) && head.Count > 0)
            {
                current.AddRange(Split(line));
            }
            else if (HeadLine().Match(line) is { Success: true } match)
            {
                head.Add((match.Groups[1].Value, current = [.. Split(match.Groups[2].Value)]));
            }
            else
            {
                throw new DocumentException($"Im Kopf des Schreibens ist diese Zeile keine Angabe „Name: Wert“: „{Marks.Reveal(line)}“.");
            }
        }

        return (head, lines[(end + 1)..]);
    }

    private static IEnumerable<string> Split(string text) =>
        text.Split(Marks.Line).Select(part => Marks.Reveal(part).Trim()).Where(part => part.Length > 0);

    private static List<Block> BlocksOf(List<string> lines)
    {
        var blocks = new List<Block>();
        for (var i = 0; i < lines.Count;)
        {
            var begin = i;
            var line = lines[i];
            if (line.Length == 0)
            {
                i++;
            }
            else if (line == Rule)
            {
                blocks.Add(new NewPage());
                i++;
            }
            else if (HeadingLine().Match(line) is { Success: true } heading)
            {
                blocks.Add(new Heading(heading.Groups[1].Length, heading.Groups[2].Value));
                i++;
            }
            else if (ItemLine().IsMatch(line))
            {
                i = End(lines, begin, next => ItemLine().IsMatch(next) || next.StartsWith("  ", StringComparison.Ordinal));
                blocks.Add(ItemsOf(lines[begin..i]));
            }
            else if (line.StartsWith('|'))
            {
                i = End(lines, begin, next => next.StartsWith('|'));
                blocks.Add(TableOf(lines[begin..i]));
            }
            else
            {
                i = End(lines, begin, next => next.Length > 0 && next != Rule && !next.StartsWith('|')
                    && !HeadingLine().IsMatch(next) && !ItemLine().IsMatch(next));
                blocks.Add(new Paragraph([.. lines[begin..i].SelectMany(l => l.Split(Marks.Line))]));
            }
        }

        return blocks;
    }

    private static int End(List<string> lines, int begin, Func<string, bool> belongs)
    {
        var end = begin + 1;
        while (end < lines.Count && belongs(lines[end]))
        {
            end++;
        }

        return end;
    }

    private static ItemList ItemsOf(List<string> lines)
    {
        var items = new List<(string Label, List<string> Lines)>();
        foreach (var line in lines)
        {
            if (ItemLine().Match(line) is { Success: true } match)
            {
                var number = match.Groups[1].Value;
                items.Add((number is "-" or "*" ? "•" : number, [.. match.Groups[2].Value.Split(Marks.Line)]));
            }
            else
            {
                items[^1].Lines[^1] += " " + line.Trim();
            }
        }

        return new ItemList([.. items.Select(item => new Item(item.Label, item.Lines))]);
    }

    private static Table TableOf(List<string> lines)
    {
        var rows = lines.Select(line => (IReadOnlyList<string>)[.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())]).ToList();
        var hasHeader = rows.Count > 1 && rows[1].All(cell => AlignmentCell().IsMatch(cell));
        var alignment = hasHeader ? rows[1].Select(cell => cell.EndsWith(':')).ToList() : [];
        var content = hasHeader ? [rows[0], .. rows.Skip(2)] : rows;
        var width = content.Max(row => row.Count);
        return new Table(
            hasHeader,
            [.. Enumerable.Range(0, width).Select(column => alignment.ElementAtOrDefault(column))],
            [.. content.Select(row => (IReadOnlyList<string>)[.. row, .. Enumerable.Repeat("", width - row.Count)])]);
    }

    [GeneratedRegex(@"^([\p{L}][^:]{0,40}):\s*(.*)$")]
    private static partial Regex HeadLine();

    [GeneratedRegex(@"^(#{1,3})\s+(.+)$")]
    private static partial Regex HeadingLine();

    [GeneratedRegex(@"^(-|\*|\d{1,3}\.)\s+(.+)$")]
    private static partial Regex ItemLine();

    [GeneratedRegex("^:?-+:?$")]
    private static partial Regex AlignmentCell();
}

/// <summary>A part of a text.</summary>
internal abstract record Block
{
    /// <summary>The same with every line of text changed.</summary>
    public abstract Block Map(Func<string, string> change);
}

/// <param name="Level">From 1 to 3.</param>
/// <param name="Text">One line.</param>
internal sealed record Heading(int Level, string Text) : Block
{
    public override Block Map(Func<string, string> change) => this with { Text = change(Text) };
}

/// <param name="Lines">Each begins on a line of its own.</param>
internal sealed record Paragraph(IReadOnlyList<string> Lines) : Block
{
    public override Block Map(Func<string, string> change) => new Paragraph([.. Lines.Select(change)]);
}

/// <param name="Items">In order.</param>
internal sealed record ItemList(IReadOnlyList<Item> Items) : Block
{
    public override Block Map(Func<string, string> change) =>
        new ItemList([.. Items.Select(item => item with { Lines = [.. item.Lines.Select(change)] })]);
}

/// <param name="Label">A dot, or the number with its full stop.</param>
/// <param name="Lines">Each begins on a line of its own.</param>
internal sealed record Item(string Label, IReadOnlyList<string> Lines);

/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="IsRight">Per column, whether it stands at the right.</param>
/// <param name="Rows">Rows of equal length.</param>
internal sealed record Table(bool HasHeader, IReadOnlyList<bool> IsRight, IReadOnlyList<IReadOnlyList<string>> Rows) : Block
{
    public override Block Map(Func<string, string> change) =>
        this with { Rows = [.. Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(change)])] };
}

/// <summary>What follows begins on a new page.</summary>
internal sealed record NewPage : Block
{
    public override Block Map(Func<string, string> change) => this;
}
