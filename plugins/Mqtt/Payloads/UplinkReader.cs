using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kommune.Workflow.Plugins.Mqtt.Payloads;

/// <summary>Reads an uplink out of what a broker delivers. Pure: the same message gives the same uplink.</summary>
public static class UplinkReader
{
    /// <summary>Larger messages are no sensor readings.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxDepth = 32;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };

    /// <summary>Reads one message.</summary>
    /// <param name="options">How the source's messages are built.</param>
    /// <param name="topic">The topic it came on.</param>
    /// <param name="payload">The message's bytes, JSON in UTF-8.</param>
    /// <param name="arrivedAt">When it came here: the time of readings that do not say their own.</param>
    public static UplinkResult Read(PayloadOptions options, string topic, ReadOnlySequence<byte> payload, DateTimeOffset arrivedAt)
    {
        if (payload.Length > MaxBytes)
        {
            return UplinkResult.Unreadable($"Die Nachricht ist größer als {MaxBytes / 1024} KB.");
        }

        JsonObject body;
        try
        {
            if (JsonNode.Parse(payload.ToArray(), documentOptions: Strict) is not JsonObject read)
            {
                return UplinkResult.Unreadable("Die Nachricht ist kein JSON-Objekt.");
            }

            body = read;
            return options.Profile switch
            {
                PayloadProfile.TheThingsStack => TheThingsStackUplink.Read(topic, body, arrivedAt),
                PayloadProfile.ChirpStack => ChirpStackUplink.Read(topic, body, arrivedAt),
                _ => Plain(options, topic, body, payload, arrivedAt),
            };
        }
        catch (JsonException)
        {
            return UplinkResult.Unreadable("Die Nachricht ist kein gültiges JSON.");
        }
        catch (ArgumentException)
        {
            // JsonNode finds a name that stands twice only when it is asked for.
            return UplinkResult.Unreadable("Die Nachricht enthält eine Angabe doppelt.");
        }
    }

    private static UplinkResult Plain(
        PayloadOptions options, string topic, JsonObject body, ReadOnlySequence<byte> payload, DateTimeOffset arrivedAt)
    {
        var device = options.DevicePath is { } path ? Text(JsonPath.Find(body, path)) : DeviceOf(options.TopicPattern, topic);
        if (string.IsNullOrWhiteSpace(device))
        {
            return UplinkResult.Unreadable(options.DevicePath is { } where
                ? $"Unter „{where}“ steht keine Gerätekennung."
                : $"Das Thema „{topic}“ passt nicht zum Muster „{options.TopicPattern}“.");
        }

        var at = options.TimePath is { } timePath ? Time(JsonPath.Find(body, timePath)) : arrivedAt;
        if (at is null)
        {
            return UplinkResult.Unreadable($"Unter „{options.TimePath}“ steht kein Zeitpunkt.");
        }

        // Without an id or a time of its own, equal content cannot be told from a second delivery: the arrival decides.
        var own = options.IdentityPath is { } identityPath ? Text(JsonPath.Find(body, identityPath)) : null;
        var identity = string.IsNullOrEmpty(own) ? $"{at.Value.ToUnixTimeMilliseconds()}/{Digest(payload)}" : own;
        var uplink = new Uplink(device, $"{device}/{identity}", at.Value, null, null, 0, default, body)
        {
            IsKnownByIdentityOnly = options.TimePath is null && !string.IsNullOrEmpty(own),
        };
        return new UplinkResult(uplink, null);
    }

    /// <summary>The part of a topic at <c>{device}</c> in its pattern; null when it does not match.</summary>
    internal static string? DeviceOf(string? pattern, string topic)
    {
        if (pattern is null)
        {
            return null;
        }

        var parts = pattern.Split('/');
        var levels = topic.Split('/');
        string? device = null;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] == "#")
            {
                return device;
            }

            if (i >= levels.Length)
            {
                return null;
            }

            if (parts[i] == "{device}")
            {
                device = levels[i];
            }
            else if (parts[i] != "+" && parts[i] != levels[i])
            {
                return null;
            }
        }

        return parts.Length == levels.Length ? device : null;
    }

    /// <summary>A time as ISO 8601 text, or Unix seconds or milliseconds as a number.</summary>
    internal static DateTimeOffset? Time(JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            return null;
        }

        if (value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var number))
        {
            var milliseconds = Math.Abs(number) < 100_000_000_000 ? number * 1000 : number;
            return milliseconds is > -62_135_596_800_000 and < 253_402_300_800_000
                ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
                : null;
        }

        return value.TryGetValue<string>(out var text)
            && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : null;
    }

    /// <summary>Text of a text or a number; null of everything else.</summary>
    internal static string? Text(JsonNode? node) => node is JsonValue value
        ? value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => value.ToJsonString(),
            _ => null,
        }
        : null;

    internal static ReadOnlyMemory<byte>? Base64(JsonNode? node)
    {
        if (Text(node) is not { } text)
        {
            return node is null ? ReadOnlyMemory<byte>.Empty : null;
        }

        var bytes = new byte[((text.Length + 3) / 4) * 3];
        return Convert.TryFromBase64String(text, bytes, out var written)
            ? bytes.AsMemory(0, written)
            : default(ReadOnlyMemory<byte>?);
    }

    private static string Digest(ReadOnlySequence<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var segment in payload)
        {
            hash.AppendData(segment.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }
}
