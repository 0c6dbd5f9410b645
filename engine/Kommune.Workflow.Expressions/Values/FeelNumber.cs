using System.Globalization;

namespace Kommune.Workflow.Expressions;

/// <summary>A decimal number with up to 28 significant digits, within ±7.9 × 10^28.</summary>
public sealed class FeelNumber : FeelValue
{
    private const int CachedMin = -128;
    private const int CachedMax = 1023;

    // Dividing by a one with this scale makes System.Decimal drop trailing zeros.
    private const decimal ScaleStripper = 1.0000000000000000000000000000m;

    private static readonly FeelNumber[] Cache = CreateCache();

    private FeelNumber(decimal value) => Value = value;

    public static FeelNumber Zero { get; } = Of(0);

    public static FeelNumber One { get; } = Of(1);

    public decimal Value { get; }

    public override string TypeName => "number";

    /// <summary>Whether the value has no fraction.</summary>
    public bool IsInteger => decimal.IsInteger(Value);

    public static FeelNumber Of(decimal value) =>
        value is >= CachedMin and <= CachedMax && decimal.IsInteger(value)
            ? Cache[(int)value - CachedMin]
            : new FeelNumber(value);

    public static FeelNumber Of(int value) =>
        value is >= CachedMin and <= CachedMax ? Cache[value - CachedMin] : new FeelNumber(value);

    /// <summary>The value without insignificant zeros after the decimal point.</summary>
    internal decimal Canonical => Value.Scale == 0 ? Value : Value / ScaleStripper;

    public override bool Equals(FeelValue? other) => other is FeelNumber n && n.Value == Value;

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => Canonical.ToString(CultureInfo.InvariantCulture);

    private static FeelNumber[] CreateCache()
    {
        var cache = new FeelNumber[CachedMax - CachedMin + 1];
        for (var i = 0; i < cache.Length; i++)
        {
            cache[i] = new FeelNumber(i + CachedMin);
        }

        return cache;
    }
}
