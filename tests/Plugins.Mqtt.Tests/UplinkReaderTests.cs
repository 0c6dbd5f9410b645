using System.Buffers;
using System.Text;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

public class UplinkReaderTests
{
    private static readonly DateTimeOffset Arrived = new(2026, 3, 2, 8, 0, 5, TimeSpan.Zero);

    [Fact]
    public void The_Things_Stack_uplink_gives_device_time_counter_and_bytes()
    {
        var uplink = Read(new PayloadOptions(PayloadProfile.TheThingsStack), "v3/bins@town/devices/bin-07/up", """
            {"end_device_ids":{"device_id":"bin-07","dev_eui":"24E124713C141234"},"received_at":"2026-03-02T08:00:01.5Z",
             "uplink_message":{"session_key_id":"AXA50tHUQ==","f_port":85,"f_cnt":12,"frm_payload":"AXVkA4JEAA==",
             "decoded_payload":{"distance":68,"battery":100}}}
            """);
        Assert.Equal("24e124713c141234", uplink.DeviceId);
        Assert.Equal(12, uplink.FrameCounter);
        Assert.Equal(85, uplink.Port);
        Assert.Equal([0x01, 0x75, 0x64, 0x03, 0x82, 0x44, 0x00], uplink.Bytes.ToArray());
        Assert.Equal(68, uplink.Decoded!["distance"]!.GetValue<int>());
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 8, 0, 1, 500, TimeSpan.Zero), uplink.At);
        Assert.Equal("24e124713c141234/AXA50tHUQ==/12", uplink.Identity);
    }

    [Fact]
    public void The_Things_Stack_leaves_out_zeros_and_they_are_read_as_zeros()
    {
        var uplink = Read(new PayloadOptions(PayloadProfile.TheThingsStack), "v3/bins@town/devices/bin-07/up",
            """{"end_device_ids":{"dev_eui":"24E124713C141234"},"uplink_message":{"session_key_id":"s","frm_payload":"AA=="}}""");
        Assert.Equal(0, uplink.FrameCounter);
        Assert.Equal(0, uplink.Port);
        Assert.Equal(Arrived, uplink.At);
    }

    [Fact]
    public void ChirpStack_uplink_is_identified_by_its_deduplication_id()
    {
        var uplink = Read(new PayloadOptions(PayloadProfile.ChirpStack), "application/1/device/24e124713c141234/event/up", """
            {"deduplicationId":"3ac7e3c4-4401-4b8d-9386-a5c902f9202d","time":"2026-03-02T08:00:01+00:00",
             "deviceInfo":{"deviceName":"bin-07","devEui":"24e124713c141234"},"devAddr":"00189440","fCnt":3,"fPort":1,"data":"qg==",
             "object":{"level":80}}
            """);
        Assert.Equal("24e124713c141234/3ac7e3c4-4401-4b8d-9386-a5c902f9202d", uplink.Identity);
        Assert.Equal(3, uplink.FrameCounter);
        Assert.Equal([0xAA], uplink.Bytes.ToArray());
    }

    [Theory]
    [InlineData(PayloadProfile.ChirpStack, "application/1/device/24e1/event/join")]
    [InlineData(PayloadProfile.ChirpStack, "application/1/device/24e1/event/status")]
    [InlineData(PayloadProfile.TheThingsStack, "v3/bins@town/devices/bin-07/join")]
    public void Messages_that_are_no_readings_are_passed_over(PayloadProfile profile, string topic)
    {
        var result = UplinkReader.Read(new PayloadOptions(profile), topic, Bytes("{}"), Arrived);
        Assert.Equal(UplinkResult.NotOurs, result);
    }

    [Fact]
    public void Plain_json_takes_the_device_from_the_topic_and_the_time_from_the_body()
    {
        var options = new PayloadOptions(PayloadProfile.PlainJson, "bins/{device}/level", TimePath: "ts");
        var uplink = Read(options, "bins/B-07/level", """{"ts":1772438400,"mm":640}""");
        Assert.Equal("B-07", uplink.DeviceId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1772438400), uplink.At);
    }

    [Fact]
    public void The_same_plain_message_delivered_twice_has_one_identity_when_it_says_its_time()
    {
        var options = new PayloadOptions(PayloadProfile.PlainJson, "bins/{device}/level", TimePath: "ts");
        const string Body = """{"ts":1772438400,"mm":640}""";
        var first = UplinkReader.Read(options, "bins/B-07/level", Bytes(Body), Arrived);
        var again = UplinkReader.Read(options, "bins/B-07/level", Bytes(Body), Arrived.AddSeconds(9));
        Assert.Equal(first.Uplink!.Identity, again.Uplink!.Identity);
    }

    [Theory]
    [InlineData("bins/{device}/level", "bins/B-07/level", "B-07")]
    [InlineData("+/{device}/#", "town/B-07/any/thing", "B-07")]
    [InlineData("bins/{device}/level", "bins/B-07/battery", null)]
    [InlineData("bins/{device}", "bins/B-07/level", null)]
    [InlineData("bins/{device}/level", "bins/B-07", null)]
    public void The_topic_pattern_says_where_the_device_stands(string pattern, string topic, string? device) =>
        Assert.Equal(device, UplinkReader.DeviceOf(pattern, topic));

    [Theory]
    [InlineData("no json")]
    [InlineData("[1,2]")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":1,\"a\":2,\"uplink_message\":{}}")]
    [InlineData("{\"uplink_message\":{\"frm_payload\":\"AA==\"}}")]
    [InlineData("{\"end_device_ids\":{\"dev_eui\":\"01\"},\"uplink_message\":{\"frm_payload\":\"#\"}}")]
    [InlineData("{\"end_device_ids\":{\"dev_eui\":\"01\"}}")]
    public void What_cannot_be_read_says_why(string body)
    {
        var result = UplinkReader.Read(
            new PayloadOptions(PayloadProfile.TheThingsStack), "v3/bins@town/devices/bin-07/up", Bytes(body), Arrived);
        Assert.Null(result.Uplink);
        Assert.False(string.IsNullOrWhiteSpace(result.Reason));
    }

    [Fact]
    public void A_message_beyond_the_limit_is_not_parsed()
    {
        var result = UplinkReader.Read(
            new PayloadOptions(PayloadProfile.TheThingsStack),
            "v3/a/devices/b/up",
            Bytes(new string(' ', UplinkReader.MaxBytes + 1)),
            Arrived);
        Assert.Contains("64 KB", result.Reason, StringComparison.Ordinal);
    }

    private static Uplink Read(PayloadOptions options, string topic, string body)
    {
        var result = UplinkReader.Read(options, topic, Bytes(body), Arrived);
        Assert.Null(result.Reason);
        return result.Uplink!;
    }

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
