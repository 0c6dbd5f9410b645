using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

public class RuleEngineTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>Monday, 9 o'clock in Berlin.</summary>
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly Rule Full = new()
    {
        Id = "voll", Kind = RuleKind.Threshold, Field = "level", Limit = 80, Clear = 70, Count = 2, Of = 3,
    };

    private static readonly Rule Drop = new()
    {
        Id = "leer", Kind = RuleKind.Change, Field = "level", Direction = Direction.Below, Limit = 30,
    };

    [Fact]
    public void Two_of_three_raise_once_and_the_clear_level_ends_it()
    {
        var run = new Run(Full);
        Assert.Equal([null, "+1", null, null, "-1", null], run.Values(85, 86, 75, 95, 69, 60));
    }

    [Fact]
    public void A_single_outlier_raises_nothing() => Assert.All(new Run(Full).Values(40, 99, 41, 42, 99, 43), Assert.Null);

    [Fact]
    public void After_clearing_an_outlier_does_not_raise_again_but_the_next_two_do()
    {
        var run = new Run(Full);
        run.Values(85, 86, 60);
        Assert.Equal([null, null, null, null, "+2"], run.Values(99, 40, 41, 85, 86));
    }

    [Fact]
    public void A_threshold_below_watches_the_battery()
    {
        var rule = Full with { Field = "level", Direction = Direction.Below, Limit = 15, Clear = 30, Count = 1, Of = 1 };
        Assert.Equal(["+1", null, null, "-1"], new Run(rule).Values(15, 20, 30, 31));
    }

    [Fact]
    public void A_duration_is_reached_by_time_alone_and_broken_by_a_lower_value()
    {
        var rule = Full with { Count = 1, Of = 1, For = TimeSpan.FromHours(24) };
        var run = new Run(rule);
        Assert.Null(run.At(0, 90));
        Assert.Equal(Start.AddHours(24), RuleEngine.DueAt(rule, run.State));
        Assert.Null(run.At(10, 75));
        Assert.Null(RuleEngine.DueAt(rule, run.State));
        Assert.Null(run.At(12, 90));
        Assert.Null(run.Pass(35));
        Assert.Equal("+1", run.Pass(36));
        Assert.Null(run.Pass(80));
    }

    [Fact]
    public void Silence_raises_after_its_time_and_the_next_reading_clears_it()
    {
        var run = new Run(new Rule { Id = "still", Kind = RuleKind.Silence, For = TimeSpan.FromHours(24) });
        run.At(0, 10);
        Assert.Null(run.Pass(23));
        Assert.Equal("+1", run.Pass(24));
        Assert.Equal("-1", run.At(30, 10));
        Assert.Equal("+2", run.Pass(54));
    }

    [Fact]
    public void A_drop_within_its_time_is_told_once()
    {
        var rule = Drop with { For = TimeSpan.FromHours(6) };
        Assert.Equal([null, null, "+1", "-1", null], new Run(rule).Values(85, 90, 10, 11, 12));
    }

    [Fact]
    public void A_slow_fall_is_no_drop()
    {
        var rule = Drop with { For = TimeSpan.FromHours(2) };
        Assert.All(new Run(rule).Values(90, 80, 70, 60, 50, 40), Assert.Null);
    }

    [Fact]
    public void Invalid_values_raise_by_count_and_a_valid_one_clears()
    {
        var run = new Run(new Rule { Id = "unbrauchbar", Kind = RuleKind.Invalid, Field = "level", Count = 3, Of = 3 });
        Assert.Null(run.Bad(0));
        Assert.Null(run.Bad(1));
        Assert.Equal("+1", run.Bad(2));
        Assert.Equal("-1", run.At(3, 50));
    }

    [Fact]
    public void Maintenance_raises_nothing_and_what_still_holds_is_raised_after_it()
    {
        var window = new MaintenanceWindow([DayOfWeek.Monday], new TimeOnly(9, 0), new TimeOnly(11, 0));
        var rule = Full with { Count = 1, Of = 1, Maintenance = [window] };
        var run = new Run(rule);
        Assert.Equal([null, null, "+1"], run.Values(90, 90, 90));
    }

    [Fact]
    public void Maintenance_over_midnight_belongs_to_the_day_it_begins_on()
    {
        var window = new MaintenanceWindow([DayOfWeek.Monday], new TimeOnly(22, 0), new TimeOnly(5, 0));
        var rule = Full with { Count = 1, Of = 1, Maintenance = [window] };
        var run = new Run(rule);
        Assert.Null(run.At(13, 90));
        Assert.Null(run.At(19, 90));
        Assert.Equal("+1", run.At(20, 90));
    }

    [Fact]
    public void An_alarm_that_nobody_cured_is_raised_again()
    {
        var rule = Full with { Count = 1, Of = 1, RepeatAfter = TimeSpan.FromHours(12) };
        var run = new Run(rule);
        Assert.Equal("+1", run.At(0, 90));
        Assert.Null(run.At(6, 91));
        Assert.Equal("+2", run.Pass(12));
        Assert.Equal("-2", run.At(13, 10));
    }

    [Fact]
    public void A_reading_older_than_the_last_changes_nothing()
    {
        var run = new Run(Full with { Count = 1, Of = 1 });
        Assert.Equal("+1", run.At(5, 90));
        Assert.Null(run.At(4, 10));
        Assert.True(run.State.Raised);
    }

    [Fact]
    public void Readings_without_the_field_change_nothing()
    {
        var run = new Run(Full with { Count = 1, Of = 1 });
        Assert.Null(run.Measured(0, new Measurement(new Dictionary<string, double> { ["battery"] = 3 }, new Dictionary<string, string>())));
        Assert.Equal(RuleState.Initial, run.State);
    }

    /// <summary>A rule living through readings; each answer is <c>+episode</c>, <c>-episode</c> or null.</summary>
    private sealed class Run(Rule rule)
    {
        private static readonly Dictionary<string, string> NothingInvalid = [];
        private int hour;

        public RuleState State { get; private set; } = RuleState.Initial;

        public List<string?> Values(params double[] values) => [.. values.Select(value => At(hour, value))];

        public string? At(int hours, double value) =>
            Measured(hours, new Measurement(new Dictionary<string, double> { ["level"] = value }, NothingInvalid));

        public string? Bad(int hours) => Measured(
            hours, new Measurement(new Dictionary<string, double>(), new Dictionary<string, string> { ["level"] = "No Sensor" }));

        public string? Measured(int hours, Measurement measurement)
        {
            hour = hours + 1;
            (State, var crossing) = RuleEngine.Measured(rule, State, Start.AddHours(hours), measurement, Berlin);
            return Told(crossing);
        }

        public string? Pass(int hours)
        {
            (State, var crossing) = RuleEngine.TimePassed(rule, State, Start.AddHours(hours), Berlin);
            return Told(crossing);
        }

        private static string? Told(Crossing? crossing) => crossing is null ? null : $"{(crossing.Raised ? '+' : '-')}{crossing.Episode}";
    }
}
