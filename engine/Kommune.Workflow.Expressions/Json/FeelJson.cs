using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Kommune.Workflow.Expressions;

/// <summary>Reads JSON into values and writes values as JSON (<see cref="FeelValue.ToJsonValue"/> applies).</summary>
/// <remarks>Text that is not JSON, too deep, or holds a number beyond FEEL's gives a <see cref="JsonException"/>.</remarks>
public static class FeelJson
{
    /// <summary>How deep lists and contexts may nest.</summary>
    public const int DepthMax = 64;

    // Text of citizens is mostly German: umlauts stay readable and short in the store.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        MaxDepth = DepthMax,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static FeelValue Parse(string json) => Parse(Encoding.UTF8.GetBytes(json).AsSpan());

    public static FeelValue Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DepthMax });
        if (!reader.Read())
        {
            throw new JsonException("Expected a JSON value, but the text is empty.");
        }

        try
        {
            var value = ReadValue(ref reader);
            return !reader.Read()
                ? value
                : throw new JsonException("Expected the end of the text after a JSON value, but there is more.");
        }
        catch (InvalidOperationException exception)
        {
            // So the reader names a text with half of a surrogate pair or with bytes that are no UTF-8.
            throw new JsonException("Expected texts of Unicode characters, but found one that is not.", exception);
        }
    }

    public static FeelValue FromElement(JsonElement element)
    {
        try
        {
            return FromElement(element, 0);
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("Expected texts of Unicode characters, but found one that is not.", exception);
        }
    }

    public static string ToJson(FeelValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, FeelValue value)
    {
        switch (value)
        {
            case FeelNull or FeelFunction:
                writer.WriteNullValue();
                break;
            case FeelBoolean boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            case FeelNumber number:
                writer.WriteNumberValue(number.Canonical);
                break;
            case FeelString text:
                writer.WriteStringValue(text.Value);
                break;
            case FeelList list:
                WriteList(writer, list);
                break;
            case FeelContext context:
                WriteContext(writer, context);
                break;
            default:
                writer.WriteStringValue(((FeelString)value.ToJsonValue()).Value);
                break;
        }
    }

    private static void WriteList(Utf8JsonWriter writer, FeelList list)
    {
        RequireDepth(writer.CurrentDepth + 1);
        writer.WriteStartArray();
        foreach (var item in list)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteContext(Utf8JsonWriter writer, FeelContext context)
    {
        RequireDepth(writer.CurrentDepth + 1);
        writer.WriteStartObject();
        for (var i = 0; i < context.Count; i++)
        {
            writer.WritePropertyName(context.Keys[i]);
            Write(writer, context.Values[i]);
        }

        writer.WriteEndObject();
    }

    private static FeelValue ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => FeelNull.Instance,
        JsonTokenType.True => FeelBoolean.True,
        JsonTokenType.False => FeelBoolean.False,
        JsonTokenType.String => FeelString.Of(reader.GetString()!),
        JsonTokenType.Number => reader.TryGetDecimal(out var number)
            ? FeelNumber.Of(number)
            : throw NumberOutOfRange(Encoding.UTF8.GetString(reader.ValueSpan)),
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => ReadContext(ref reader),
        _ => throw new JsonException($"Expected a JSON value, but found {reader.TokenType}."),
    };

    private static FeelList ReadList(ref Utf8JsonReader reader)
    {
        var items = ImmutableArray.CreateBuilder<FeelValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader));
        }

        return FeelList.From(items.DrainToImmutable());
    }

    private static FeelContext ReadContext(ref Utf8JsonReader reader)
    {
        var entries = new FeelContext.Builder();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            entries.Set(name, ReadValue(ref reader));
        }

        return entries.Build();
    }

    private static FeelValue FromElement(JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return FeelBoolean.Of(element.GetBoolean());
            case JsonValueKind.String:
                return FeelString.Of(element.GetString()!);
            case JsonValueKind.Number:
                return element.TryGetDecimal(out var number)
                    ? FeelNumber.Of(number)
                    : throw NumberOutOfRange(element.GetRawText());
            case JsonValueKind.Array:
                RequireDepth(depth + 1);
                return FeelList.From(element.EnumerateArray().Select(item => FromElement(item, depth + 1)));
            case JsonValueKind.Object:
                RequireDepth(depth + 1);
                var entries = new FeelContext.Builder();
                foreach (var property in element.EnumerateObject())
                {
                    entries.Set(property.Name, FromElement(property.Value, depth + 1));
                }

                return entries.Build();
            default:
                return FeelNull.Instance;
        }
    }

    private static void RequireDepth(int depth)
    {
        if (depth > DepthMax)
        {
            throw new JsonException($"Expected lists and contexts nested at most {DepthMax} deep, but found more.");
        }
    }

    private static JsonException NumberOutOfRange(string text) =>
        new($"Expected a number within ±{decimal.MaxValue}, but found {(text.Length > 40 ? text[..40] + "…" : text)}.");
}
