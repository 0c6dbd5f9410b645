using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

public class PersonalIdentifiersTests
{
    [Theory]
    [InlineData("""{"wifi":[{"mac":"whatever"}]}""", "wifi[0].mac", "MAC-Adresse")]
    [InlineData("""{"nearest":"a4:5e:60:c2:11:9f"}""", "nearest", "MAC-Adresse")]
    [InlineData("""{"nearest":"seen A4-5E-60-C2-11-9F today"}""", "nearest", "MAC-Adresse")]
    [InlineData("""{"x":"a45e.60c2.119f"}""", "x", "MAC-Adresse")]
    [InlineData("""{"macHash":"5feceb66ffc8"}""", "macHash", "MAC-Adresse")]
    [InlineData("""{"scan":{"BSSID":1}}""", "scan.BSSID", "WLAN-Kennung")]
    [InlineData("""{"modem":"490154203237518"}""", "modem", "IMEI")]
    [InlineData("""{"modem":490154203237518}""", "modem", "IMEI")]
    [InlineData("""{"sim_iccid":"x"}""", "sim_iccid", "ICCID")]
    [InlineData("""{"imsi":"262011234567890"}""", "imsi", "IMSI")]
    [InlineData("""{"lastPlate":"HDH-A 1"}""", "lastPlate", "Kfz-Kennzeichen")]
    [InlineData("""{"cam":"data:image/png;base64,AAAA"}""", "cam", "Bild oder Ton")]
    public void What_identifies_people_is_found_with_its_place(string json, string path, string kind) =>
        Assert.Equal((path, kind), PersonalIdentifiers.Find(JsonNode.Parse(json)));

    [Theory]
    [InlineData("""{"nearest":"a4:5e:60:c2:11:9f"}""", "MAC-Adresse")]
    [InlineData("IMEI 490154203237518;DIST 2000", "IMEI")]
    [InlineData("262011234567890,55", "IMSI")]
    [InlineData("""{"a":1,"a":"a4:5e:60:c2:11:9f"}""", "MAC-Adresse")]
    [InlineData("DIST 2000;TIME 1772438400000", null)]
    public void A_message_that_is_kept_as_it_came_is_judged_as_text(string message, string? kind) =>
        Assert.Equal(kind, PersonalIdentifiers.FindIn(Encoding.UTF8.GetBytes(message)));

    [Fact]
    public void A_recording_is_found_by_its_name_and_length()
    {
        var picture = new JsonObject { ["image"] = new string('A', 200) };
        Assert.Equal(("image", "Bild"), PersonalIdentifiers.Find(picture));
    }

    [Theory]
    [InlineData("""{"distance":"2000 mm","battery":98,"tilt":false}""")]
    [InlineData("""{"sound":62.5,"image":false,"template":"x","plateau":3}""")]
    [InlineData("""{"time":1772438400000,"counter":123456789012345}""")]
    [InlineData("""{"mac":null}""")]
    public void Readings_without_such_things_pass(string json) => Assert.Null(PersonalIdentifiers.Find(JsonNode.Parse(json)));
}
