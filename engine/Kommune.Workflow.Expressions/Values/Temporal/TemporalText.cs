using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Kommune.Workflow.Expressions;

/// <summary>Reads temporal values from text (DMN 1.5, clause 10.3.4.1; XML Schema's forms with FEEL's zone names).</summary>
internal static partial class TemporalText
{
    public static bool TryParse(
        string text, [NotNullWhen(true)] out FeelValue? value, [NotNullWhen(true)] out FeelType? type)
    {
        (value, type) =
            Date(text) is { } date ? ((FeelValue?)date, BuiltInTypes.Date)
            : Time(text) is { } time ? (time, BuiltInTypes.Time)
            : DateTime(text) is { } moment ? (moment, BuiltInTypes.DateTime)
            : Duration(text) is { } duration
                ? (duration, duration is FeelDaysTimeDuration ? BuiltInTypes.DaysTimeDuration : BuiltInTypes.YearsMonthsDuration)
            : (null, (FeelType?)null);
        return value is not null;
    }

    public static FeelDate? Date(string text)
    {
        var match = DatePattern().Match(text);
        return match.Success ? FeelDate.TryOf(Whole(match, "y"), Whole(match, "mo"), Whole(match, "d")) : null;
    }

    public static FeelTime? Time(string text) => ReadTime(TimePattern().Match(text), out _);

    /// <summary>A date and time; a date alone is its midnight, and 24:00:00 the midnight after it.</summary>
    public static FeelDateTime? DateTime(string text)
    {
        var split = text.IndexOf('T', StringComparison.Ordinal);
        if (split < 0)
        {
            return Date(text) is { } day ? new FeelDateTime(day, FeelTime.Midnight) : null;
        }

        if (Date(text[..split]) is not { } date
            || ReadTime(TimePattern().Match(text[(split + 1)..]), out var isDayAfter) is not { } time)
        {
            return null;
        }

        return !isDayAfter ? new FeelDateTime(date, time)
            : FeelDate.TryFromEpochDay(date.EpochDay + 1) is { } next ? new FeelDateTime(next, time)
            : null;
    }

    public static FeelValue? Duration(string text)
    {
        try
        {
            return (FeelValue?)DaysTime(DaysTimePattern().Match(text)) ?? YearsMonths(YearsMonthsPattern().Match(text));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static FeelTime? ReadTime(Match match, out bool isDayAfter)
    {
        isDayAfter = false;
        if (!match.Success || !TryReadOffset(match, out var offset))
        {
            return null;
        }

        var (hour, minute, second) = (Whole(match, "h"), Whole(match, "mi"), Whole(match, "s"));
        var fraction = match.Groups["f"].Value;
        var nanosecond = int.Parse(fraction.PadRight(9, '0').AsSpan(0, 9), CultureInfo.InvariantCulture);
        if (hour == 24 && minute == 0 && second == 0 && nanosecond == 0)
        {
            isDayAfter = true;
            hour = 0;
        }

        return FeelTime.TryOf(hour, minute, second, nanosecond, offset);
    }

    private static bool TryReadOffset(Match match, out TimeOffset offset)
    {
        offset = TimeOffset.None;
        if (match.Groups["zone"].Success)
        {
            var found = TimeOffset.TryFindZone(match.Groups["zone"].Value, out var zone);
            offset = found ? TimeOffset.In(zone!) : offset;
            return found;
        }

        if (match.Groups["utc"].Success)
        {
            offset = TimeOffset.Utc;
        }

        if (!match.Groups["sign"].Success)
        {
            return true;
        }

        var (minutes, rest) = (Whole(match, "om"), match.Groups["os"].Success ? Whole(match, "os") : 0);
        var seconds = (Whole(match, "oh") * 3600) + (minutes * 60) + rest;
        offset = TimeOffset.Fixed((int)(match.Groups["sign"].Value == "-" ? -seconds : seconds));
        return minutes < 60 && rest < 60 && seconds <= TimeOffset.SecondsMax;
    }

    private static FeelDaysTimeDuration? DaysTime(Match match) =>
        match.Success
            ? new FeelDaysTimeDuration(
                Sign(match)
                * ((Amount(match, "d") * 86_400) + (Amount(match, "h") * 3600) + (Amount(match, "m") * 60) + Amount(match, "s")))
            : null;

    private static FeelYearsMonthsDuration? YearsMonths(Match match) =>
        match.Success
            ? FeelYearsMonthsDuration.TryOf(Sign(match) * ((Amount(match, "y") * 12) + Amount(match, "m")))
            : null;

    private static int Sign(Match match) => match.Groups["neg"].Success ? -1 : 1;

    private static decimal Amount(Match match, string group) =>
        match.Groups[group].Success
            ? decimal.Parse(match.Groups[group].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : 0;

    private static long Whole(Match match, string group) =>
        long.Parse(match.Groups[group].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    // A year has four digits, or more without a leading zero.
    [GeneratedRegex(@"^(?<y>-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-(?<mo>[0-9]{2})-(?<d>[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex DatePattern();

    [GeneratedRegex(
        @"^(?<h>[0-9]{2}):(?<mi>[0-9]{2}):(?<s>[0-9]{2})(?:\.(?<f>[0-9]{1,9})[0-9]*)?"
        + @"(?:(?<utc>[zZ])|@(?<zone>.+)|(?<sign>[+-])(?<oh>[0-9]{2}):(?<om>[0-9]{2})(?::(?<os>[0-9]{2}))?)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex TimePattern();

    [GeneratedRegex(
        @"^(?<neg>-)?P(?=.)(?:(?<d>[0-9]+)D)?(?:T(?=.)(?:(?<h>[0-9]+)H)?(?:(?<m>[0-9]+)M)?(?:(?<s>[0-9]+(?:\.[0-9]+)?)S)?)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex DaysTimePattern();

    [GeneratedRegex(@"^(?<neg>-)?P(?=.)(?:(?<y>[0-9]+)Y)?(?:(?<m>[0-9]+)M)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex YearsMonthsPattern();
}
