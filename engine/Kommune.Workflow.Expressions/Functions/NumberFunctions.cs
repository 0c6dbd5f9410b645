using static Kommune.Workflow.Expressions.BuiltInFunctions;
using static Kommune.Workflow.Expressions.Overload;
using Types = Kommune.Workflow.Expressions.BuiltInTypes;

namespace Kommune.Workflow.Expressions;

/// <summary>Functions over numbers (DMN 1.5, table 77).</summary>
internal static class NumberFunctions
{
    // DMN's numbers have 34 digits, whose scale goes this far; ours end earlier, so more scale changes nothing.
    private const int ScaleMin = -6111;
    private const int ScaleMax = 6176;
    private const int DigitsMax = 28;

    public static IEnumerable<FeelFunction> All =>
    [
        Define("decimal", Of<FeelNumber, FeelNumber>(Types.Number, "n", "scale", (_, n, scale) =>
            Round(n, scale, MidpointRounding.ToEven))),
        Rounding("floor", MidpointRounding.ToNegativeInfinity),
        Rounding("ceiling", MidpointRounding.ToPositiveInfinity),
        Define("round up", Of<FeelNumber, FeelNumber>(Types.Number, "n", "scale", (_, n, scale) =>
            Round(n, scale, n.Value < 0 ? MidpointRounding.ToNegativeInfinity : MidpointRounding.ToPositiveInfinity))),
        Define("round down", Of<FeelNumber, FeelNumber>(Types.Number, "n", "scale", (_, n, scale) =>
            Round(n, scale, MidpointRounding.ToZero))),
        Define("round half up", Of<FeelNumber, FeelNumber>(Types.Number, "n", "scale", (_, n, scale) =>
            Round(n, scale, MidpointRounding.AwayFromZero))),
        Define("round half down", Of<FeelNumber, FeelNumber>(Types.Number, "n", "scale", (_, n, scale) => HalfDown(n, scale))),
        Define(
            "abs",
            Of<FeelNumber>(Types.Number, "n", (_, n) => FeelNumber.Of(Math.Abs(n.Value))),
            Of<FeelDaysTimeDuration>(Types.DaysTimeDuration, "n", (_, n) => new FeelDaysTimeDuration(Math.Abs(n.TotalSeconds))),
            Of<FeelYearsMonthsDuration>(Types.YearsMonthsDuration, "n", (_, n) =>
                new FeelYearsMonthsDuration(Math.Abs(n.TotalMonths)))),
        Define("modulo", Of<FeelNumber, FeelNumber>(Types.Number, "dividend", "divisor", (_, dividend, divisor) =>
            Modulo(dividend.Value, divisor.Value))),
        Define("sqrt", Of<FeelNumber>(Types.Number, "number", (_, number) => Number(DecimalMath.SquareRoot(number.Value)))),
        Define("log", Of<FeelNumber>(Types.Number, "number", (_, number) =>
            number.Value <= 0 ? null : Number(DecimalMath.FromDouble(Math.Log((double)number.Value))))),
        Define("exp", Of<FeelNumber>(Types.Number, "number", (_, number) => Exponential(number.Value))),
        Define("odd", Of<FeelNumber>(Types.Boolean, "number", (_, number) =>
            FeelBoolean.Of(Math.Abs(number.Value % 2) == 1))),
        Define("even", Of<FeelNumber>(Types.Boolean, "number", (_, number) => FeelBoolean.Of(number.Value % 2 == 0))),
    ];

    private static FeelFunction Rounding(string name, MidpointRounding direction) => Define(
        name,
        Of<FeelNumber>(Types.Number, "n", (_, n) => Round(n, FeelNumber.Zero, direction)),
        Of<FeelNumber, FeelNumber>(Types.Number, "n", "scale", (_, n, scale) => Round(n, scale, direction)));

    private static FeelNumber? Round(FeelNumber n, FeelNumber scale, MidpointRounding rounding)
    {
        if (scale.Value is < ScaleMin or > ScaleMax)
        {
            return null;
        }

        var digits = (int)scale.Value;
        if (digits >= 0)
        {
            return FeelNumber.Of(decimal.Round(n.Value, Math.Min(digits, DigitsMax), rounding));
        }

        try
        {
            // Places before the decimal point: no decimal has more than 29 of them.
            var unit = Power10(Math.Min(-digits, DigitsMax));
            return FeelNumber.Of(decimal.Round(n.Value / unit, 0, rounding) * unit);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>To the nearest, and what lies just between towards zero.</summary>
    private static FeelNumber? HalfDown(FeelNumber n, FeelNumber scale)
    {
        var toZero = Round(n, scale, MidpointRounding.ToZero);
        var nearest = Round(n, scale, MidpointRounding.AwayFromZero);
        return toZero is null || nearest is null ? null
            : Math.Abs(n.Value - toZero.Value) <= Math.Abs(nearest.Value - n.Value) ? toZero
            : nearest;
    }

    private static decimal Power10(int exponent)
    {
        var power = 1m;
        for (; exponent > 0; exponent--)
        {
            power *= 10;
        }

        return power;
    }

    private static FeelNumber? Modulo(decimal dividend, decimal divisor)
    {
        if (divisor == 0)
        {
            return null;
        }

        var rest = dividend % divisor;
        return FeelNumber.Of(rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest);
    }

    private static FeelNumber? Exponential(decimal exponent)
    {
        try
        {
            return Number(DecimalMath.FromDouble(Math.Exp((double)exponent)));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static FeelNumber? Number(decimal? value) => value is { } known ? FeelNumber.Of(known) : null;
}
