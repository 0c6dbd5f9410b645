using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kommune.Workflow.Server.Forms;

/// <summary>A panel or question of a <see cref="FormSchema"/>, with its conditions parsed.</summary>
internal sealed class FormElement
{
    /// <summary>How deep panels, tables and repeating groups may nest.</summary>
    public const int DepthMax = 12;

    private static readonly HashSet<string> Shown = ["html", "image", "expression"];

    private static readonly HashSet<string> Inputs =
    [
        "text", "comment", "boolean", "radiogroup", "dropdown", "checkbox", "tagbox", "rating", "ranking", "file",
        "matrix", "matrixdynamic", "paneldynamic", "multipletext",
    ];

    private readonly JsonObject source;

    private FormElement(JsonObject source) => this.source = source;

    public string Type => TextOf("type") ?? "";
    public string Name => TextOf("name") ?? "";

    /// <summary>The variable the answer goes to.</summary>
    public string ValueName => TextOf("valueName") ?? Name;

    public string Title => Localized(source["title"]) ?? Name;
    public bool IsPanel => Type == "panel";
    public bool IsInput => Inputs.Contains(Type);
    public bool IsReadOnly => Flag("readOnly");
    public bool IsRequired => Flag("isRequired");
    public FormExpression? VisibleIf { get; private set; }
    public FormExpression? RequiredIf { get; private set; }
    public FormExpression? EnableIf { get; private set; }
    public IReadOnlyList<FormElement> Children { get; private set; } = [];
    public IReadOnlyList<FormChoice> Choices { get; private set; } = [];
    public IReadOnlyList<FormRule> Rules { get; private set; } = [];

    /// <summary>Rows of a matrix: their values.</summary>
    public IReadOnlyList<FormChoice> Rows { get; private set; } = [];

    public bool IsHidden => source["visible"]?.GetValueKind() == JsonValueKind.False;

    /// <summary>Itself or, for a panel, the questions inside, at any depth of panels.</summary>
    public IEnumerable<FormElement> Questions() => IsPanel ? Children.SelectMany(child => child.Questions()) : [this];

    public string? TextOf(string property) =>
        source[property] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public bool Flag(string property, bool otherwise = false) => source[property]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => otherwise,
    };

    public decimal? NumberOf(string property) => FormValue.Number(source[property]);

    public JsonNode? this[string property] => source[property];

    /// <summary>Reads an element and everything in it; what is wrong goes to <paramref name="problems"/>.</summary>
    public static FormElement Read(JsonObject source, List<string> problems, int depth = 0)
    {
        var element = new FormElement(source);
        if (depth > DepthMax)
        {
            problems.Add($"Das Formular ist tiefer als {DepthMax} Ebenen geschachtelt.");
            return element;
        }

        if (!element.IsPanel && !element.IsInput && !Shown.Contains(element.Type))
        {
            problems.Add($"Der Fragetyp „{element.Type}“ (Frage „{element.Name}“) wird nicht unterstützt.");
        }

        if (element.IsInput && element.Name.Length == 0)
        {
            problems.Add($"Eine Frage vom Typ „{element.Type}“ hat keinen Namen.");
        }

        if (source.ContainsKey("choicesByUrl") || source.ContainsKey("choicesFromQuestion"))
        {
            problems.Add($"Frage „{element.Name}“: Auswahlwerte müssen im Formular selbst stehen (choices).");
        }

        element.VisibleIf = element.Condition("visibleIf", problems);
        element.RequiredIf = element.Condition("requiredIf", problems);
        element.EnableIf = element.Condition("enableIf", problems);
        element.Choices = FormChoice.ReadAll(source["choices"] ?? source["rateValues"], problems);
        element.Rows = FormChoice.ReadAll(source["rows"], problems);
        element.Rules = FormRule.ReadAll(source["validators"] as JsonArray, element.Name, problems);
        element.Children = element.ChildrenOf(problems, depth + 1);
        return element;
    }

    private List<FormElement> ChildrenOf(List<string> problems, int depth)
    {
        var property = Type switch
        {
            "panel" => "elements",
            "paneldynamic" => "templateElements",
            "matrixdynamic" => "columns",
            "multipletext" => "items",
            _ => null,
        };
        if (property is null || source[property] is not JsonArray items)
        {
            return [];
        }

        return [.. items.OfType<JsonObject>().Select(item => Read(Child(item), problems, depth))];
    }

    /// <summary>A column or text item read as the question it is.</summary>
    private JsonObject Child(JsonObject item)
    {
        if (Type == "matrixdynamic")
        {
            var column = item.DeepClone().AsObject();
            column["type"] = item["cellType"]?.DeepClone() ?? source["cellType"]?.DeepClone() ?? "dropdown";
            column["choices"] ??= source["choices"]?.DeepClone();
            return column;
        }

        if (Type == "multipletext")
        {
            var text = item.DeepClone().AsObject();
            text["type"] = "text";
            return text;
        }

        return item;
    }

    private FormExpression? Condition(string property, List<string> problems)
    {
        if (TextOf(property) is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return FormExpression.Parse(text);
        }
        catch (FormatException e)
        {
            problems.Add($"Frage „{Name}“, {property}: {e.Message}");
            return null;
        }
    }

    /// <summary>A text, or of a text in several languages the German one.</summary>
    internal static string? Localized(JsonNode? node) => node switch
    {
        JsonObject languages => Localized(languages["de"] ?? languages["default"]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => null,
    };
}

/// <summary>A value that can be chosen.</summary>
internal sealed record FormChoice(JsonNode Value, FormExpression? VisibleIf)
{
    public static IReadOnlyList<FormChoice> ReadAll(JsonNode? choices, List<string> problems)
    {
        var read = new List<FormChoice>();
        foreach (var item in choices as JsonArray ?? [])
        {
            if (item is JsonObject map && map["value"] is { } value)
            {
                read.Add(new FormChoice(value, Condition(map, problems)));
            }
            else if (item is JsonValue plain)
            {
                read.Add(new FormChoice(plain, null));
            }
        }

        return read;
    }

    private static FormExpression? Condition(JsonObject choice, List<string> problems)
    {
        try
        {
            return choice["visibleIf"] is JsonValue text ? FormExpression.Parse(text.ToString()) : null;
        }
        catch (FormatException e)
        {
            problems.Add($"Auswahlwert „{choice["value"]}“: {e.Message}");
            return null;
        }
    }
}

/// <summary>An entry of <c>validators</c>: kinds numeric, text, regex, email, answercount, expression.</summary>
internal sealed record FormRule(string Kind, JsonObject Source, Regex? Pattern, FormExpression? Expression)
{
    /// <summary>How long a pattern may search in one answer.</summary>
    public static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);

    public string? Text => FormElement.Localized(Source["text"]);

    public decimal? Number(string property) => FormValue.Number(Source[property]);

    public static IReadOnlyList<FormRule> ReadAll(JsonArray? validators, string question, List<string> problems)
    {
        var rules = new List<FormRule>();
        foreach (var validator in validators?.OfType<JsonObject>() ?? [])
        {
            var kind = validator["type"]?.ToString() ?? "";
            try
            {
                rules.Add(Read(kind, validator));
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"Frage „{question}“, Prüfung „{kind}“: {e.Message}"));
            }
        }

        return rules;
    }

    private static FormRule Read(string kind, JsonObject source) => kind switch
    {
        "numeric" or "text" or "email" or "answercount" => new FormRule(kind, source, null, null),
        "regex" => new FormRule(kind, source, new Regex(
            source["regex"]?.ToString() ?? "",
            Flags(source),
            PatternTimeout), null),
        "expression" => new FormRule(kind, source, null, FormExpression.Parse(source["expression"]?.ToString() ?? "")),
        _ => throw new FormatException("Diese Art der Prüfung wird nicht unterstützt."),
    };

    private static RegexOptions Flags(JsonObject source) => RegexOptions.ECMAScript
        | (source["caseInsensitive"]?.GetValueKind() == JsonValueKind.True ? RegexOptions.IgnoreCase : RegexOptions.None);
}
