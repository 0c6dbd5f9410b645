using System.Globalization;
using System.Text;

namespace Kommune.Workflow.Expressions;

/// <summary>A length of time in days, hours, minutes and seconds.</summary>
public sealed class FeelDaysTimeDuration : FeelValue
{
    public FeelDaysTimeDuration(decimal totalSeconds) => TotalSeconds = totalSeconds;

    /// <summary>The whole length in seconds, with a fraction down to nanoseconds.</summary>
    public decimal TotalSeconds { get; }

    public override string TypeName => "days and time duration";

    public static FeelDaysTimeDuration From(TimeSpan span) => new((decimal)span.Ticks / TimeSpan.TicksPerSecond);

    /// <summary>The length to 100 ns, or null when <see cref="TimeSpan"/> cannot hold it (beyond ±10.6 million days).</summary>
    public TimeSpan? TryToTimeSpan()
    {
        var limit = (decimal)TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond;
        return Math.Abs(TotalSeconds) < limit ? TimeSpan.FromTicks((long)(TotalSeconds * TimeSpan.TicksPerSecond)) : null;
    }

    public override FeelValue ToJsonValue() => FeelString.Of(ToString());

    public override bool Equals(FeelValue? other) => other is FeelDaysTimeDuration d && d.TotalSeconds == TotalSeconds;

    public override int GetHashCode() => TotalSeconds.GetHashCode();

    /// <summary>ISO 8601 in its shortest form, e.g. <c>P1DT2H</c>, <c>-PT1.5S</c>, <c>PT0S</c>.</summary>
    public override string ToString()
    {
        if (TotalSeconds == 0)
        {
            return "PT0S";
        }

        var rest = Math.Abs(TotalSeconds);
        var text = new StringBuilder(TotalSeconds < 0 ? "-P" : "P");
        var days = Take(ref rest, 86_400);
        Append(text, days, 'D');
        if (rest == 0)
        {
            return text.ToString();
        }

        text.Append('T');
        var hours = Take(ref rest, 3600);
        var minutes = Take(ref rest, 60);
        Append(text, hours, 'H');
        Append(text, minutes, 'M');
        Append(text, FeelNumber.Of(rest).Canonical, 'S');
        return text.ToString();
    }

    private static decimal Take(ref decimal rest, int unit)
    {
        var count = decimal.Floor(rest / unit);
        rest -= count * unit;
        return count;
    }

    private static void Append(StringBuilder text, decimal count, char unit)
    {
        if (count != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
        }
    }
}

/// <summary>A length of time in years and months.</summary>
public sealed class FeelYearsMonthsDuration : FeelValue
{
    /// <exception cref="ArgumentOutOfRangeException">More than ±<see cref="TotalMonthsMax"/> months.</exception>
    public FeelYearsMonthsDuration(long totalMonths)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(totalMonths, TotalMonthsMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalMonths, -TotalMonthsMax);
        TotalMonths = totalMonths;
    }

    /// <summary>More than the months between the first and the last year of FEEL's calendar.</summary>
    public const long TotalMonthsMax = 1_000_000_000_000;

    public long TotalMonths { get; }

    public override string TypeName => "years and months duration";

    /// <summary>The duration of so many months, a fraction cut off, or null beyond the limit.</summary>
    internal static FeelYearsMonthsDuration? TryOf(decimal totalMonths) =>
        Math.Abs(totalMonths) <= TotalMonthsMax ? new FeelYearsMonthsDuration((long)totalMonths) : null;

    public override FeelValue ToJsonValue() => FeelString.Of(ToString());

    public override bool Equals(FeelValue? other) => other is FeelYearsMonthsDuration d && d.TotalMonths == TotalMonths;

    public override int GetHashCode() => TotalMonths.GetHashCode();

    /// <summary>ISO 8601 in its shortest form, e.g. <c>P1Y2M</c>, <c>-P3M</c>, <c>P0M</c>.</summary>
    public override string ToString()
    {
        if (TotalMonths == 0)
        {
            return "P0M";
        }

        var (years, months) = Math.DivRem(Math.Abs(TotalMonths), 12);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(TotalMonths < 0 ? "-" : "")}P{(years == 0 ? "" : $"{years}Y")}{(months == 0 ? "" : $"{months}M")}");
    }
}
