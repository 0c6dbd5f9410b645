using System.Globalization;
using System.Text.RegularExpressions;

namespace Kommune.Workflow.Definitions;

/// <summary>A repetition: an ISO 8601 interval such as <c>R3/PT10M</c> or <c>R/2026-09-01T08:00Z/P2M</c>, or a cron expression.</summary>
/// <param name="Repetitions">How often it occurs; null: without end.</param>
/// <param name="Start">The first occurrence of an interval; null: one interval after it is armed.</param>
/// <param name="Interval">The time between two occurrences; null for cron.</param>
/// <param name="Cron">The calendar rule; null for an interval.</param>
public sealed partial record TimerCycle(int? Repetitions, DateTimeOffset? Start, Period? Interval, CronSchedule? Cron)
{
    /// <param name="text">The text of the model.</param>
    /// <param name="local">The zone of a start without offset.</param>
    /// <param name="cycle">The cycle, or null.</param>
    public static bool TryParse(string text, TimeZoneInfo local, out TimerCycle? cycle)
    {
        cycle = null;
        var trimmed = text.Trim();
        var match = Repeating().Match(trimmed);
        if (!match.Success)
        {
            if (!CronSchedule.TryParse(trimmed, out var cron))
            {
                return false;
            }

            cycle = new TimerCycle(null, null, null, cron);
            return true;
        }

        DateTimeOffset? start = null;
        if (match.Groups["start"] is { Success: true } group)
        {
            if (!IsoInstant.TryParse(group.Value, local, out var instant))
            {
                return false;
            }

            start = instant;
        }

        int? repetitions = match.Groups["count"].Length > 0
            ? int.Parse(match.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
        if (!Period.TryParse(match.Groups["interval"].Value, out var interval) || interval == default)
        {
            return false;
        }

        cycle = new TimerCycle(repetitions, start, interval, null);
        return true;
    }

    /// <summary>The first occurrence strictly after <paramref name="previous"/>.</summary>
    /// <param name="previous">The occurrence before, or the moment the timer is armed.</param>
    /// <param name="zone">The zone of a cron expression's wall clock.</param>
    /// <returns>In UTC; null when a cron expression never matches again.</returns>
    public DateTimeOffset? Next(DateTimeOffset previous, TimeZoneInfo zone)
    {
        if (Cron is not null)
        {
            return Cron.Next(previous, zone);
        }

        return Start is { } start && start > previous ? start : Interval!.Value.After(previous);
    }

    [GeneratedRegex(
        @"^R(?<count>\d{0,9})(/(?<start>\d[^/]*))?/(?<interval>P[^/]*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Repeating();
}
