using System.Text.Json.Nodes;

namespace Kommune.Workflow.Plugins.Mqtt.Payloads;

/// <summary>What a network server wraps around a device's bytes, and where.</summary>
public enum PayloadProfile
{
    /// <summary>Flat JSON of a device's own; which part is the device's id, its topic says (<see cref="PayloadOptions"/>).</summary>
    PlainJson,

    /// <summary>The Things Stack v3: <c>v3/{app}@{tenant}/devices/{device}/up</c>.</summary>
    TheThingsStack,

    /// <summary>ChirpStack v4: <c>application/{id}/device/{devEui}/event/up</c>.</summary>
    ChirpStack,
}

/// <summary>How a source's messages are read.</summary>
/// <param name="Profile">Who wrote them.</param>
/// <param name="TopicPattern">Plain JSON: the topic with <c>{device}</c> where the device's id stands: <c>bins/{device}/level</c>.</param>
/// <param name="DevicePath">Plain JSON: path to the device's id in the body; null: the topic says it.</param>
/// <param name="TimePath">Plain JSON: path to the time (ISO 8601 text, or Unix seconds or milliseconds); null: on arrival.</param>
/// <param name="IdentityPath">Plain JSON: path to what tells two messages apart (a counter, an id); null: time or content.</param>
public sealed record PayloadOptions(
    PayloadProfile Profile, string? TopicPattern = null, string? DevicePath = null, string? TimePath = null, string? IdentityPath = null);

/// <summary>One message of one device, out of its wrapping, not yet decoded.</summary>
/// <param name="DeviceId">The device's id at its network: the EUI in lower-case hex, or the id of a plain topic.</param>
/// <param name="Identity">Two messages with the same identity are the same message, delivered twice.</param>
/// <param name="At">When it was received by the network, or measured; UTC.</param>
/// <param name="FrameCounter">Counts up by one per message of a session; gaps are lost messages.</param>
/// <param name="Session">A new session counts from zero again.</param>
/// <param name="Port">The LoRaWAN port, input of the codec.</param>
/// <param name="Bytes">The device's bytes; empty when it sent JSON.</param>
/// <param name="Decoded">The fields, when the network's codec or the device already made JSON of it.</param>
public sealed record Uplink(
    string DeviceId,
    string Identity,
    DateTimeOffset At,
    long? FrameCounter,
    string? Session,
    int Port,
    ReadOnlyMemory<byte> Bytes,
    JsonObject? Decoded)
{
    /// <summary>Whether a second delivery has another time: the message says who it is, but not when it was.</summary>
    public bool IsKnownByIdentityOnly { get; init; }
}

/// <summary>What became of a message: an uplink, a reason why not, or neither when it is none of ours (a join, a status).</summary>
/// <param name="Uplink">The message, when it could be read.</param>
/// <param name="Reason">Why it could not be read, in German.</param>
public readonly record struct UplinkResult(Uplink? Uplink, string? Reason)
{
    public static readonly UplinkResult NotOurs;

    public static UplinkResult Unreadable(string reason) => new(null, reason);
}
