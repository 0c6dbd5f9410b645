using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kommune.Workflow.Plugins.Mqtt.Payloads;

/// <summary>Finds what would identify people or their devices. A reading that holds such a thing is refused at the gate.</summary>
/// <remarks>A hashed identifier is still personal data: names count as much as values.</remarks>
public static partial class PersonalIdentifiers
{
    /// <summary>Where the first identifier stands and what kind it is; null when there is none. Never the value itself.</summary>
    public static (string Path, string Kind)? Find(JsonNode? node) => Find(node, "");

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
        foreach (Match word in Word().Matches(name))
        {
            switch (word.Value.ToLowerInvariant())
            {
                case "mac" or "macs": return "MAC-Adresse";
                case "bssid" or "ssid": return "WLAN-Kennung";
                case "imei": return "IMEI";
                case "imsi": return "IMSI";
                case "iccid": return "ICCID";
                case "msisdn" or "phone" or "telefon": return "Telefonnummer";
                case "plate" or "plates" or "kennzeichen" or "lpr" or "anpr": return "Kfz-Kennzeichen";
                case "image" or "picture" or "photo" or "jpeg" or "jpg" or "bild" or "foto" when IsRecording(child): return "Bild";
                case "audio" or "sound" or "wav" when IsRecording(child): return "Ton";
            }
        }

        return null;
    }

    /// <summary>A noise level is a number, a picture's flag a boolean; a recording is long.</summary>
    private static bool IsRecording(JsonNode node) =>
        node is JsonArray { Count: > 64 } || UplinkReader.Text(node) is { Length: > 64 };

    private static string? OfValue(string text)
    {
        if (MacAddress().IsMatch(text))
        {
            return "MAC-Adresse";
        }

        if (DataUrl().IsMatch(text))
        {
            return "Bild oder Ton";
        }

        if (text.Length is 19 or 20 && text.StartsWith("89", StringComparison.Ordinal) && IsLuhn(text))
        {
            return "ICCID";
        }

        return text.Length == 15 && IsLuhn(text) && !text.StartsWith('0') ? "IMEI" : null;
    }

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

    [GeneratedRegex("^data:(image|audio|video)/", RegexOptions.IgnoreCase)]
    private static partial Regex DataUrl();
}
