using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kommune.Workflow.Server.Forms;

/// <summary>What answers mean to a form: when one is empty, true, a number, equal to another. As SurveyJS sees it.</summary>
internal static class FormValue
{
    /// <summary>
    /// Nothing, an empty text, an empty list, an object without a filled property, a list of such objects. Zero and false are
    /// answers.
    /// </summary>
    public static bool IsEmpty(JsonNode? value) => value switch
    {
        null => true,
        JsonArray array => array.All(item => item is JsonObject && IsEmpty(item)),
        JsonObject map => map.All(property => IsEmpty(property.Value)),
        _ => value.GetValueKind() == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetValue<string>()),
    };

    public static bool IsTrue(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.False or JsonValueKind.Null => false,
        JsonValueKind.Number => Number(value) != 0,
        JsonValueKind.String => value.GetValue<string>().Length > 0 && value.GetValue<string>() != "false",
        _ => true,
    };

    /// <summary>A number, or a text that is one; otherwise null.</summary>
    public static decimal? Number(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number when decimal.TryParse(
            value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        JsonValueKind.String when decimal.TryParse(
            value.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    public static string? Text(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString();

    /// <summary>Lists compare without order, as answers of a checkbox; a number equals its text.</summary>
    public static bool AreEqual(JsonNode? left, JsonNode? right)
    {
        if (IsEmpty(left) || IsEmpty(right))
        {
            return IsEmpty(left) && IsEmpty(right);
        }

        if (left is JsonArray a && right is JsonArray b)
        {
            return a.Count == b.Count && a.All(item => b.Any(other => AreEqual(item, other)));
        }

        if (Number(left) is { } x && Number(right) is { } y)
        {
            return x == y;
        }

        return left is JsonObject || right is JsonObject
            ? JsonNode.DeepEquals(left, right)
            : string.Equals(Text(left), Text(right), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The value of a comparison or calculation of <see cref="FormExpression"/>.</summary>
    public static JsonNode? Compare(string comparison, JsonNode? left, JsonNode? right) => comparison switch
    {
        "=" => AreEqual(left, right),
        "<>" => !AreEqual(left, right),
        "<" => Order(left, right) < 0,
        "<=" => AreEqual(left, right) || Order(left, right) < 0,
        ">" => Order(left, right) > 0,
        ">=" => AreEqual(left, right) || Order(left, right) > 0,
        "contains" or "allof" => Contains(left, right),
        "notcontains" => !Contains(left, right),
        "anyof" => IsAny(left, right),
        "noneof" => !IsAny(left, right),
        _ => Calculate(comparison, left, right),
    };

    private static JsonNode? Calculate(string operation, JsonNode? left, JsonNode? right)
    {
        if (operation == "+" && (Number(left) is null || Number(right) is null))
        {
            return Text(left) + Text(right);
        }

        var (x, y) = (Number(left) ?? 0, Number(right) ?? 0);
        return operation switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => y == 0 ? null : x / y,
            "%" => y == 0 ? null : x % y,
            _ => throw new InvalidOperationException($"Expected an operator of form expressions, but got {operation}."),
        };
    }

    private static int? Order(JsonNode? left, JsonNode? right)
    {
        if (IsEmpty(left) || IsEmpty(right))
        {
            return null;
        }

        return Number(left) is { } x && Number(right) is { } y
            ? x.CompareTo(y)
            : string.CompareOrdinal(Text(left), Text(right));
    }

    /// <summary>One of the items is one of those of <paramref name="wanted"/>.</summary>
    private static bool IsAny(JsonNode? value, JsonNode? wanted) => IsEmpty(value) || IsEmpty(wanted)
        ? IsEmpty(value) == IsEmpty(wanted) || IsEmpty(wanted)
        : Items(value).Any(item => Items(wanted).Any(other => AreEqual(item, other)));

    /// <summary>Every item of <paramref name="part"/> is an item of <paramref name="whole"/>; for texts, a part of it.</summary>
    private static bool Contains(JsonNode? whole, JsonNode? part) => whole switch
    {
        JsonArray list => Items(part).All(wanted => list.Any(item => AreEqual(item, wanted))),
        null => false,
        _ => Items(part).All(wanted => Text(whole)!.Contains(Text(wanted) ?? "", StringComparison.OrdinalIgnoreCase)),
    };

    private static JsonArray Items(JsonNode? value) => value is JsonArray list ? list : new JsonArray(value?.DeepClone());
}
