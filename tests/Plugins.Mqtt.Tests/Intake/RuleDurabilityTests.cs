using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests.Intake;

public sealed class RuleDurabilityOnSqliteTests() : RuleDurabilityTests(Dialect.Sqlite);

public sealed class RuleDurabilityOnPostgresTests() : RuleDurabilityTests(Dialect.Postgres);

/// <summary>Every kind of rule decides the same when the program was restarted between any two messages.</summary>
public abstract class RuleDurabilityTests(Dialect dialect)
{
    private const string Begin = "alarm/b-07/r/b-07/1/begin";
    private const string End = "entwarnung/b-07/r/b-07/1/end";

    private static readonly DateTimeOffset Start = TestSensors.Start;

    private static readonly Rule Level = new()
    {
        Id = "r", Kind = RuleKind.Threshold, Field = "fuellstand", Limit = 80, Clear = 70,
        OnRaise = new RuleMessage("alarm", "geraet"), OnClear = new RuleMessage("entwarnung", "geraet"),
    };

    [Fact]
    public Task A_threshold_with_a_clear_level() => Expect(Level, [85, 90, 75, 69], Begin, End);

    [Fact]
    public Task Two_of_three() => Expect(Level with { Count = 2, Of = 3 }, [85, 10, 85, 20], Begin, End);

    [Fact]
    public Task One_outlier_of_three() => Expect(Level with { Count = 2, Of = 3 }, [85, 10, 10, 85]);

    [Fact]
    public Task Lasting_for_a_time() => Expect(Level with { For = TimeSpan.FromMinutes(2) }, [85, 85, 85, 20], Begin, End);

    [Fact]
    public Task Not_lasting_long_enough() => Expect(Level with { For = TimeSpan.FromMinutes(2) }, [85, 20, 85, 85]);

    [Fact]
    public Task A_fall_within_a_time() => Expect(
        Level with { Kind = RuleKind.Change, Direction = Direction.Below, Limit = 40, For = TimeSpan.FromMinutes(10) },
        [80, 60, 35, 35],
        Begin,
        End);

    [Fact]
    public Task A_battery_that_runs_low() => Expect(
        Level with { Direction = Direction.Below, Limit = 15, Clear = 30 }, [20, 15, 25, 31], Begin, End);

    [Fact]
    public async Task An_unusable_value()
    {
        await using var sensors = await TestSensors.StartAsync(dialect, Level with { Kind = RuleKind.Invalid, Count = 2, Of = 2 });
        await sensors.SendAsync(0, "level", "No Sensor");
        await sensors.RestartAsync();
        await sensors.SendAsync(1, "level", "No Sensor");
        await sensors.RestartAsync();
        await sensors.SendAsync(2, 30);
        Assert.Equal([Begin, End], (await sensors.TellAsync()).Facts);
    }

    [Fact]
    public async Task Silence()
    {
        await using var sensors = await TestSensors.StartAsync(
            dialect, Level with { Kind = RuleKind.Silence, Field = "", For = TimeSpan.FromHours(24) });
        await sensors.SendAsync(0, 30);
        await sensors.RestartAsync();
        await sensors.PassTimeAsync(Start.AddHours(24));
        await sensors.RestartAsync();
        await sensors.PassTimeAsync(Start.AddHours(25));
        await sensors.SendAsync(26 * 60, 30);
        Assert.Equal([Begin, End], (await sensors.TellAsync()).Facts);
    }

    [Fact]
    public async Task A_time_that_passes_while_the_program_stands_still()
    {
        await using var sensors = await TestSensors.StartAsync(dialect, Level with { For = TimeSpan.FromHours(1) });
        await sensors.SendAsync(0, 85);
        await sensors.StopAsync();
        await sensors.RestartAsync();
        await sensors.PassTimeAsync(Start.AddHours(2));
        Assert.Equal([Begin], (await sensors.TellAsync()).Facts);
    }

    [Fact]
    public async Task Maintenance_puts_off_until_it_is_over()
    {
        var monday = new MaintenanceWindow([DayOfWeek.Monday], new TimeOnly(8, 0), new TimeOnly(10, 0));
        await using var sensors = await TestSensors.StartAsync(dialect, Level with { Maintenance = [monday] });
        await sensors.SendAsync(0, 85); // 9 o'clock in Berlin.
        Assert.Empty((await sensors.TellAsync()).Facts);
        await sensors.RestartAsync();
        await sensors.SendAsync(61, 85);
        Assert.Equal([Begin], (await sensors.TellAsync()).Facts);
    }

    [Fact]
    public async Task An_alarm_that_nobody_cured_is_told_again()
    {
        await using var sensors = await TestSensors.StartAsync(dialect, Level with { RepeatAfter = TimeSpan.FromHours(24) });
        await sensors.SendAsync(0, 85);
        await sensors.RestartAsync();
        await sensors.PassTimeAsync(Start.AddHours(24));
        await sensors.RestartAsync();
        await sensors.PassTimeAsync(Start.AddHours(25));
        Assert.Equal([Begin, "alarm/b-07/r/b-07/2/begin"], (await sensors.TellAsync()).Facts);
    }

    [Fact]
    public async Task Each_device_has_a_state_and_a_limit_of_its_own()
    {
        await using var sensors = await TestSensors.StartAsync(dialect, Level);
        var limits = new Dictionary<string, double> { ["b-08"] = 95 };
        await sensors.SaveAsync([TestSensors.Device("b-08"), (CatalogueStore.Rules, "r", new DeviceRule(Level, "r", "bin", limits))]);
        await sensors.SendAsync(0, 90);
        await sensors.SendAsync(0, 90, "b-08");
        await sensors.RestartAsync();
        await sensors.SendAsync(1, 96, "b-08");
        Assert.Equal([Begin, "alarm/b-08/r/b-08/1/begin"], (await sensors.TellAsync()).Facts);
    }

    /// <summary>Sends a level a minute and restarts after each.</summary>
    private async Task Expect(Rule rule, double[] levels, params string[] facts)
    {
        await using var sensors = await TestSensors.StartAsync(dialect, rule);
        for (var minute = 0; minute < levels.Length; minute++)
        {
            await sensors.SendAsync(minute, levels[minute]);
            await sensors.RestartAsync();
        }

        Assert.Equal(facts, (await sensors.TellAsync()).Facts);
    }
}
