using System.Buffers;
using System.Text.Json.Nodes;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>A message as a broker delivered it.</summary>
/// <param name="SourceId">Where it came from.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="At">When it arrived here.</param>
public sealed record Arrival(string SourceId, string Topic, ReadOnlyMemory<byte> Payload, DateTimeOffset At)
{
    /// <summary>The dead letter it was taken from, to be decoded again; null for a new message.</summary>
    internal long? DeadLetter { get; init; }

    internal ReadOnlySequence<byte> Sequence => new(Payload);
}

/// <summary>What became of a message.</summary>
public enum Verdict
{
    /// <summary>Its values are stored.</summary>
    Stored,

    /// <summary>It was stored before.</summary>
    Repeated,

    /// <summary>It is no reading: a join, a status.</summary>
    PassedOver,

    /// <summary>It could not be read and lies with the dead letters.</summary>
    Dead,
}

/// <summary>Why a message is dead; the code of the list, beside the reason in words.</summary>
public static class DeadCode
{
    public const string Unreadable = "unreadable";
    public const string UnknownDevice = "unknown-device";
    public const string NotDecoded = "not-decoded";

    /// <summary>It held what identifies people: its content is not kept.</summary>
    public const string Refused = "refused";
}

/// <summary>What the engine is to hear, kept until it has.</summary>
/// <param name="Stimulus">A stimulus <c>mqtt-message</c>; otherwise a message.</param>
/// <param name="Name">The message's name.</param>
/// <param name="CorrelationKey">The message's key.</param>
/// <param name="IdempotencyKey">The fact's own key.</param>
/// <param name="Variables">What receivers get.</param>
internal sealed record Telling(bool Stimulus, string Name, string CorrelationKey, string IdempotencyKey, JsonObject Variables);
