using Kommune.Workflow.Plugins.Mqtt.History;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

public class MigrationTests
{
    /// <summary>A database of the first version keeps its readings, and a rule that holds is not raised a second time.</summary>
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Readings_and_states_of_rules_are_taken_over(Dialect dialect)
    {
        await using var tables = await TestTables.CreateAsync(dialect, migrations: 1);
        await tables.RunAsync(
            """
            INSERT INTO mqtt_devices (id) VALUES ('b-07');
            INSERT INTO mqtt_readings (device, field, at, value)
            SELECT number, 'fuellstand', 1000, 85.5 FROM mqtt_devices;
            INSERT INTO mqtt_readings (device, field, at, value)
            SELECT number, 'batterie', 1000, 40 FROM mqtt_devices;
            INSERT INTO mqtt_rule_states (rule, device, raised, state)
            VALUES ('voll', 'b-07', 1, '{"raised":true,"raisedAt":"2026-03-02T08:00:00+00:00","episode":3,"window":1,"recent":[]}'),
                ('still', 'b-08', 0, '{"raised":false,"episode":0,"lastAt":"2026-03-02T08:00:00+00:00"}');
            """);
        await tables.MigrateAsync(after: 1, until: 3);

        var devices = (await SensorStates.DevicesAsync(tables, CancellationToken.None)).ToDictionary(row => row.Id, row => row.Status);
        Assert.Equal(3, devices["b-07"].Rules["voll"].Episode);
        Assert.True(devices["b-07"].Rules["voll"].Raised);
        Assert.Equal(TestSensors.Start, devices["b-08"].Rules["still"].LastAt);
        var history = new ReadingHistory(tables);
        var samples = await history.SamplesAsync(
            "fuellstand", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), CancellationToken.None);
        Assert.Equal(85.5, Assert.Single(samples[devices["b-07"].Number]).Value);
    }
}
