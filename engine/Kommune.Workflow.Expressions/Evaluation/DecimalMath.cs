namespace Kommune.Workflow.Expressions;

/// <summary>Powers, roots and logarithms over decimals.</summary>
internal static class DecimalMath
{
    /// <summary>Exact for whole exponents as far as decimals reach, else to 15 digits; null when not a real number.</summary>
    /// <exception cref="OverflowException">The power is beyond the range of decimals.</exception>
    public static decimal? Power(decimal value, decimal exponent)
    {
        if (!decimal.IsInteger(exponent))
        {
            return FromDouble(Math.Pow((double)value, (double)exponent));
        }

        if (value == 0 && exponent < 0)
        {
            return null;
        }

        if (value is 0 or 1 || exponent == 0)
        {
            return exponent == 0 ? 1 : value;
        }

        if (value == -1)
        {
            return exponent % 2 == 0 ? 1 : -1;
        }

        // Beyond some hundred thousand factors the result has left the range, or is the value nearest to 1: doubles tell which.
        if (Math.Abs(exponent) > 100_000)
        {
            return FromDouble(Math.Pow((double)value, (double)exponent));
        }

        return exponent > 0 ? WholePower(value, (int)exponent) : NegativePower(value, (int)-exponent);
    }

    /// <summary>The square root to the last digit decimals hold; null below zero.</summary>
    public static decimal? SquareRoot(decimal value)
    {
        if (value < 0)
        {
            return null;
        }

        if (value == 0)
        {
            return 0;
        }

        var root = (decimal)Math.Sqrt((double)value);
        for (var i = 0; i < 3; i++)
        {
            root = (root + (value / root)) / 2;
        }

        return root;
    }

    /// <summary>The decimal nearest to a double, or null for what is no finite number.</summary>
    /// <exception cref="OverflowException">The number is beyond the range of decimals.</exception>
    public static decimal? FromDouble(double value) => double.IsFinite(value) ? (decimal)value : null;

    private static decimal WholePower(decimal value, int exponent)
    {
        var result = 1m;
        var factor = value;
        for (var rest = exponent; ;)
        {
            if ((rest & 1) == 1)
            {
                result *= factor;
            }

            rest >>= 1;
            if (rest == 0)
            {
                return result;
            }

            factor *= factor;
        }
    }

    private static decimal NegativePower(decimal value, int exponent)
    {
        try
        {
            return 1 / WholePower(value, exponent);
        }
        catch (OverflowException)
        {
            return 0;
        }
        catch (DivideByZeroException)
        {
            throw new OverflowException();
        }
    }
}
