using System.Globalization;
using System.Text;
using DotLiquid;
using DotLiquid.Exceptions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Server.Notices;

/// <summary>A rendered message: what the list of notices shows, and the mail.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Body">Plain text.</param>
public sealed record NoticeText(string Subject, string Body)
{
    /// <summary>The longest template, in characters.</summary>
    public const int TemplateLengthMax = 64_000;

    /// <summary>The longest rendered message, in characters.</summary>
    public const int LengthMax = 64_000;

    /// <summary>How many rounds all loops of one message may take together.</summary>
    public const int IterationsMax = 10_000;

    private const string SubjectMark = "Betreff:";
    private const int SubjectLengthMax = 200;

    private static readonly TimeSpan RenderTimeMax = TimeSpan.FromSeconds(1);
    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");

    /// <summary>Fills a text (<c>texts/*.liquid</c>) with values. Its first line is <c>Betreff: …</c>, then the body follows.</summary>
    /// <exception cref="NoticeTextException">The text is no Liquid, has no subject, or exceeds a limit.</exception>
    public static NoticeText Render(string name, string liquid, FeelContext values)
    {
        if (liquid.Length > TemplateLengthMax)
        {
            throw new NoticeTextException($"Der Text „{name}“ ist länger als {TemplateLengthMax} Zeichen.");
        }

        try
        {
            using var writer = new LimitedWriter(LengthMax);
            Template.Parse(liquid).Render(writer, new RenderParameters(German)
            {
                LocalVariables = Hash.FromDictionary((IDictionary<string, object?>)LiquidValue(values)!),
                ErrorsOutputMode = ErrorsOutputMode.Rethrow,
                MaxIterations = IterationsMax,
                Timeout = (int)RenderTimeMax.TotalMilliseconds,
            });
            return Split(name, writer.ToString());
        }
        catch (Exception e) when (e is LiquidException or RenderException or TimeoutException)
        {
            throw new NoticeTextException($"Der Text „{name}“ lässt sich nicht ausfüllen: {e.Message}");
        }
    }

    private static NoticeText Split(string name, string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var first = (end < 0 ? text : text[..end]).Trim();
        if (!first.StartsWith(SubjectMark, StringComparison.Ordinal))
        {
            throw new NoticeTextException($"Der Text „{name}“ muss mit einer Zeile „{SubjectMark} …“ beginnen.");
        }

        var subject = first[SubjectMark.Length..].Trim();
        return new NoticeText(
            subject.Length > SubjectLengthMax ? subject[..SubjectLengthMax] : subject,
            end < 0 ? "" : text[(end + 1)..].Trim() + "\n");
    }

    private static object? LiquidValue(FeelValue value) => value switch
    {
        FeelNull => null,
        FeelBoolean flag => flag.Value,
        FeelNumber number => number.Value,
        FeelString text => text.Value,
        FeelContext context => context.Entries.ToDictionary(entry => entry.Key, entry => LiquidValue(entry.Value)),
        FeelList list => list.Items.Select(LiquidValue).ToList(),
        _ => value.ToString(),
    };

    private sealed class LimitedWriter(int lengthMax) : StringWriter(new StringBuilder(), German)
    {
        public override void Write(char value)
        {
            base.Write(value);
            Check();
        }

        public override void Write(string? value)
        {
            base.Write(value);
            Check();
        }

        private void Check()
        {
            if (GetStringBuilder().Length > lengthMax)
            {
                throw new NoticeTextException($"Die Nachricht wäre länger als {lengthMax} Zeichen.");
            }
        }
    }
}

/// <summary>A text of a procedure cannot be turned into a message; the reason is in German.</summary>
public sealed class NoticeTextException(string message) : Exception(message);
