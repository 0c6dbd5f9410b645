using System.Globalization;

namespace Kommune.Workflow.Expressions;

/// <summary>A time of day to the nanosecond, alone, with an offset from UTC, or in a named time zone.</summary>
public sealed class FeelTime : FeelValue
{
    internal const int SecondsPerDay = 86_400;

    internal FeelTime(int secondOfDay, int nanosecond, TimeOffset offset)
    {
        SecondOfDay = secondOfDay;
        Nanosecond = nanosecond;
        Offset = offset;
    }

    internal static FeelTime Midnight { get; } = new(0, 0, TimeOffset.None);

    public int Hour => SecondOfDay / 3600;

    public int Minute => SecondOfDay / 60 % 60;

    public int Second => SecondOfDay % 60;

    public int Nanosecond { get; }

    public override string TypeName => "time";

    /// <summary>The name of the time zone, e.g. <c>Europe/Berlin</c>, or null when none was given.</summary>
    public string? TimeZoneName => Offset.Zone?.Id;

    internal int SecondOfDay { get; }

    internal TimeOffset Offset { get; }

    /// <summary>Seconds east of UTC; a zone counts with its standard time, as a time alone has no day.</summary>
    internal int? OffsetSeconds => (int?)Offset.Zone?.BaseUtcOffset.TotalSeconds ?? Offset.FixedSeconds;

    /// <summary>The time, or null when a part is out of its range.</summary>
    internal static FeelTime? TryOf(long hour, long minute, long second, int nanosecond, TimeOffset offset) =>
        hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60
            ? new FeelTime((int)((hour * 3600) + (minute * 60) + second), nanosecond, offset)
            : null;

    public static FeelTime From(TimeOnly time) =>
        new((int)(time.Ticks / TimeSpan.TicksPerSecond), (int)(time.Ticks % TimeSpan.TicksPerSecond) * 100, TimeOffset.None);

    /// <summary>The time so many seconds later on the clock; midnight wraps around.</summary>
    internal FeelTime Add(decimal seconds)
    {
        var total = SecondOfDay + (Nanosecond / 1_000_000_000m) + (seconds % SecondsPerDay);
        total = ((total % SecondsPerDay) + SecondsPerDay) % SecondsPerDay;
        var whole = decimal.Floor(total);
        return new FeelTime((int)whole, (int)((total - whole) * 1_000_000_000m), Offset);
    }

    public override FeelValue ToJsonValue() => FeelString.Of(ToString());

    public override bool Equals(FeelValue? other) =>
        other is FeelTime t && t.SecondOfDay == SecondOfDay && t.Nanosecond == Nanosecond && t.Offset == Offset;

    public override int GetHashCode() => HashCode.Combine(SecondOfDay, Nanosecond, Offset);

    /// <summary>ISO 8601 with FEEL's zone suffix, e.g. <c>08:30:00</c>, <c>08:30:00+01:00</c>, <c>08:30:00@Europe/Berlin</c>.</summary>
    public override string ToString()
    {
        var fraction = Nanosecond == 0 ? "" : "." + Nanosecond.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{Hour:00}:{Minute:00}:{Second:00}{fraction}{Offset}");
    }
}
