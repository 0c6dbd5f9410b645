using System.Text.Json.Nodes;

namespace Kommune.Workflow.Plugins.Mqtt.Payloads;

/// <summary>Uplinks of ChirpStack v4.</summary>
internal static class ChirpStackUplink
{
    public static UplinkResult Read(string topic, JsonObject body, DateTimeOffset arrivedAt)
    {
        if (!topic.EndsWith("/event/up", StringComparison.Ordinal))
        {
            return UplinkResult.NotOurs;
        }

        var device = UplinkReader.Text((body["deviceInfo"] as JsonObject)?["devEui"])?.ToLowerInvariant();
        if (string.IsNullOrWhiteSpace(device))
        {
            return UplinkResult.Unreadable("Der Nachricht fehlt „deviceInfo.devEui“.");
        }

        if (UplinkReader.Base64(body["data"]) is not { } bytes)
        {
            return UplinkResult.Unreadable("„data“ ist kein Base64.");
        }

        var counter = body["fCnt"] is JsonValue frames && frames.TryGetValue<long>(out var frame) ? frame : (long?)null;
        var session = UplinkReader.Text(body["devAddr"]);
        var identity = UplinkReader.Text(body["deduplicationId"]) ?? $"{session}/{counter}";
        var time = UplinkReader.Time(body["time"]);
        var port = body["fPort"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
        return new UplinkResult(
            new Uplink(
                device,
                $"{device}/{identity}",
                time ?? arrivedAt,
                counter,
                session,
                port,
                bytes,
                body["object"] as JsonObject) { IsKnownByIdentityOnly = time is null },
            null);
    }
}
