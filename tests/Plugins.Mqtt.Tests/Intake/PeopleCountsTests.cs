using System.Text.Json;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Pages;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests.Intake;

/// <summary>Counts of people leave the gate as sums of a quarter of an hour, and only when enough people are in them.</summary>
public sealed class PeopleCountsTests : IAsyncLifetime
{
    private static readonly Rule Crowd = new()
    {
        Id = "andrang", Kind = RuleKind.Threshold, Field = "personen", Limit = 20,
        OnRaise = new RuleMessage("andrang", "geraet"), OnClear = new RuleMessage("ruhig", "geraet"),
    };

    private TestSensors sensors = null!;

    public async ValueTask InitializeAsync()
    {
        sensors = await TestSensors.StartAsync(Dialect.Sqlite, Crowd);
        var (kind, id, town) = TestSensors.Town();
        await sensors.SaveAsync([(kind, id, (Source)town! with { RaisesStimuli = true })]);
    }

    public ValueTask DisposeAsync() => sensors.DisposeAsync();

    [Fact]
    public async Task A_quarter_of_an_hour_is_summed_and_kept_when_it_is_over()
    {
        await CountAsync((1, 3), (6, 4), (14, 2));
        Assert.Empty(await StoredAsync());
        var status = Assert.Single(await SensorStates.DevicesAsync(sensors.Tables, default)).Status;
        Assert.NotEmpty(status.Counting);
        Assert.DoesNotContain("counting", JsonSerializer.Serialize(status, JsonSerializerOptions.Web), StringComparison.Ordinal);
        await CountAsync((15, 1));
        Assert.Equal(["{\"personen\":9}"], await StoredAsync());
        Assert.Equal(
            [TestSensors.Start.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture)],
            await sensors.Tables.ColumnAsync("SELECT at FROM mqtt_readings WHERE body <> '{}'"));
    }

    [Fact]
    public async Task Too_few_people_appear_nowhere()
    {
        await CountAsync((1, 2), (6, 2), (15, 1));
        Assert.Empty(await StoredAsync());
        Assert.Equal(["{\"personen\":\"zu wenige Personen\"}"], await sensors.Tables.ColumnAsync("SELECT last_invalid FROM mqtt_devices"));
        Assert.Equal([""], await sensors.Tables.ColumnAsync("SELECT last_values FROM mqtt_devices"));
        Assert.All((await sensors.TellAsync()).Variables, variables => Assert.Empty(variables["werte"]!.AsObject()));
    }

    [Fact]
    public async Task At_a_school_ten_are_too_few()
    {
        var field = TestSensors.Bin.Fields.Single(field => field.Kind == FieldKind.People) with { SmallestCount = 11 };
        await sensors.SaveAsync([(CatalogueStore.Types, "bin", TestSensors.Bin with { Fields = [field] })]);
        await CountAsync((1, 10), (15, 11), (30, 1));
        Assert.Equal(["{\"personen\":11}"], await StoredAsync());
    }

    [Fact]
    public async Task The_sum_survives_a_restart_and_is_closed_by_time_alone()
    {
        await CountAsync((1, 12));
        await sensors.RestartAsync();
        await CountAsync((2, 13));
        await sensors.PassTimeAsync(TestSensors.Start.AddMinutes(14));
        Assert.Empty(await StoredAsync());
        await sensors.PassTimeAsync(TestSensors.Start.AddMinutes(15));
        await sensors.PassTimeAsync(TestSensors.Start.AddMinutes(30));
        Assert.Equal(["{\"personen\":25}"], await StoredAsync());
        Assert.Contains("andrang/b-07/andrang/b-07/1/begin", (await sensors.TellAsync()).Facts);
    }

    [Fact]
    public async Task A_second_delivery_is_not_counted_twice()
    {
        await CountAsync((1, 5), (1, 5), (15, 1));
        Assert.Equal(["{\"personen\":5}"], await StoredAsync());
    }

    [Fact]
    public async Task A_number_that_is_none_is_not_repeated_in_the_reason()
    {
        await sensors.SendAsync(1, "people", "3 Kinder");
        await sensors.SendAsync(2, "people", -4);
        Assert.Equal(["{\"personen\":\"keine Anzahl\"}"], await sensors.Tables.ColumnAsync("SELECT last_invalid FROM mqtt_devices"));
    }

    [Fact]
    public void Smaller_groups_than_five_cannot_be_asked_for()
    {
        var type = new
        {
            id = "zaehler", name = "Zähler",
            fields = new[] { new { name = "n", label = "Personen", path = "n", kind = "people", smallestCount = 4 } },
        };
        var (_, problem) = DocumentCheck.Read(
            CatalogueStore.Types, "zaehler", System.Text.Json.JsonSerializer.SerializeToNode(type, Fields.Json));
        Assert.Equal("Anzahlen von Personen unter 5 dürfen nicht erscheinen.", problem);
    }

    private async Task CountAsync(params (double Minute, int People)[] counts)
    {
        foreach (var (minute, people) in counts)
        {
            await sensors.SendAsync(minute, "people", people);
        }
    }

    private Task<List<string>> StoredAsync() => sensors.Tables.ColumnAsync("SELECT body FROM mqtt_readings WHERE body <> '{}' ORDER BY at");
}
