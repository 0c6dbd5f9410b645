using Kommune.Workflow.Plugins.Mqtt.Rules;

namespace Kommune.Workflow.Plugins.Mqtt.Forecasts;

/// <summary>An emptying recognised from the drop of the level.</summary>
/// <param name="At">Time of the first reading after it.</param>
/// <param name="From">Level before, percent: was the trip worth it?</param>
/// <param name="To">Level after.</param>
public readonly record struct Emptying(DateTimeOffset At, double From, double To);

/// <summary>When a container is full, from its own history by weekday.</summary>
public static class FillForecast
{
    /// <summary>A drop of at least so many points is an emptying; smaller ones are settling and noise.</summary>
    public const double EmptyingDrop = 20;

    /// <summary>No forecast reaches further.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(21);

    /// <summary>Hours of the overall rate mixed into each weekday's: one odd Tuesday does not make all Tuesdays.</summary>
    private const double PriorHours = 12;

    /// <summary>With less history there is no forecast.</summary>
    private static readonly TimeSpan MinHistory = TimeSpan.FromHours(12);

    /// <summary>When the level reaches <paramref name="full"/>; null: not within <see cref="Horizon"/>, or too little is known.</summary>
    /// <param name="history">Levels in percent, oldest first, the last one current.</param>
    /// <param name="full">Percent that count as full.</param>
    /// <param name="zone">Local time: weekdays are local.</param>
    public static DateTimeOffset? FullAt(IReadOnlyList<Sample> history, double full, TimeZoneInfo zone)
    {
        if (history.Count == 0)
        {
            return null;
        }

        var (at, level) = history[^1];
        if (level >= full)
        {
            return at;
        }

        if (at - history[0].At < MinHistory)
        {
            return null;
        }

        var rates = RatesByWeekday(history, zone);
        var end = at + Horizon;
        while (at < end)
        {
            var rate = rates[(int)TimeZoneInfo.ConvertTime(at, zone).DayOfWeek];
            if (rate > 0 && level + rate >= full)
            {
                return at.AddHours((full - level) / rate);
            }

            (at, level) = (at.AddHours(1), level + rate);
        }

        return null;
    }

    /// <summary>The emptyings in a history, oldest first.</summary>
    public static IEnumerable<Emptying> Emptyings(IReadOnlyList<Sample> history)
    {
        for (var i = 1; i < history.Count; i++)
        {
            if (history[i - 1].Value - history[i].Value >= EmptyingDrop)
            {
                yield return new Emptying(history[i].At, history[i - 1].Value, history[i].Value);
            }
        }
    }

    /// <summary>How long the level stood at or above <paramref name="limit"/>: each reading counts until the next.</summary>
    public static TimeSpan TimeAbove(IReadOnlyList<Sample> history, double limit)
    {
        var total = TimeSpan.Zero;
        for (var i = 1; i < history.Count; i++)
        {
            if (history[i - 1].Value >= limit)
            {
                total += history[i].At - history[i - 1].At;
            }
        }

        return total;
    }

    /// <summary>Points per hour by weekday, Sunday first.</summary>
    private static double[] RatesByWeekday(IReadOnlyList<Sample> history, TimeZoneInfo zone)
    {
        var rises = new double[7];
        var hours = new double[7];
        for (var i = 1; i < history.Count; i++)
        {
            var change = history[i].Value - history[i - 1].Value;
            if (change > -EmptyingDrop)
            {
                var day = (int)TimeZoneInfo.ConvertTime(history[i].At, zone).DayOfWeek;
                rises[day] += change;
                hours[day] += (history[i].At - history[i - 1].At).TotalHours;
            }
        }

        var known = hours.Sum();
        var overall = known > 0 ? Math.Max(0, rises.Sum() / known) : 0;
        return [.. rises.Zip(hours, (rise, time) => Math.Max(0, (rise + (overall * PriorHours)) / (time + PriorHours)))];
    }
}
