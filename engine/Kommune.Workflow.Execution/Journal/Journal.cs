using System.Buffers;
using Kommune.Workflow.Expressions;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace Kommune.Workflow.Execution;

/// <summary>One accepted command and what it made true: what an instance's journal is a list of.</summary>
[MessagePackObject]
public sealed record JournalEntry(
    [property: Key(0)] DateTimeOffset At,
    [property: Key(1)] Actor Actor,
    [property: Key(2)] Command Command,
    [property: Key(3)] IReadOnlyList<InstanceEvent> Events);

/// <summary>Commands, events, effects and states as compact bytes (MessagePack) and back.</summary>
/// <remarks>
/// The bytes are stored for years: union numbers and keys of released records stay; a new field gets the next key and a
/// default. Broken bytes give a <see cref="MessagePackSerializationException"/>.
/// </remarks>
public static class Journal
{
    internal static readonly MessagePackSerializerOptions Options = MessagePackSerializerOptions.Standard
        .WithResolver(CompositeResolver.Create(
            [
                FeelValueFormatter.Instance,
                FeelPartFormatter<FeelContext>.Instance,
                FeelPartFormatter<FeelList>.Instance,
                InstanceKeyFormatter.Instance,
            ],
            [StandardResolver.Instance]))
        .WithSecurity(MessagePackSecurity.UntrustedData);

    public static byte[] Encode(JournalEntry entry) => MessagePackSerializer.Serialize(entry, Options);

    public static void Encode(IBufferWriter<byte> output, JournalEntry entry) =>
        MessagePackSerializer.Serialize(output, entry, Options);

    public static JournalEntry DecodeEntry(ReadOnlyMemory<byte> bytes) =>
        MessagePackSerializer.Deserialize<JournalEntry>(bytes, Options);

    public static byte[] EncodeCommand(Command command) => MessagePackSerializer.Serialize(command, Options);

    public static Command DecodeCommand(ReadOnlyMemory<byte> bytes) => MessagePackSerializer.Deserialize<Command>(bytes, Options);

    public static byte[] EncodeEvents(IReadOnlyList<InstanceEvent> events) => MessagePackSerializer.Serialize(events, Options);

    public static IReadOnlyList<InstanceEvent> DecodeEvents(ReadOnlyMemory<byte> bytes) =>
        MessagePackSerializer.Deserialize<IReadOnlyList<InstanceEvent>>(bytes, Options);

    public static byte[] EncodeEffects(IReadOnlyList<Effect> effects) => MessagePackSerializer.Serialize(effects, Options);

    public static IReadOnlyList<Effect> DecodeEffects(ReadOnlyMemory<byte> bytes) =>
        MessagePackSerializer.Deserialize<IReadOnlyList<Effect>>(bytes, Options);

    /// <summary>A single effect, for an outbox that stores one a row.</summary>
    public static byte[] EncodeEffect(Effect effect) => MessagePackSerializer.Serialize(effect, Options);

    public static Effect DecodeEffect(ReadOnlyMemory<byte> bytes) => MessagePackSerializer.Deserialize<Effect>(bytes, Options);

    /// <summary>The whole state: equal states give equal bytes.</summary>
    public static byte[] EncodeSnapshot(InstanceState state)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var writer = new MessagePackWriter(buffer);
        state.Write(ref writer, Options);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static InstanceState DecodeSnapshot(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        return InstanceState.Read(ref reader, Options);
    }

    /// <summary>A single value (a row of variables), and back.</summary>
    public static byte[] EncodeValue(FeelValue value) => MessagePackSerializer.Serialize<FeelValue>(value, Options);

    public static FeelValue DecodeValue(ReadOnlyMemory<byte> bytes) => MessagePackSerializer.Deserialize<FeelValue>(bytes, Options);
}

internal sealed class InstanceKeyFormatter : IMessagePackFormatter<InstanceKey>
{
    public static readonly InstanceKeyFormatter Instance = new();

    public void Serialize(ref MessagePackWriter writer, InstanceKey value, MessagePackSerializerOptions options) =>
        writer.Write(value.Value);

    public InstanceKey Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => new(reader.ReadInt64());
}
