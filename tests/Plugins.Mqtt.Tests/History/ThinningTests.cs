using Kommune.Workflow.Plugins.Mqtt.History;
using Kommune.Workflow.Sdk;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests.History;

public sealed class ThinningOnSqliteTests() : ThinningTests(Dialect.Sqlite);

public sealed class ThinningOnPostgresTests() : ThinningTests(Dialect.Postgres);

/// <summary>Readings become hours, hours become days, and charts and samples go on showing them.</summary>
public abstract class ThinningTests(Dialect dialect) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = TestSensors.Start;
    private static readonly MqttSettings Settings = new() { RawDays = 30, HourDays = 60 };

    private TestSensors sensors = null!;
    private ReadingHistory history = null!;

    public async ValueTask InitializeAsync()
    {
        sensors = await TestSensors.StartAsync(dialect);
        await sensors.SaveAsync([TestSensors.Device("b-08")]);
        history = new ReadingHistory(sensors.Tables);
        foreach (var (minute, level) in new[] { (0, 10.0), (20, 20), (40, 60), (70, 50) })
        {
            await sensors.SendAsync(minute, level);
        }

        await sensors.SendAsync(5, "battery", 80);
        await sensors.SendAsync(0, 33, "b-08");
    }

    public async ValueTask DisposeAsync()
    {
        await sensors.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Single_readings_stay_until_their_time_is_over()
    {
        await ThinAsync(Start.AddDays(30));
        Assert.Equal([(10, 10, 10), (20, 20, 20), (60, 60, 60), (50, 50, 50)], await ChartAsync(Start, Start.AddHours(2)));
    }

    [Fact]
    public async Task Then_they_become_hours_with_mean_lowest_and_highest()
    {
        await ThinAsync(Start.AddDays(31));
        Assert.Equal([(30, 10, 60), (50, 50, 50)], await ChartAsync(Start, Start.AddHours(2)));
        Assert.Empty(await sensors.Tables.ColumnAsync("SELECT body FROM mqtt_readings"));
        var samples = await history.SamplesAsync("fuellstand", Start, Start.AddHours(2), CancellationToken.None);
        Assert.Equal([30, 50], samples[await NumberAsync("b-07")].Select(sample => sample.Value));
        Assert.Equal([33], samples[await NumberAsync("b-08")].Select(sample => sample.Value));
    }

    [Fact]
    public async Task Then_days()
    {
        await ThinAsync(Start.AddDays(31));
        await ThinAsync(Start.AddDays(61));
        Assert.Equal([(35, 10, 60)], await ChartAsync(Start.AddHours(-12), Start.AddHours(12)));
        Assert.Empty(await sensors.Tables.ColumnAsync("SELECT at FROM mqtt_hours"));
    }

    [Fact]
    public async Task What_arrives_late_for_an_hour_that_is_thinned_joins_it()
    {
        await ThinAsync(Start.AddDays(31));
        await sensors.SendAsync(50, 90);
        await ThinAsync(Start.AddDays(31));
        Assert.Equal([(45, 10, 90), (50, 50, 50)], await ChartAsync(Start, Start.AddHours(2)));
    }

    [Fact]
    public async Task A_chart_has_a_few_hundred_points_however_many_readings_there_are()
    {
        for (var minute = 100; minute < 1_600; minute++)
        {
            await sensors.Intake.ReceiveAsync(
                new Mqtt.Intake.Arrival(
                    "town",
                    "bins/b-07/up",
                    System.Text.Encoding.UTF8.GetBytes(TestSensors.Message(minute, "level", 40)),
                    Start),
                CancellationToken.None);
        }

        await sensors.SendAsync(1_600, 40);
        var points = await ChartAsync(Start, Start.AddDays(2));
        Assert.InRange(points.Count, 150, 400);
    }

    [Fact]
    public async Task Identities_and_refused_messages_go_after_their_time()
    {
        await sensors.SendAsync("bins/b-07/up", "no json");
        await ThinAsync(Start.AddDays(Thinning.DeadLetterDays));
        Assert.Single(await sensors.Tables.ColumnAsync("SELECT number FROM mqtt_dead_letters"));
        await ThinAsync(Start.AddDays(Thinning.DeadLetterDays + 1));
        Assert.Empty(await sensors.Tables.ColumnAsync("SELECT number FROM mqtt_dead_letters"));
    }

    private Task ThinAsync(DateTimeOffset now) => new Thinning(sensors.Tables).RunAsync(now, Settings, CancellationToken.None);

    private async Task<List<(double Mean, double Lowest, double Highest)>> ChartAsync(DateTimeOffset from, DateTimeOffset to) =>
        [
            .. (await history.ChartAsync(await NumberAsync("b-07"), "fuellstand", from, to, CancellationToken.None))
                .Select(point => (point.Mean, point.Lowest, point.Highest)),
        ];

    private async Task<long> NumberAsync(string device) => long.Parse(
        (await sensors.Tables.ColumnAsync($"SELECT number FROM mqtt_devices WHERE id = '{device}'"))[0],
        System.Globalization.CultureInfo.InvariantCulture);
}
