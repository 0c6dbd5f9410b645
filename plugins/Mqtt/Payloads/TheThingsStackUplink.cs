using System.Text.Json.Nodes;

namespace Kommune.Workflow.Plugins.Mqtt.Payloads;

/// <summary>Uplinks of The Things Stack v3. Fields that are zero, empty or false are left out there.</summary>
internal static class TheThingsStackUplink
{
    public static UplinkResult Read(string topic, JsonObject body, DateTimeOffset arrivedAt)
    {
        if (!topic.EndsWith("/up", StringComparison.Ordinal))
        {
            return UplinkResult.NotOurs;
        }

        if (body["uplink_message"] is not JsonObject message)
        {
            return UplinkResult.Unreadable("Der Nachricht fehlt „uplink_message“.");
        }

        var ids = body["end_device_ids"] as JsonObject;
        var eui = UplinkReader.Text(ids?["dev_eui"]);
        var device = eui?.ToLowerInvariant() ?? UplinkReader.Text(ids?["device_id"]);
        if (string.IsNullOrWhiteSpace(device))
        {
            return UplinkResult.Unreadable("Der Nachricht fehlt „end_device_ids.dev_eui“.");
        }

        if (UplinkReader.Base64(message["frm_payload"]) is not { } bytes)
        {
            return UplinkResult.Unreadable("„frm_payload“ ist kein Base64.");
        }

        var counter = Number(message["f_cnt"]);
        var session = UplinkReader.Text(message["session_key_id"]);
        var time = UplinkReader.Time(message["received_at"]) ?? UplinkReader.Time(body["received_at"]);
        return new UplinkResult(
            new Uplink(
                device,
                $"{device}/{session}/{counter}",
                time ?? arrivedAt,
                counter,
                session,
                (int)Number(message["f_port"]),
                bytes,
                message["decoded_payload"] as JsonObject) { IsKnownByIdentityOnly = time is null },
            null);
    }

    private static long Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) ? number : 0;
}
