using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.Payloads;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>A message that was understood.</summary>
internal sealed record Understood(Arrival Arrival, Source Source, Device Device, Uplink Uplink, Measurement Measurement);

/// <summary>A message that was not.</summary>
internal sealed record NotUnderstood(Arrival Arrival, string Code, string Reason, string? DeviceId);

/// <summary>Turns what a broker delivers into values of known devices. No I/O.</summary>
internal sealed class ArrivalReader(CodecShelf codecs)
{
    /// <summary>An <see cref="Understood"/>, a <see cref="NotUnderstood"/>, or null for messages that are no readings.</summary>
    public object? Read(Arrival arrival, Catalogue catalogue)
    {
        if (!catalogue.Sources.TryGetValue(arrival.SourceId, out var source))
        {
            return Unread(arrival, DeadCode.Unreadable, "Diese Quelle gibt es nicht mehr.");
        }

        var (uplink, reason) = UplinkReader.Read(source.Payload, arrival.Topic, arrival.Sequence, arrival.At);
        if (uplink is null)
        {
            return reason is null ? null : Unread(arrival, DeadCode.Unreadable, reason);
        }

        if (!catalogue.Devices.TryGetValue(uplink.DeviceId, out var device) || !device.Active)
        {
            return Unread(arrival, DeadCode.UnknownDevice, $"Das Gerät „{uplink.DeviceId}“ ist nicht angelegt.", uplink.DeviceId);
        }

        if (!catalogue.Types.TryGetValue(device.TypeId, out var type))
        {
            return Unread(arrival, DeadCode.NotDecoded, $"Der Gerätetyp „{device.TypeId}“ fehlt.", device.Id);
        }

        var (fields, problem) = Fields(uplink, device, catalogue);
        return fields is null ? Unread(arrival, DeadCode.NotDecoded, problem!, device.Id)
            : PersonalIdentifiers.Find(fields) is { } personal ? Refused(arrival, $"unter „{personal.Path}“ ", personal.Kind, device.Id)
            : new Understood(arrival, source, device, uplink, MeasurementReader.Read(type, fields, device.Geometry));
    }

    /// <summary>What is not understood is kept as it came, so it must pass the gate, too.</summary>
    private static NotUnderstood Unread(Arrival arrival, string code, string reason, string? device = null) =>
        PersonalIdentifiers.FindIn(arrival.Payload.Span) is { } kind
            ? Refused(arrival, "", kind, device)
            : new NotUnderstood(arrival, code, reason, device);

    private static NotUnderstood Refused(Arrival arrival, string where, string kind, string? device) => new(
        arrival,
        DeadCode.Refused,
        $"Die Nachricht enthält {where}Personenbezogenes ({kind}). Ihr Inhalt wurde nicht gespeichert.",
        device);

    private (JsonObject? Fields, string? Problem) Fields(Uplink uplink, Device device, Catalogue catalogue)
    {
        if (device.CodecId is null)
        {
            return uplink.Decoded is { } decoded
                ? (decoded, null)
                : (null, "Die Nachricht ist nicht entschlüsselt, und das Gerät hat keinen Codec.");
        }

        if (!catalogue.Codecs.TryGetValue(device.CodecId, out var codec))
        {
            return (null, $"Der Codec „{device.CodecId}“ fehlt.");
        }

        var result = codecs.Decode(codec, uplink.Bytes.Span, uplink.Port, uplink.At);
        return (result.Data, result.Data is null ? string.Join(" ", result.Errors) : null);
    }
}
