using System.Globalization;
using System.Text;

namespace Kommune.Workflow.Expressions;

/// <summary>Values as FEEL writes them.</summary>
internal static class FeelText
{
    /// <summary>The text of a value inside a list or context: strings quoted, all else as <c>string()</c> gives it.</summary>
    public static string Display(FeelValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>The text <c>string()</c> gives: strings as they are.</summary>
    public static string Plain(FeelValue value) => value is FeelString s ? s.Value : Display(value);

    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        AppendQuoted(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, FeelValue value)
    {
        switch (value)
        {
            case FeelList list:
                AppendList(text, list);
                break;
            case FeelContext context:
                AppendContext(text, context);
                break;
            case FeelString s:
                AppendQuoted(text, s.Value);
                break;
            default:
                text.Append(value);
                break;
        }
    }

    private static void AppendList(StringBuilder text, FeelList list)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            Append(i == 0 ? text : text.Append(", "), list[i]);
        }

        text.Append(']');
    }

    private static void AppendContext(StringBuilder text, FeelContext context)
    {
        text.Append('{');
        for (var i = 0; i < context.Count; i++)
        {
            var name = context.Keys[i];
            text.Append(i == 0 ? "" : ", ");
            if (IsPlainName(name))
            {
                text.Append(name);
            }
            else
            {
                AppendQuoted(text, name);
            }

            Append(text.Append(": "), context.Values[i]);
        }

        text.Append('}');
    }

    private static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    private static bool IsPlainName(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is '_' or ' ');
}
