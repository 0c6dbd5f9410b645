using Kommune.Workflow.Plugins.Mqtt.Forecasts;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

public class FillForecastTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public void A_steady_container_is_full_when_its_line_reaches_full()
    {
        var history = Hourly(48, _ => 1);
        var full = FillForecast.FullAt(history, 80, Berlin);
        Assert.Equal(Monday.AddHours(80).UtcDateTime, full!.Value.UtcDateTime, TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void A_weekend_that_fills_faster_is_expected_to_do_so_again()
    {
        var history = new List<Sample>();
        var level = 0.0;
        for (var hour = 0; hour < 24 * 18; hour++)
        {
            var at = Monday.AddHours(hour);
            level += at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 3 : 0.2;
            level = level > 95 ? 0 : level;
            history.Add(new Sample(at, level));
        }

        // It is Thursday evening: slow until Saturday begins, then about three points an hour.
        var left = 90 - level;
        var full = FillForecast.FullAt(history, 90, Berlin)!.Value;
        Assert.True(full - history[^1].At < TimeSpan.FromHours(left / 0.2));
        Assert.Equal(DayOfWeek.Saturday, TimeZoneInfo.ConvertTime(full, Berlin).DayOfWeek);
    }

    [Fact]
    public void A_full_container_is_full_now() =>
        Assert.Equal(Monday, FillForecast.FullAt([new Sample(Monday, 91)], 80, Berlin));

    [Fact]
    public void Too_little_history_gives_no_forecast() => Assert.Null(FillForecast.FullAt(Hourly(6, _ => 1), 80, Berlin));

    [Fact]
    public void A_container_that_does_not_fill_is_never_full() => Assert.Null(FillForecast.FullAt(Hourly(72, _ => 0), 80, Berlin));

    [Fact]
    public void Emptyings_are_the_drops_with_the_level_they_met()
    {
        Sample[] history = [new(Monday, 70), new(Monday.AddHours(1), 84), new(Monday.AddHours(2), 5), new(Monday.AddHours(3), 3)];
        Assert.Equal([new Emptying(Monday.AddHours(2), 84, 5)], FillForecast.Emptyings(history));
    }

    [Fact]
    public void Time_above_a_limit_counts_each_reading_until_the_next()
    {
        Sample[] history = [new(Monday, 94), new(Monday.AddHours(1), 96), new(Monday.AddHours(4), 97), new(Monday.AddHours(5), 3)];
        Assert.Equal(TimeSpan.FromHours(4), FillForecast.TimeAbove(history, 95));
    }

    private static List<Sample> Hourly(int hours, Func<int, double> rise)
    {
        var level = 0.0;
        var history = new List<Sample>();
        for (var hour = 0; hour < hours; hour++)
        {
            history.Add(new Sample(Monday.AddHours(hour), level));
            level += rise(hour);
        }

        return history;
    }
}
