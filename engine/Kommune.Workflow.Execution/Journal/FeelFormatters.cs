using System.Buffers;
using System.Buffers.Binary;
using Kommune.Workflow.Expressions;
using MessagePack;
using MessagePack.Formatters;

namespace Kommune.Workflow.Execution;

/// <summary>Values as MessagePack: nil, bool, int, str, array, map; a number with a fraction as extension 1, none as 2.</summary>
internal sealed class FeelValueFormatter : IMessagePackFormatter<FeelValue?>
{
    // Payload: one byte sign (bit 7) and scale (bits 0-6), then the 96-bit whole number, little endian, without leading zeros.
    private const sbyte DecimalExtension = 1;
    private const int DecimalBytesMax = 13;

    // Dividing by a one with this scale makes System.Decimal drop trailing zeros.
    private const decimal ScaleStripper = 1.0000000000000000000000000000m;

    // No value at all, where FEEL's null would be one.
    private const sbyte AbsentExtension = 2;

    public static readonly FeelValueFormatter Instance = new();

    public void Serialize(ref MessagePackWriter writer, FeelValue? value, MessagePackSerializerOptions options)
    {
        switch (value)
        {
            case null: writer.WriteExtensionFormat(new ExtensionResult(AbsentExtension, default(ReadOnlySequence<byte>))); break;
            case FeelNull or FeelFunction: writer.WriteNil(); break;
            case FeelBoolean boolean: writer.Write(boolean.Value); break;
            case FeelNumber number: WriteNumber(ref writer, number.Value); break;
            case FeelString text: writer.Write(text.Value); break;
            case FeelList list:
                writer.WriteArrayHeader(list.Count);
                foreach (var item in list)
                {
                    Serialize(ref writer, item, options);
                }

                break;
            case FeelContext context: WriteContext(ref writer, context, options); break;
            default: Serialize(ref writer, value.ToJsonValue(), options); break;
        }
    }

    FeelValue? IMessagePackFormatter<FeelValue?>.Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.NextMessagePackType == MessagePackType.Extension)
        {
            var ahead = reader.CreatePeekReader();
            if (ahead.ReadExtensionFormatHeader().TypeCode == AbsentExtension)
            {
                reader.Skip();
                return null;
            }
        }

        return Deserialize(ref reader, options);
    }

    public FeelValue Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        options.Security.DepthStep(ref reader);
        var value = Read(ref reader, options);
        reader.Depth--;
        return value;
    }

    private FeelValue Read(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                return FeelNull.Instance;
            case MessagePackType.Boolean: return FeelBoolean.Of(reader.ReadBoolean());
            case MessagePackType.Integer: return FeelNumber.Of(reader.ReadInt64());
            case MessagePackType.Extension: return FeelNumber.Of(ReadDecimal(ref reader));
            case MessagePackType.String: return FeelString.Of(reader.ReadString()!);
            case MessagePackType.Array:
                var items = new FeelValue[reader.ReadArrayHeader()];
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = Deserialize(ref reader, options);
                }

                return FeelList.Of(items);
            case MessagePackType.Map:
                var entries = new FeelContext.Builder();
                for (var left = reader.ReadMapHeader(); left > 0; left--)
                {
                    var name = reader.ReadString()!;
                    entries.Set(name, Deserialize(ref reader, options));
                }

                return entries.Build();
            default: throw new MessagePackSerializationException($"Expected a value, but found {reader.NextMessagePackType}.");
        }
    }

    private void WriteContext(ref MessagePackWriter writer, FeelContext context, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(context.Count);
        for (var i = 0; i < context.Count; i++)
        {
            writer.Write(context.Keys[i]);
            Serialize(ref writer, context.Values[i], options);
        }
    }

    private static void WriteNumber(ref MessagePackWriter writer, decimal value)
    {
        // Without insignificant zeros, as it is read back: a value gives the same bytes whether it was computed or loaded.
        value = value.Scale == 0 ? value : value / ScaleStripper;
        if (decimal.IsInteger(value) && value is >= long.MinValue and <= long.MaxValue)
        {
            writer.Write((long)value);
            return;
        }

        Span<int> bits = stackalloc int[4];
        Span<byte> payload = stackalloc byte[DecimalBytesMax];
        decimal.GetBits(value, bits);
        payload[0] = (byte)(((bits[3] >> 16) & 0x7F) | (bits[3] < 0 ? 0x80 : 0));
        for (var i = 0; i < 3; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(payload[(1 + (4 * i))..], bits[i]);
        }

        payload = payload[..(payload.LastIndexOfAnyExcept((byte)0) + 1)];
        writer.WriteExtensionFormat(new ExtensionResult(DecimalExtension, new ReadOnlySequence<byte>(payload.ToArray())));
    }

    private static decimal ReadDecimal(ref MessagePackReader reader)
    {
        var extension = reader.ReadExtensionFormat();
        if (extension.TypeCode != DecimalExtension || extension.Data.Length is 0 or > DecimalBytesMax)
        {
            throw new MessagePackSerializationException($"Expected a number, but found extension {extension.TypeCode}.");
        }

        Span<byte> payload = stackalloc byte[DecimalBytesMax];
        payload.Clear();
        extension.Data.CopyTo(payload);
        return new decimal(
            BinaryPrimitives.ReadInt32LittleEndian(payload[1..]),
            BinaryPrimitives.ReadInt32LittleEndian(payload[5..]),
            BinaryPrimitives.ReadInt32LittleEndian(payload[9..]),
            isNegative: (payload[0] & 0x80) != 0,
            scale: (byte)(payload[0] & 0x7F));
    }
}

/// <summary>A context or list where the type is known and it may be missing altogether.</summary>
internal sealed class FeelPartFormatter<T> : IMessagePackFormatter<T?>
    where T : FeelValue
{
    public static readonly FeelPartFormatter<T> Instance = new();

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        FeelValueFormatter.Instance.Serialize(ref writer, value, options);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.TryReadNil() ? null : (T)FeelValueFormatter.Instance.Deserialize(ref reader, options);
}
