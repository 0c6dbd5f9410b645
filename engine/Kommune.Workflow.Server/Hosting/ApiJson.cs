using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>How JSON looks on the wire: camelCase, times in UTC with <c>Z</c>, values of enumerations in camelCase.</summary>
internal static class ApiJson
{
    /// <summary>How deep a body may nest.</summary>
    public const int DepthMax = 64;

    public static void Apply(JsonSerializerOptions options)
    {
        options.MaxDepth = DepthMax;
        options.RespectNullableAnnotations = true;
        options.Converters.Add(new UtcTime());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }

    private sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && DateTimeOffset.TryParse(
                reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUniversalTime()
                : throw new JsonException("Expected a time in ISO 8601.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}
