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

    /// <summary>The conditions, named by the question that the forms editor asks for them.</summary>
    private static readonly Dictionary<string, string> Conditions = new(StringComparer.Ordinal)
    {
        ["visibleIf"] = "Wann wird gefragt?",
        ["requiredIf"] = "Wann ist eine Antwort nötig?",
        ["enableIf"] = "Wann kann geantwortet werden?",
    };

    private readonly JsonObject source;

    /// <summary>Where it stands in the document, as a JSON pointer.</summary>
    private readonly string place;

    private FormElement(JsonObject source, string place)
    {
        this.source = source;
        this.place = place;
    }

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
    public static FormElement Read(JsonObject source, List<FormProblem> problems, string place, int depth = 0)
    {
        var element = new FormElement(source, place);
        void Report(string message) => problems.Add(new FormProblem(place, message));
        if (depth > DepthMax)
        {
            Report($"Das Formular ist tiefer als {DepthMax} Ebenen geschachtelt.");
            return element;
        }

        if (!element.IsPanel && !element.IsInput && !Shown.Contains(element.Type))
        {
            Report($"Die Art „{element.Type}“ (Feld „{element.Name}“) wird nicht unterstützt.");
        }

        if (element.IsInput && element.Name.Length == 0)
        {
            Report($"Ein Feld der Art „{element.Type}“ hat keinen Namen.");
        }

        if (source.ContainsKey("choicesByUrl") || source.ContainsKey("choicesFromQuestion"))
        {
            Report($"Feld „{element.Name}“: Was zur Auswahl steht, muss im Formular selbst stehen.");
        }

        element.VisibleIf = element.Condition("visibleIf", Report);
        element.RequiredIf = element.Condition("requiredIf", Report);
        element.EnableIf = element.Condition("enableIf", Report);
        element.Choices = FormChoice.ReadAll(source["choices"] ?? source["rateValues"], Report);
        element.Rows = FormChoice.ReadAll(source["rows"], Report);
        element.Rules = FormRule.ReadAll(source["validators"] as JsonArray, element.Name, Report);
        element.Children = element.ChildrenOf(problems, depth + 1);
        return element;
    }

    private List<FormElement> ChildrenOf(List<FormProblem> problems, int depth)
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

        return
        [
            .. items.Index().Where(item => item.Item is JsonObject)
                .Select(item => Read(Child(item.Item!.AsObject()), problems, $"{place}/{property}/{item.Index}", depth)),
        ];
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

    private FormExpression? Condition(string property, Action<string> report)
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
            report($"Feld „{Name}“, „{Conditions[property]}“: {e.Message}");
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
    public static IReadOnlyList<FormChoice> ReadAll(JsonNode? choices, Action<string> report)
    {
        var read = new List<FormChoice>();
        foreach (var item in choices as JsonArray ?? [])
        {
            if (item is JsonObject map && map["value"] is { } value)
            {
                read.Add(new FormChoice(value, Condition(map, report)));
            }
            else if (item is JsonValue plain)
            {
                read.Add(new FormChoice(plain, null));
            }
        }

        return read;
    }

    private static FormExpression? Condition(JsonObject choice, Action<string> report)
    {
        try
        {
            return choice["visibleIf"] is JsonValue text ? FormExpression.Parse(text.ToString()) : null;
        }
        catch (FormatException e)
        {
            report($"Auswahlwert „{choice["value"]}“: {e.Message}");
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

    public static IReadOnlyList<FormRule> ReadAll(JsonArray? validators, string question, Action<string> report)
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
                report($"Feld „{question}“, {NameOf(kind)}: {Reason(e)}");
            }
        }

        return rules;
    }

    private static string NameOf(string kind) => kind switch
    {
        "regex" => "Muster",
        "expression" => "Prüfung als Ausdruck",
        _ => $"Prüfung „{kind}“",
    };

    private static string Reason(Exception e) =>
        e is RegexParseException { Offset: var offset } ? $"Das Muster lässt sich ab Zeichen {offset} nicht lesen." : e.Message;

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
