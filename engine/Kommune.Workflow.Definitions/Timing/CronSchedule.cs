using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kommune.Workflow.Definitions;

/// <summary>A cron expression of six fields (second, minute, hour, day, month, weekday), five (no seconds) or a macro.</summary>
/// <remarks>
/// A field is <c>*</c>, <c>?</c>, numbers, ranges, lists and steps; months and weekdays have English three-letter names; Sunday
/// is 0 or 7; <c>L</c> as day is the last of the month. When day and weekday are both limited, both must hold.
/// </remarks>
public sealed class CronSchedule
{
    private const int YearsAheadMax = 8; // 29 February can be eight years away.

    private static readonly Dictionary<string, string> Macros = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 0 1 1 *",
        ["@annually"] = "0 0 0 1 1 *",
        ["@monthly"] = "0 0 0 1 * *",
        ["@weekly"] = "0 0 0 * * 0",
        ["@daily"] = "0 0 0 * * *",
        ["@midnight"] = "0 0 0 * * *",
        ["@hourly"] = "0 0 * * * *",
    };

    private static readonly string[] MonthNames =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    private static readonly string[] WeekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly bool[] seconds;
    private readonly bool[] minutes;
    private readonly bool[] hours;
    private readonly bool[] days;
    private readonly bool[] months;
    private readonly bool[] weekdays;
    private readonly bool lastDay;

    private CronSchedule(string text, bool[][] fields, bool lastDay)
    {
        Text = text;
        (seconds, minutes, hours, days, months, weekdays) =
            (fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
        this.lastDay = lastDay;
    }

    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out CronSchedule? schedule)
    {
        schedule = null;
        var fields = (Macros.GetValueOrDefault(text.Trim()) ?? text)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (fields.Length == 5)
        {
            fields = ["0", .. fields];
        }

        if (fields.Length != 6)
        {
            return false;
        }

        var lastDay = fields[3] is "L" or "l";
        bool[]?[] parsed =
        [
            Field(fields[0], 0, 59, null), Field(fields[1], 0, 59, null), Field(fields[2], 0, 23, null),
            Field(lastDay ? "*" : fields[3], 1, 31, null), Field(fields[4], 1, 12, MonthNames),
            Field(fields[5], 0, 7, WeekdayNames),
        ];
        if (parsed.Any(field => field is null))
        {
            return false;
        }

        parsed[5]![0] |= parsed[5]![7];
        schedule = new CronSchedule(text, parsed!, lastDay);
        return true;
    }

    /// <summary>The first matching second strictly after <paramref name="after"/>, in UTC; null when there is none.</summary>
    /// <remarks>Times the clock change skips do not occur; of times it repeats only the first does.</remarks>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        var wall = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        wall = wall.AddTicks(-(wall.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(1);
        var end = Math.Min(wall.Year + YearsAheadMax, DateTime.MaxValue.Year - 1);
        while (wall.Year <= end)
        {
            if (!months[wall.Month])
            {
                wall = new DateTime(wall.Year, wall.Month, 1).AddMonths(1);
            }
            else if (!IsDay(wall))
            {
                wall = wall.Date.AddDays(1);
            }
            else if (!hours[wall.Hour])
            {
                wall = wall.Date.AddHours(wall.Hour + 1);
            }
            else if (!minutes[wall.Minute])
            {
                wall = wall.Date.AddMinutes((wall.Hour * 60) + wall.Minute + 1);
            }
            else if (!seconds[wall.Second] || !IsInFuture(wall, after, zone))
            {
                wall = wall.AddSeconds(1);
            }
            else
            {
                return new DateTimeOffset(wall, Offset(wall, zone)).ToUniversalTime();
            }
        }

        return null;
    }

    private static bool IsInFuture(DateTime wall, DateTimeOffset after, TimeZoneInfo zone) =>
        !zone.IsInvalidTime(wall) && new DateTimeOffset(wall, Offset(wall, zone)) > after;

    private static TimeSpan Offset(DateTime wall, TimeZoneInfo zone) =>
        zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);

    private static bool[]? Field(string text, int first, int last, string[]? names)
    {
        var allowed = new bool[last + 1];
        foreach (var part in text.Split(','))
        {
            var step = 1;
            var range = part;
            if (part.Split('/') is [var before, var after])
            {
                if (!int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out step) || step < 1)
                {
                    return null;
                }

                range = before;
            }

            if (Range(range, first, last, names, open: range != part) is not var (from, to))
            {
                return null;
            }

            for (var value = from; value <= to; value += Math.Min(step, last + 1))
            {
                allowed[value] = true;
            }
        }

        return allowed;
    }

    private static (int From, int To)? Range(string text, int first, int last, string[]? names, bool open)
    {
        if (text is "*" or "?")
        {
            return (first, last);
        }

        var ends = text.Split('-');
        if (ends.Length > 2 || Number(ends[0], first, last, names) is not { } from)
        {
            return null;
        }

        // "5/15" means "from 5 on, every 15".
        var to = ends.Length == 2 ? Number(ends[1], first, last, names) : open ? last : from;
        return to >= from ? (from, to.Value) : null;
    }

    private static int? Number(string text, int first, int last, string[]? names)
    {
        var named = names is null ? -1 : Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
        {
            return named + first;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= first && number <= last ? number : null;
    }

    private bool IsDay(DateTime wall) =>
        weekdays[(int)wall.DayOfWeek]
        && (lastDay ? wall.Day == DateTime.DaysInMonth(wall.Year, wall.Month) : days[wall.Day]);
}
