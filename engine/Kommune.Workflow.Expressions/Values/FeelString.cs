using System.Text;

namespace Kommune.Workflow.Expressions;

/// <summary>A text; compared by code units, counted by Unicode code points.</summary>
public sealed class FeelString : FeelValue
{
    private FeelString(string value) => Value = value;

    public static FeelString Empty { get; } = new("");

    public string Value { get; }

    public override string TypeName => "string";

    /// <summary>The text; half of a surrogate pair, which no store could write, becomes U+FFFD.</summary>
    public static FeelString Of(string value) => value.Length == 0 ? Empty : new FeelString(WellFormed(value));

    internal static string WellFormed(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune.ToString());
        }

        return result.ToString();
    }

    public override bool Equals(FeelValue? other) => other is FeelString s && s.Value == Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The FEEL literal, quoted and escaped.</summary>
    public override string ToString() => FeelText.Quote(Value);
}
