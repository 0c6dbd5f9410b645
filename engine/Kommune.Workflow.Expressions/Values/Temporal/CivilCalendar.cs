namespace Kommune.Workflow.Expressions;

/// <summary>
/// The proleptic Gregorian calendar for FEEL's years ±999,999,999, which the platform's date types do not reach.
/// </summary>
internal static class CivilCalendar
{
    public const int YearMax = 999_999_999;

    // The calendar repeats every 400 years; counting years from March puts the leap day at the end.
    private const long DaysPerEra = 146_097;
    private const long DaysFromEraStartToEpoch = 719_468;

    public static bool IsLeapYear(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysInMonth(long year, int month) => month switch
    {
        2 => IsLeapYear(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    public static bool IsValid(long year, long month, long day) =>
        year is >= -YearMax and <= YearMax && month is >= 1 and <= 12 && day >= 1
        && day <= DaysInMonth(year, (int)month);

    /// <summary>Days since 1970-01-01.</summary>
    public static long ToEpochDay(long year, int month, int day)
    {
        var shifted = month <= 2 ? year - 1 : year;
        var era = FloorDiv(shifted, 400);
        var yearOfEra = shifted - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysPerEra) + dayOfEra - DaysFromEraStartToEpoch;
    }

    public static (long Year, int Month, int Day) FromEpochDay(long epochDay)
    {
        var days = epochDay + DaysFromEraStartToEpoch;
        var era = FloorDiv(days, DaysPerEra);
        var dayOfEra = days - (era * DaysPerEra);
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        var day = (int)(dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1);
        var month = (int)(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }

    public static long FloorDiv(long value, long divisor)
    {
        var quotient = value / divisor;
        return value % divisor != 0 && (value < 0) != (divisor < 0) ? quotient - 1 : quotient;
    }

    public static long FloorMod(long value, long divisor) => value - (FloorDiv(value, divisor) * divisor);
}
