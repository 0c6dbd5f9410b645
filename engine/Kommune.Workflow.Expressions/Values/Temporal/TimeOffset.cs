using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kommune.Workflow.Expressions;

/// <summary>Where a time applies: nowhere said, at a fixed distance from UTC, or in a named time zone.</summary>
internal readonly record struct TimeOffset
{
    /// <summary>A distance from UTC is at most 18 hours.</summary>
    public const int SecondsMax = 18 * 3600;

    private TimeOffset(int? seconds, TimeZoneInfo? zone)
    {
        FixedSeconds = seconds;
        Zone = zone;
    }

    public static TimeOffset None => default;

    public static TimeOffset Utc => new(0, null);

    public int? FixedSeconds { get; }

    public TimeZoneInfo? Zone { get; }

    public bool IsNone => FixedSeconds is null && Zone is null;

    public static TimeOffset Fixed(int seconds) => new(seconds, null);

    public static TimeOffset In(TimeZoneInfo zone) => new(null, zone);

    public static bool TryFindZone(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;

        // A zone is looked up as a file on some systems, so only the characters of zone names get that far.
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '_' or '-' or '+'))
            {
                return false;
            }
        }

        return name.Length > 0 && char.IsAsciiLetter(name[0]) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }

    /// <summary>Seconds east of UTC at a local time, or null when nothing is said.</summary>
    public int? SecondsAt(long epochDay, int secondOfDay)
    {
        if (Zone is null)
        {
            return FixedSeconds;
        }

        var (year, month, day) = CivilCalendar.FromEpochDay(epochDay);

        // Far years follow the rules of a near year with the same calendar.
        var near = year is >= 2 and <= 9998 ? (int)year : (int)CivilCalendar.FloorMod(year, 400) + 2000;
        var local = new DateTime(near, month, day, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(secondOfDay);
        return (int)Zone.GetUtcOffset(local).TotalSeconds;
    }

    public override string ToString()
    {
        if (Zone is not null)
        {
            return "@" + Zone.Id;
        }

        if (FixedSeconds is not { } seconds)
        {
            return "";
        }

        if (seconds == 0)
        {
            return "Z";
        }

        var span = TimeSpan.FromSeconds(Math.Abs(seconds));
        var text = (seconds < 0 ? "-" : "+") + span.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
        return span.Seconds == 0 ? text : text + span.ToString(@"\:ss", CultureInfo.InvariantCulture);
    }
}
