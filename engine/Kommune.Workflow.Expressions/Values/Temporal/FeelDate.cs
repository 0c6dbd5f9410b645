using System.Globalization;

namespace Kommune.Workflow.Expressions;

/// <summary>A calendar day without time zone; years from -999,999,999 to 999,999,999.</summary>
public sealed class FeelDate : FeelValue
{
    private FeelDate(int year, int month, int day)
    {
        Year = year;
        Month = month;
        Day = day;
    }

    public int Year { get; }

    public int Month { get; }

    public int Day { get; }

    public override string TypeName => "date";

    /// <summary>Days since 1970-01-01.</summary>
    public long EpochDay => CivilCalendar.ToEpochDay(Year, Month, Day);

    /// <summary>1 for Monday to 7 for Sunday.</summary>
    public int Weekday => (int)CivilCalendar.FloorMod(EpochDay + 3, 7) + 1;

    public int DayOfYear => (int)(EpochDay - CivilCalendar.ToEpochDay(Year, 1, 1)) + 1;

    /// <summary>The day, or null when there is no such day.</summary>
    public static FeelDate? TryOf(long year, long month, long day) =>
        CivilCalendar.IsValid(year, month, day) ? new FeelDate((int)year, (int)month, (int)day) : null;

    /// <exception cref="ArgumentOutOfRangeException">There is no such day.</exception>
    public static FeelDate Of(int year, int month, int day) =>
        TryOf(year, month, day)
        ?? throw new ArgumentOutOfRangeException(nameof(day), $"Expected a day of the calendar, but there is no {year}-{month}-{day}.");

    public static FeelDate From(DateOnly date) => new(date.Year, date.Month, date.Day);

    /// <summary>The day so many days after 1970-01-01, or null beyond the years FEEL knows.</summary>
    public static FeelDate? TryFromEpochDay(long epochDay)
    {
        // Guards the arithmetic below against overflow; the years are checked after it.
        if (epochDay is < -400_000_000_000 or > 400_000_000_000)
        {
            return null;
        }

        var (year, month, day) = CivilCalendar.FromEpochDay(epochDay);
        return TryOf(year, month, day);
    }

    /// <summary>The same day so many months later, or the month's last day when it is shorter.</summary>
    public FeelDate? TryAddMonths(long months)
    {
        if (months is < -30_000_000_000 or > 30_000_000_000)
        {
            return null;
        }

        var monthIndex = ((long)Year * 12) + Month - 1 + months;
        var year = CivilCalendar.FloorDiv(monthIndex, 12);
        var month = (int)CivilCalendar.FloorMod(monthIndex, 12) + 1;
        return TryOf(year, month, Math.Min(Day, CivilCalendar.DaysInMonth(year, month)));
    }

    public override FeelValue ToJsonValue() => FeelString.Of(ToString());

    public override bool Equals(FeelValue? other) =>
        other is FeelDate d && d.Year == Year && d.Month == Month && d.Day == Day;

    public override int GetHashCode() => HashCode.Combine(Year, Month, Day);

    /// <summary>ISO 8601, e.g. <c>2026-03-01</c>; years before 0 with a leading minus.</summary>
    public override string ToString()
    {
        var year = Math.Abs((long)Year).ToString("0000", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{(Year < 0 ? "-" : "")}{year}-{Month:00}-{Day:00}");
    }
}
