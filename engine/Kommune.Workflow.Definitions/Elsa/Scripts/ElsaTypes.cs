using System.Globalization;
using System.Text.Json;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Converts values to the types that definitions name (aliases, generic and full names of .NET).</summary>
internal static class ElsaTypes
{
    /// <exception cref="FeelScriptException">The value is none of the type.</exception>
    public static FeelValue Convert(FeelValue value, string? typeName)
    {
        var type = Simple(typeName);
        if (value.IsNull)
        {
            return type == "Boolean" ? FeelBoolean.False : value;
        }

        if (IsList(typeName))
        {
            return ToList(value);
        }

        return type switch
        {
            "String" => FeelString.Of(ToText(value)),
            "Boolean" => FeelBoolean.Of(ToBoolean(value)),
            "Int16" or "Int32" or "Int64" or "Long" or "Byte" => ToNumber(value, isWhole: true),
            "Single" or "Double" or "Decimal" => ToNumber(value, isWhole: false),
            "JSON" or "ExpandoObject" or "JsonElement" or "JsonNode" or "JsonObject" or "JsonArray" or "StringDictionary"
                or "ObjectDictionary" or "StringMap" or "ObjectMap" or "IDictionary" or "Dictionary" => Parsed(value),
            _ => value.ToJsonValue(),
        };
    }

    /// <summary>A value as people read it: texts as they are, truth as True and False, everything else as JSON.</summary>
    public static string ToText(FeelValue value) => value switch
    {
        FeelNull => "",
        FeelString text => text.Value,
        FeelBoolean flag => flag.Value ? "True" : "False",
        FeelNumber number => number.ToString(),
        _ => FeelJson.ToJson(value),
    };

    public static bool ToBoolean(FeelValue value) => value switch
    {
        FeelBoolean flag => flag.Value,
        FeelNumber number => number.Value != 0,
        FeelString text when bool.TryParse(text.Value.Trim(), out var flag) => flag,
        FeelString { Value: "" } or FeelNull => false,
        _ => throw new FeelScriptException($"„{ToText(value)}“ ist weder wahr noch falsch."),
    };

    /// <summary>The value that a text holds as JSON; the text itself when it holds none.</summary>
    public static FeelValue Parsed(FeelValue value)
    {
        if (value is not FeelString text)
        {
            return value.ToJsonValue();
        }

        try
        {
            return string.IsNullOrWhiteSpace(text.Value) ? FeelNull.Instance : FeelJson.Parse(text.Value);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    // A list of entries: JSON texts are read, one value alone is a list of one.
    private static FeelValue ToList(FeelValue value) => Parsed(value) switch
    {
        FeelList list => list,
        FeelNull => FeelNull.Instance,
        var one => FeelList.Of(one),
    };

    private static FeelNumber ToNumber(FeelValue value, bool isWhole)
    {
        decimal? number = value switch
        {
            FeelNumber known => known.Value,
            FeelBoolean flag => flag.Value ? 1 : 0,
            FeelString text when decimal.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) => read,
            _ => null,
        };
        return number is { } found
            ? FeelNumber.Of(isWhole ? Math.Round(found, MidpointRounding.ToEven) : found)
            : throw new FeelScriptException($"„{ToText(value)}“ ist keine Zahl.");
    }

    private static bool IsList(string? typeName) =>
        typeName is not null && typeName != "ByteArray"
        && (typeName.EndsWith("[]", StringComparison.Ordinal)
            || Simple(typeName) is "ICollection" or "IEnumerable" or "IList" or "List" or "HashSet" or "IReadOnlyCollection");

    // "System.Int32, System.Private.CoreLib", "ICollection<String>" and "Int32" all have a short name.
    private static string Simple(string? typeName)
    {
        var name = (typeName ?? "").Split(',', '<', '`', '[')[0].Trim();
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
