namespace Kommune.Workflow.Expressions;

/// <summary>A day and a time of day; a point on the time line when the time has an offset or zone.</summary>
public sealed class FeelDateTime : FeelValue
{
    public FeelDateTime(FeelDate date, FeelTime time)
    {
        Date = date;
        Time = time;
    }

    public FeelDate Date { get; }

    public FeelTime Time { get; }

    public override string TypeName => "date and time";

    /// <summary>Seconds east of UTC on that day, or null when neither offset nor zone was given.</summary>
    public int? OffsetSeconds => Time.Offset.SecondsAt(Date.EpochDay, Time.SecondOfDay);

    /// <summary>Whole seconds since 1970-01-01T00:00:00 on this value's own clock.</summary>
    internal long LocalSeconds => (Date.EpochDay * FeelTime.SecondsPerDay) + Time.SecondOfDay;

    /// <summary>Whole seconds since 1970-01-01T00:00:00Z; without an offset the clock is taken as UTC.</summary>
    internal long EpochSeconds => LocalSeconds - (OffsetSeconds ?? 0);

    public static FeelDateTime From(DateTimeOffset instant) => From(instant, TimeOffset.Fixed((int)instant.Offset.TotalSeconds));

    /// <summary>The instant on the clock of a time zone, which the value keeps by name.</summary>
    public static FeelDateTime From(DateTimeOffset instant, TimeZoneInfo zone) =>
        From(TimeZoneInfo.ConvertTime(instant, zone), TimeOffset.In(zone));

    /// <summary>
    /// The instant, a value without offset taken in <paramref name="zone"/>; null beyond the years 1 to 9999.
    /// </summary>
    public DateTimeOffset? TryToInstant(TimeZoneInfo zone)
    {
        if (Date.Year is < 2 or > 9998)
        {
            return null;
        }

        var offset = Time.Offset.IsNone ? TimeOffset.In(zone) : Time.Offset;
        var seconds = LocalSeconds - (offset.SecondsAt(Date.EpochDay, Time.SecondOfDay) ?? 0);
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(Time.Nanosecond / 100);
    }

    /// <summary>The moment so many seconds later, or null beyond the years FEEL knows.</summary>
    internal FeelDateTime? TryAdd(decimal seconds)
    {
        var total = LocalSeconds + (Time.Nanosecond / 1_000_000_000m) + seconds;
        var days = decimal.Floor(total / FeelTime.SecondsPerDay);
        if (Math.Abs(days) > long.MaxValue || FeelDate.TryFromEpochDay((long)days) is not { } date)
        {
            return null;
        }

        var rest = total - (days * FeelTime.SecondsPerDay);
        var whole = decimal.Floor(rest);
        return new FeelDateTime(date, new FeelTime((int)whole, (int)((rest - whole) * 1_000_000_000m), Time.Offset));
    }

    /// <summary>ISO 8601: a named zone becomes its offset on that day, since other readers know no zone names.</summary>
    public override FeelValue ToJsonValue() =>
        Time.Offset.Zone is null || OffsetSeconds is not { } seconds
            ? FeelString.Of(ToString())
            : FeelString.Of($"{Date}T{new FeelTime(Time.SecondOfDay, Time.Nanosecond, TimeOffset.Fixed(seconds))}");

    public override bool Equals(FeelValue? other) => other is FeelDateTime d && d.Date.Equals(Date) && d.Time.Equals(Time);

    public override int GetHashCode() => HashCode.Combine(Date, Time);

    /// <summary>ISO 8601 with FEEL's zone suffix, e.g. <c>2026-03-01T08:30:00@Europe/Berlin</c>.</summary>
    public override string ToString() => $"{Date}T{Time}";

    private static FeelDateTime From(DateTimeOffset local, TimeOffset offset)
    {
        var clock = FeelTime.From(TimeOnly.FromTimeSpan(local.TimeOfDay));
        return new FeelDateTime(
            FeelDate.Of(local.Year, local.Month, local.Day),
            new FeelTime(clock.SecondOfDay, clock.Nanosecond, offset));
    }
}
