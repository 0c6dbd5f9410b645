using Kommune.Workflow.Plugins.Mqtt.Payloads;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>What a device said last, and how well its messages come through.</summary>
public sealed record DeviceStatus
{
    /// <summary>Its number in the tables.</summary>
    public required long Number { get; init; }

    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The last valid value of each field.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = new Dictionary<string, double>();

    /// <summary>Fields whose last value was unusable, and why.</summary>
    public IReadOnlyDictionary<string, string> Invalid { get; init; } = new Dictionary<string, string>();

    public long? FrameCounter { get; init; }

    public string? Session { get; init; }

    public long Messages { get; init; }

    /// <summary>Messages that never came, by gaps in the frame counter.</summary>
    public long Lost { get; init; }

    /// <summary>Messages that came twice.</summary>
    public long Repeated { get; init; }

    internal DeviceStatus After(Understood message)
    {
        var uplink = message.Uplink;
        var status = this with { Messages = Messages + 1 };
        if (uplink.FrameCounter is { } counter && (uplink.Session != Session || !(counter <= FrameCounter)))
        {
            var lost = uplink.Session == Session && FrameCounter is { } last ? counter - last - 1 : 0;
            status = status with { FrameCounter = counter, Session = uplink.Session, Lost = Lost + lost };
        }

        if (uplink.At < LastAt)
        {
            return status;
        }

        var values = new Dictionary<string, double>(Values, StringComparer.Ordinal);
        var invalid = new Dictionary<string, string>(Invalid, StringComparer.Ordinal);
        foreach (var (field, value) in message.Measurement.Values)
        {
            values[field] = value;
            invalid.Remove(field);
        }

        foreach (var (field, reason) in message.Measurement.Invalid)
        {
            invalid[field] = reason;
        }

        return status with { LastAt = uplink.At, Values = values, Invalid = invalid };
    }
}
