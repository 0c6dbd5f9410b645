using System.Text.Json.Serialization;
using Kommune.Workflow.Plugins.Mqtt.Rules;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>What a device said last, how well its messages come through, and what its rules remember.</summary>
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

    /// <summary>The state of each rule that watches it, by the rule's id.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, RuleState> Rules { get; init; } = new Dictionary<string, RuleState>();

    /// <summary>Counts of people that are not closed yet, by field. They leave the program in no answer.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, OpenCount> Counting { get; init; } = new Dictionary<string, OpenCount>();

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

        var measurement = message.Measurement;
        return status with
        {
            LastAt = uplink.At,
            Values = With(Values, measurement.Values),
            Invalid = Invalid.Count == 0 && measurement.Invalid.Count == 0
                ? Invalid
                : With(Invalid.Where(entry => !measurement.Values.ContainsKey(entry.Key)), measurement.Invalid),
        };
    }

    /// <summary>With a sum of people that is over: its number, or that there were too few.</summary>
    internal DeviceStatus After(string field, ClosedCount closed) => closed.Sum is { } sum
        ? this with { Values = With(Values, [new(field, sum)]), Invalid = With(Invalid.Where(entry => entry.Key != field), []) }
        : this with
        {
            Values = With(Values.Where(entry => entry.Key != field), []), Invalid = With(Invalid, [new(field, "zu wenige Personen")]),
        };

    internal DeviceStatus With(string rule, RuleState state) => this with { Rules = With(Rules, [new(rule, state)]) };

    internal DeviceStatus With(string field, OpenCount open) => this with { Counting = With(Counting, [new(field, open)]) };

    internal DeviceStatus Without(string field) => this with { Counting = With(Counting.Where(entry => entry.Key != field), []) };

    private static Dictionary<string, T> With<T>(IEnumerable<KeyValuePair<string, T>> before, IEnumerable<KeyValuePair<string, T>> changed)
    {
        var after = new Dictionary<string, T>(before, StringComparer.Ordinal);
        foreach (var (name, value) in changed)
        {
            after[name] = value;
        }

        return after;
    }
}
