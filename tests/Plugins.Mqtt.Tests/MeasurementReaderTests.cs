using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

public class MeasurementReaderTests
{
    private static readonly DeviceType Bin = new(
        "bin",
        "Behälter",
        [
            new DeviceField("fuellstand", "Füllstand", "distance", FieldKind.Distance, "%", InvalidValues: ["No Sensor", "65535"]),
            new DeviceField("batterie", "Batterie", "battery", Unit: "V", Min: 0, Max: 5),
            new DeviceField("kipp", "Gekippt", "position", FieldKind.Flag),
        ],
        new Geometry(2000, 200));

    [Theory]
    [InlineData("""{"distance":2000}""", 0)]
    [InlineData("""{"distance":200}""", 100)]
    [InlineData("""{"distance":"560 mm"}""", 80)]
    [InlineData("""{"distance":{"value":56,"unit":"cm"}}""", 80)]
    [InlineData("""{"distance":"0,56 m"}""", 80)]
    [InlineData("""{"distance":2100}""", 0)]
    public void A_distance_becomes_a_level_however_it_is_sent(string json, double level) =>
        Assert.Equal(level, Read(json).Values["fuellstand"]);

    [Theory]
    [InlineData("""{"distance":"No Sensor"}""")]
    [InlineData("""{"distance":65535}""")]
    [InlineData("""{"distance":{"value":"No Sensor"}}""")]
    [InlineData("""{"distance":9000}""")]
    [InlineData("""{"distance":[1]}""")]
    [InlineData("""{"distance":"200 kg"}""")]
    public void What_is_no_distance_in_the_container_is_invalid_with_a_reason(string json)
    {
        var measurement = Read(json);
        Assert.Empty(measurement.Values);
        Assert.NotEmpty(measurement.Invalid["fuellstand"]);
    }

    [Fact]
    public void A_field_that_was_not_sent_is_neither_value_nor_invalid()
    {
        var measurement = Read("""{"battery":"3600 mV"}""");
        Assert.Equal(3.6, measurement.Values["batterie"], 6);
        Assert.Empty(measurement.Invalid);
    }

    [Fact]
    public void Only_fields_of_the_type_are_kept() =>
        Assert.Equal(["kipp"], Read("""{"position":"tilt","temperature":20,"firmware":"1.2"}""").Values.Keys);

    [Fact]
    public void The_devices_own_geometry_goes_before_its_types()
    {
        var measurement = MeasurementReader.Read(Bin, JsonNode.Parse("""{"distance":500}""")!.AsObject(), new Geometry(1000, 0));
        Assert.Equal(50, measurement.Values["fuellstand"]);
    }

    private static Measurement Read(string json) => MeasurementReader.Read(Bin, JsonNode.Parse(json)!.AsObject());
}
