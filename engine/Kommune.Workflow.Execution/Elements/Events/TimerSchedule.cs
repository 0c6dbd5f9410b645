using System.Diagnostics.CodeAnalysis;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>When a timer fires: once at a time, once after a duration, or again and again. Wall clock times are Berlin's.</summary>
public sealed class TimerSchedule
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly DateTimeOffset? date;
    private readonly Period duration;
    private readonly TimerCycle? cycle;

    private TimerSchedule(DateTimeOffset? date, Period duration, TimerCycle? cycle)
    {
        this.date = date;
        this.duration = duration;
        this.cycle = cycle;
    }

    /// <summary>How often it fires again after the first time; -1: without end.</summary>
    public int RepetitionsLeft => cycle is null ? 0 : cycle.Repetitions is { } count ? count - 1 : -1;

    /// <summary>Reads the value of a timer event.</summary>
    /// <param name="kind">What the model says the value is.</param>
    /// <param name="value">A text, or FEEL's date and time or duration.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="problem">What is wrong (German).</param>
    public static bool TryParse(
        TimerKind kind, FeelValue value, [NotNullWhen(true)] out TimerSchedule? schedule, [NotNullWhen(false)] out string? problem)
    {
        schedule = value.ToJsonValue() is not FeelString { Value: var text }
            ? null
            : kind switch
            {
                TimerKind.Date => IsoInstant.TryParse(text, Berlin, out var point) ? new TimerSchedule(point, default, null) : null,
                TimerKind.Duration => Period.TryParse(text, out var period) ? new TimerSchedule(null, period, null) : null,
                _ => TimerCycle.TryParse(text, Berlin, out var cycle) ? new TimerSchedule(null, default, cycle) : null,
            };
        problem = schedule is null ? $"Der Zeitgeber versteht {Evaluation.Describe(value)} nicht als {Wanted(kind)}." : null;
        return schedule is not null;
    }

    /// <summary>The first time, when it begins to wait at <paramref name="now"/>; null when it never fires.</summary>
    /// <remarks>A date in the past is due at once; a time beyond the calendar's end never comes.</remarks>
    public DateTimeOffset? FirstAfter(DateTimeOffset now) => cycle switch
    {
        { Repetitions: 0 } => null,
        { Start: { } start } => start,
        { } => NextAfter(now),
        null => date ?? After(duration, now),
    };

    /// <summary>The next time after <paramref name="previous"/>; null when it does not repeat.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset previous)
    {
        try
        {
            return cycle?.Next(previous, Berlin);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The end of a period; null when the calendar has no such time.</summary>
    internal static DateTimeOffset? After(Period period, DateTimeOffset start)
    {
        try
        {
            return period.After(start);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>A point in time as models write it; without an offset it is Berlin's wall clock.</summary>
    internal static bool TryPoint(string text, out DateTimeOffset point) => IsoInstant.TryParse(text, Berlin, out point);

    private static string Wanted(TimerKind kind) => kind switch
    {
        TimerKind.Date => "Zeitpunkt",
        TimerKind.Duration => "Dauer",
        _ => "Wiederholung",
    };
}
