using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Payloads;

namespace Kommune.Workflow.Plugins.Mqtt.Devices;

/// <summary>Takes a device type's fields out of a decoded message.</summary>
public static class MeasurementReader
{
    /// <summary>Reads the values. A field that is not in the message is neither a value nor invalid: devices send in turns.</summary>
    /// <param name="type">What is kept.</param>
    /// <param name="decoded">The decoded message.</param>
    /// <param name="geometry">The device's own; null: its type's.</param>
    public static Measurement Read(DeviceType type, JsonObject decoded, Geometry? geometry = null)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        var invalid = new Dictionary<string, string>(StringComparer.Ordinal);
        List<(DeviceField, double)>? people = null;
        foreach (var field in type.Fields)
        {
            if (JsonPath.Find(decoded, field.Path) is not { } node)
            {
                continue;
            }

            if (field.Kind == FieldKind.People)
            {
                if (ReadField(field, node, null).Value is >= 0 and var count)
                {
                    (people ??= []).Add((field, count));
                }
                else
                {
                    invalid[field.Name] = "keine Anzahl";
                }

                continue;
            }

            var (value, reason) = ReadField(field, node, geometry ?? type.Geometry);
            if (value is { } usable)
            {
                values[field.Name] = usable;
            }
            else
            {
                invalid[field.Name] = reason!;
            }
        }

        return new Measurement(values, invalid) { People = people ?? [] };
    }

    private static (double? Value, string? Reason) ReadField(DeviceField field, JsonNode node, Geometry? geometry)
    {
        if (field.Kind == FieldKind.Flag)
        {
            return Flag(node) is { } set ? (set ? 1 : 0, null) : (null, "weder ja noch nein");
        }

        var (number, sentUnit) = Number(node);
        if (IsNoValue(field, node) || number is null)
        {
            return (null, $"„{Shown(node)}“ ist kein Messwert");
        }

        var targetUnit = field.Kind == FieldKind.Distance ? "mm" : field.Unit;
        if (Units.Convert(number.Value, sentUnit ?? field.SentUnit ?? targetUnit, targetUnit) is not { } value)
        {
            return (null, $"Einheit „{sentUnit ?? field.SentUnit}“ statt „{targetUnit}“");
        }

        if (value < field.Min || value > field.Max)
        {
            var shown = $"{value.ToString("0.##", Units.German)} {targetUnit}".TrimEnd();
            return (null, $"{shown} liegt außerhalb des Messbereichs");
        }

        return field.Kind != FieldKind.Distance
            ? (value, null)
            : geometry is not { } container
                ? (null, "Maße des Behälters fehlen")
                : container.Level(value) is { } level
                    ? (level, null)
                    : (null, $"{value.ToString("0", Units.German)} mm passt nicht zu den Maßen des Behälters");
    }

    /// <summary>A number, a text such as <c>2000 mm</c>, or an object with <c>value</c> and <c>unit</c>.</summary>
    private static (double? Value, string? Unit) Number(JsonNode node)
    {
        if (node is JsonObject pair)
        {
            var (value, unit) = pair["value"] is { } inner and not JsonObject ? Number(inner) : (null, null);
            return (value, UplinkReader.Text(pair["unit"]) ?? unit);
        }

        if (node is not JsonValue single)
        {
            return (null, null);
        }

        if (single.GetValueKind() == JsonValueKind.Number)
        {
            return single.TryGetValue<double>(out var number) && double.IsFinite(number) ? (number, null) : (null, null);
        }

        if (!single.TryGetValue<string>(out var text))
        {
            return (null, null);
        }

        text = text.Trim();
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or ',' or '-' or '+'))
        {
            end++;
        }

        return double.TryParse(
            text[..end].Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed)
            ? (parsed, text[end..].Trim() is { Length: > 0 } rest ? rest : null)
            : (null, null);
    }

    private static bool? Flag(JsonNode node) => node is not JsonValue value
        ? null
        : value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.GetValue<double>() != 0,
            JsonValueKind.String => value.GetValue<string>().ToUpperInvariant() switch
            {
                "1" or "TRUE" or "ON" or "YES" or "ALARM" or "TILT" or "FULL" => true,
                "0" or "FALSE" or "OFF" or "NO" or "NORMAL" or "OK" => false,
                _ => null,
            },
            _ => null,
        };

    private static bool IsNoValue(DeviceField field, JsonNode node)
    {
        var shown = node is JsonObject pair ? UplinkReader.Text(pair["value"]) : UplinkReader.Text(node);
        return shown is not null
            && field.InvalidValues?.Any(no => string.Equals(no, shown.Trim(), StringComparison.OrdinalIgnoreCase)) == true;
    }

    private static string Shown(JsonNode node) => node.ToJsonString() is { Length: > 40 } text ? text[..40] + "…" : node.ToString();
}
