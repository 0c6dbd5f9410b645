using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kommune.Workflow.Plugins.Mqtt.Payloads;

/// <summary>Finds what would identify people or their devices. A reading that holds such a thing is refused at the gate.</summary>
/// <remarks>A hashed identifier is still personal data: names count as much as values.</remarks>
public static partial class PersonalIdentifiers
{
    /// <summary>A text shorter than a MAC address with dots identifies nobody by itself.</summary>
    private const int ShortestIdentifier = 14;

    /// <summary>The country's code at the begin of an IMSI.</summary>
    private const string GermanNetwork = "262";

    /// <summary>Names judged before are remembered: devices send the same ones again and again.</summary>
    private const int NamesMax = 10_000;

    private static readonly ConcurrentDictionary<string, NameKind?> Names = new(StringComparer.Ordinal);

    private sealed record NameKind(string Kind, bool OnlyAsRecording);

    /// <summary>Where the first identifier stands and what kind it is; null when there is none. Never the value itself.</summary>
    public static (string Path, string Kind)? Find(JsonNode? node) => Find(node, "");

    /// <summary>What kind of identifier stands in a message that is kept as it came; null when there is none.</summary>
    /// <param name="payload">JSON, or whatever a device sends.</param>
    public static string? FindIn(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            return Find(JsonNode.Parse(ref reader))?.Kind;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // No JSON, or a name twice: judged as text.
        }

        var text = Encoding.UTF8.GetString(payload);
        return MacAddress().IsMatch(text) ? "MAC-Adresse"
            : DataUrl().IsMatch(text) ? "Bild oder Ton"
            : LongNumber().Matches(text).Select(number => OfNumber(number.Value)).FirstOrDefault(kind => kind is not null);
    }

    private static (string Path, string Kind)? Find(JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, child) in map)
                {
                    var at = path.Length == 0 ? name : $"{path}.{name}";
                    if ((child is null ? null : OfName(name, child) is { } kind ? (at, kind) : Find(child, at)) is { } found)
                    {
                        return found;
                    }
                }

                return null;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (Find(list[i], $"{path}[{i}]") is { } found)
                    {
                        return found;
                    }
                }

                return null;
            case JsonValue value when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number:
                return OfValue(UplinkReader.Text(value)!) is { } what ? (path, what) : null;
            default:
                return null;
        }
    }

    private static string? OfName(string name, JsonNode child)
    {
        if (!Names.TryGetValue(name, out var kind))
        {
            kind = Judge(name);
            if (Names.Count < NamesMax)
            {
                Names[name] = kind;
            }
        }

        return kind is { OnlyAsRecording: true } && !IsRecording(child) ? null : kind?.Kind;
    }

    private static NameKind? Judge(string name)
    {
        foreach (Match word in Word().Matches(name))
        {
            switch (word.Value.ToLowerInvariant())
            {
                case "mac" or "macs": return new("MAC-Adresse", false);
                case "bssid" or "ssid": return new("WLAN-Kennung", false);
                case "imei": return new("IMEI", false);
                case "imsi": return new("IMSI", false);
                case "iccid": return new("ICCID", false);
                case "msisdn" or "phone" or "telefon": return new("Telefonnummer", false);
                case "plate" or "plates" or "kennzeichen" or "lpr" or "anpr": return new("Kfz-Kennzeichen", false);
                case "image" or "picture" or "photo" or "jpeg" or "jpg" or "bild" or "foto": return new("Bild", true);
                case "audio" or "sound" or "wav": return new("Ton", true);
            }
        }

        return null;
    }

    /// <summary>A noise level is a number, a picture's flag a boolean; a recording is long.</summary>
    private static bool IsRecording(JsonNode node) =>
        node is JsonArray { Count: > 64 } || UplinkReader.Text(node) is { Length: > 64 };

    private static string? OfValue(string text) => text.Length < ShortestIdentifier ? null
        : MacAddress().IsMatch(text) ? "MAC-Adresse"
        : DataUrl().IsMatch(text) ? "Bild oder Ton"
        : OfNumber(text);

    private static string? OfNumber(string text) => text.Length switch
    {
        19 or 20 when text.StartsWith("89", StringComparison.Ordinal) && IsLuhn(text) => "ICCID",
        15 when !text.StartsWith('0') && IsLuhn(text) => "IMEI",
        15 when text.StartsWith(GermanNetwork, StringComparison.Ordinal) && text.All(char.IsAsciiDigit) => "IMSI",
        _ => null,
    };

    private static bool IsLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            if (!char.IsAsciiDigit(digits[i]))
            {
                return false;
            }

            var digit = digits[i] - '0';
            var doubled = (digits.Length - i) % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    /// <summary>The words of a name in camel case, snake case or kebab case.</summary>
    [GeneratedRegex("[A-ZÄÖÜ]+(?![a-zäöü])|[A-ZÄÖÜ]?[a-zäöü]+")]
    private static partial Regex Word();

    [GeneratedRegex(
        @"(?<![0-9A-F:.-])(?:[0-9A-F]{2}([:-]))(?:[0-9A-F]{2}\1){4}[0-9A-F]{2}(?![0-9A-F:-])|\b(?:[0-9A-F]{4}\.){2}[0-9A-F]{4}\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex MacAddress();

    [GeneratedRegex(@"\bdata:(image|audio|video)/", RegexOptions.IgnoreCase)]
    private static partial Regex DataUrl();

    [GeneratedRegex("(?<![0-9])[0-9]{15,20}(?![0-9])")]
    private static partial Regex LongNumber();
}
