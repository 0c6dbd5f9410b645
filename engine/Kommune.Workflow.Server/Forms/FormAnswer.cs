using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kommune.Workflow.Server.Forms;

/// <summary>Checks one given answer against its question: type, bounds, allowed values, validators.</summary>
internal static class FormAnswer
{
    /// <summary>The longest text of one answer, where the form sets no lower limit.</summary>
    public const int TextLengthMax = 100_000;

    /// <summary>The largest file, where the form says nothing.</summary>
    private const decimal FileBytesMax = 5_242_880;

    /// <summary>The most files of one answer, where the form says nothing: that of the browser.</summary>
    private const decimal FilesMax = 1_000;

    public const string EachRowText = "Bitte beantworten Sie jede Zeile der Tabelle.";

    private const string ExpressionText = "Diese Angabe passt nicht zu den anderen.";

    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");

    public static IEnumerable<string> Errors(FormElement question, JsonNode value, Func<string, JsonNode?> lookup)
    {
        var byType = question.Type switch
        {
            "text" => TextErrors(question, value),
            "comment" => LengthErrors(question, value),
            "boolean" => BooleanErrors(question, value),
            "radiogroup" or "dropdown" => ChoiceErrors(question, value, lookup),
            "checkbox" or "tagbox" => ChoicesErrors(question, value, lookup),
            "ranking" => ChoicesErrors(question, value, lookup),
            "rating" => RatingErrors(question, value),
            "file" => FileErrors(question, value),
            "matrix" => MatrixErrors(question, value),
            _ => [],
        };
        var found = byType.ToList();
        return found.Count > 0 ? found : RuleErrors(question, value, lookup);
    }

    /// <summary>What is wrong although nothing was answered: too few choices, a condition that the form makes of its answers.</summary>
    public static IEnumerable<string> ErrorsWithoutAnswer(FormElement question, Func<string, JsonNode?> lookup)
    {
        if (question.Type is "checkbox" or "tagbox" && question.NumberOf("minSelectedChoices") is { } least and > 0)
        {
            yield return TooFewText(least);
        }

        foreach (var rule in question.Rules.Where(rule => rule.Expression?.Holds(lookup) == false))
        {
            yield return rule.Text ?? ExpressionText;
        }
    }

    public static bool IsText(JsonNode value, int lengthMax) =>
        value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length <= lengthMax;

    private static IEnumerable<string> TextErrors(FormElement question, JsonNode value)
    {
        switch (question.TextOf("inputType") ?? "text")
        {
            case "number" or "range":
                return FormValue.Number(value) is { } number ? BoundErrors(question, number) : ["Bitte geben Sie eine Zahl ein."];
            case "date":
                return DateErrors(question, value, "yyyy-MM-dd", "Bitte geben Sie ein Datum ein.");
            case "datetime-local" or "datetime":
                return MomentErrors(question, value);
            case "time":
                return TimeErrors(question, value);
            case "month":
                return DateErrors(question, value, "yyyy-MM", "Bitte geben Sie einen Monat ein.");
            case "email":
                return IsEmail(value) ? LengthErrors(question, value) : ["Bitte geben Sie eine gültige E-Mail-Adresse ein."];
            default:
                return LengthErrors(question, value);
        }
    }

    private static IEnumerable<string> LengthErrors(FormElement question, JsonNode value)
    {
        if (value.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return ["Bitte geben Sie einen Text ein."];
        }

        var most = question.NumberOf("maxLength") is { } given and > 0 ? Math.Min(given, TextLengthMax) : TextLengthMax;
        return FormValue.Text(value)!.Length <= most ? [] : [$"Der Text darf höchstens {most} Zeichen lang sein."];
    }

    private static IEnumerable<string> BoundErrors(FormElement question, decimal number)
    {
        if (question.NumberOf("min") is { } least && number < least)
        {
            yield return $"Der Wert muss mindestens {least.ToString(German)} sein.";
        }

        if (question.NumberOf("max") is { } most && number > most)
        {
            yield return $"Der Wert darf höchstens {most.ToString(German)} sein.";
        }
    }

    private static IEnumerable<string> DateErrors(FormElement question, JsonNode value, string format, string message)
    {
        if (!DateOnly.TryParseExact(FormValue.Text(value), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return [message];
        }

        if (DateOf(question.TextOf("min")) is { } least && date < least)
        {
            return [$"Das Datum darf nicht vor dem {least.ToString("d", German)} liegen."];
        }

        return DateOf(question.TextOf("max")) is { } most && date > most
            ? [$"Das Datum darf nicht nach dem {most.ToString("d", German)} liegen."]
            : [];
    }

    private static DateOnly? DateOf(string? text) =>
        DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var date) ? date : null;

    private static IEnumerable<string> MomentErrors(FormElement question, JsonNode value)
    {
        if (MomentOf(FormValue.Text(value)) is not { } moment)
        {
            return ["Bitte geben Sie Datum und Uhrzeit ein."];
        }

        if (MomentOf(question.TextOf("min")) is { } least && moment < least)
        {
            return [$"Der Zeitpunkt darf nicht vor dem {least.ToString("g", German)} liegen."];
        }

        return MomentOf(question.TextOf("max")) is { } most && moment > most
            ? [$"Der Zeitpunkt darf nicht nach dem {most.ToString("g", German)} liegen."]
            : [];
    }

    private static DateTime? MomentOf(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment) ? moment : null;

    private static IEnumerable<string> TimeErrors(FormElement question, JsonNode value)
    {
        if (TimeOf(FormValue.Text(value)) is not { } time)
        {
            return ["Bitte geben Sie eine Uhrzeit ein."];
        }

        if (TimeOf(question.TextOf("min")) is { } least && time < least)
        {
            return [$"Die Uhrzeit darf nicht vor {least.ToString("t", German)} Uhr liegen."];
        }

        return TimeOf(question.TextOf("max")) is { } most && time > most
            ? [$"Die Uhrzeit darf nicht nach {most.ToString("t", German)} Uhr liegen."]
            : [];
    }

    private static TimeOnly? TimeOf(string? text) =>
        TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;

    private static bool IsEmail(JsonNode value) =>
        MailAddress.TryCreate(FormValue.Text(value), out var address) && address.Address == FormValue.Text(value);

    private static IEnumerable<string> BooleanErrors(FormElement question, JsonNode value)
    {
        var allowed = new[] { question["valueTrue"] ?? true, question["valueFalse"] ?? false };
        return allowed.Any(v => FormValue.AreEqual(v, value)) ? [] : ["Bitte antworten Sie mit Ja oder Nein."];
    }

    private static IEnumerable<string> ChoiceErrors(FormElement question, JsonNode value, Func<string, JsonNode?> lookup)
    {
        if (value is JsonObject or JsonArray)
        {
            return ["Bitte wählen Sie einen Wert aus."];
        }

        return IsChoice(question, value, lookup) ? [] : [$"„{FormValue.Text(value)}“ steht nicht zur Auswahl."];
    }

    private static IEnumerable<string> ChoicesErrors(FormElement question, JsonNode value, Func<string, JsonNode?> lookup)
    {
        if (value is not JsonArray list || list.Any(item => item is not JsonValue))
        {
            yield return "Bitte wählen Sie Werte aus.";
            yield break;
        }

        foreach (var item in list.Where(item => !IsChoice(question, item!, lookup)))
        {
            yield return $"„{FormValue.Text(item)}“ steht nicht zur Auswahl.";
        }

        if (list.Select(FormValue.Text).Distinct(StringComparer.Ordinal).Count() < list.Count)
        {
            yield return "Jeder Wert darf nur einmal vorkommen.";
        }

        var none = list.Count == 1 && FormValue.Text(list[0]) == "none";
        if (!none && question.NumberOf("minSelectedChoices") is { } least && list.Count < least)
        {
            yield return TooFewText(least);
        }

        if (question.NumberOf("maxSelectedChoices") is { } most and > 0 && list.Count > most)
        {
            yield return $"Bitte wählen Sie höchstens {most} Werte aus.";
        }
    }

    private static string TooFewText(decimal least) => $"Bitte wählen Sie mindestens {least} Werte aus.";

    /// <summary>Whether the choice «other» of the form is chosen, alone or among others.</summary>
    public static bool IsOther(FormElement question, JsonNode value) =>
        (question.Flag("showOtherItem") || question.Flag("hasOther"))
        && (value is JsonArray list ? list : [value.DeepClone()]).Any(item => FormValue.Text(item) == "other");

    public static bool RequiresEachRow(FormElement matrix) => matrix.Flag("eachRowRequired") || matrix.Flag("isAllRowRequired");

    private static bool IsChoice(FormElement question, JsonNode value, Func<string, JsonNode?> lookup)
    {
        var text = FormValue.Text(value);
        return (text == "other" && (question.Flag("showOtherItem") || question.Flag("hasOther")))
            || (text == "none" && (question.Flag("showNoneItem") || question.Flag("hasNone")))
            || question.Choices.Any(choice => FormValue.AreEqual(choice.Value, value) && choice.VisibleIf?.Holds(lookup) != false);
    }

    private static IEnumerable<string> RatingErrors(FormElement question, JsonNode value)
    {
        if (question.Choices.Count > 0)
        {
            return question.Choices.Any(c => FormValue.AreEqual(c.Value, value)) ? [] : ["Dieser Wert steht nicht zur Auswahl."];
        }

        var (least, most) = (question.NumberOf("rateMin") ?? 1, question.NumberOf("rateMax") ?? question.NumberOf("rateCount") ?? 5);
        var step = question.NumberOf("rateStep") ?? 1;
        return FormValue.Number(value) is { } number && number >= least && number <= most && (number - least) % step == 0
            ? [] : [$"Bitte wählen Sie einen Wert von {least} bis {most}."];
    }

    private static IEnumerable<string> FileErrors(FormElement question, JsonNode value)
    {
        if (value is not JsonArray files || files.Any(f => f is not JsonObject o || o["name"] is null || o["content"] is null))
        {
            return ["Bitte wählen Sie eine Datei aus."];
        }

        if (files.Count > 1 && !question.Flag("allowMultiple"))
        {
            return ["Bitte wählen Sie nur eine Datei aus."];
        }

        if (files.Count > (question.NumberOf("maxFiles") is { } many and > 0 ? many : FilesMax))
        {
            return [$"Bitte wählen Sie höchstens {question.NumberOf("maxFiles") ?? FilesMax} Dateien aus."];
        }

        if (question.TextOf("acceptedTypes") is { Length: > 0 } types && files.FirstOrDefault(f => !IsAccepted(f!, types)) is { } other)
        {
            return [$"Die Datei „{FormValue.Text(other["name"])}“ hat eine Art, die hier nicht angenommen wird. Angenommen wird: {types}."];
        }

        var most = question.NumberOf("maxSize") is { } given and > 0 ? given : FileBytesMax;
        return files.Any(f => FormValue.Text(f!["content"])!.Length * 3L / 4 > most)
            ? [$"Eine Datei darf höchstens {SizeText(most)} groß sein."]
            : [];
    }

    /// <summary>Whether a file is of a kind of the list, which is that of the attribute <c>accept</c> in HTML.</summary>
    private static bool IsAccepted(JsonNode file, string types)
    {
        var (name, kind) = (FormValue.Text(file["name"]) ?? "", FormValue.Text(file["type"]) ?? "");
        return types.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(type => type switch
        {
            ['.', ..] => name.EndsWith(type, StringComparison.OrdinalIgnoreCase),
            [.. var start, '*'] => kind.StartsWith(start, StringComparison.OrdinalIgnoreCase),
            _ => string.Equals(kind, type, StringComparison.OrdinalIgnoreCase),
        });
    }

    private static string SizeText(decimal bytes) => bytes >= 1_048_576
        ? string.Create(German, $"{bytes / 1_048_576:0.#} MB")
        : string.Create(German, $"{bytes / 1024:0.#} KB");

    private static IEnumerable<string> MatrixErrors(FormElement question, JsonNode value)
    {
        if (value is not JsonObject answers)
        {
            return ["Bitte beantworten Sie die Zeilen der Tabelle."];
        }

        var columns = FormChoice.ReadAll(question["columns"], static _ => { });
        if (answers.Any(a => !question.Rows.Any(row => FormValue.Text(row.Value) == a.Key)
            || !columns.Any(column => FormValue.AreEqual(column.Value, a.Value))))
        {
            return ["Die Tabelle enthält Werte, die nicht zur Auswahl stehen."];
        }

        return RequiresEachRow(question) && question.Rows.Any(row => FormValue.IsEmpty(answers[FormValue.Text(row.Value)!]))
            ? [EachRowText]
            : [];
    }

    private static IEnumerable<string> RuleErrors(FormElement question, JsonNode value, Func<string, JsonNode?> lookup) =>
        question.Rules.Select(rule => RuleError(rule, value, lookup) is { } error ? rule.Text ?? error : null).OfType<string>();

    private static string? RuleError(FormRule rule, JsonNode value, Func<string, JsonNode?> lookup)
    {
        var text = FormValue.Text(value) ?? "";
        switch (rule.Kind)
        {
            case "numeric":
                return FormValue.Number(value) is { } n && n >= (rule.Number("minValue") ?? n) && n <= (rule.Number("maxValue") ?? n)
                    ? null : "Der Wert liegt nicht im erlaubten Bereich.";
            case "text":
                return text.Length >= (rule.Number("minLength") ?? 0)
                    && (rule.Number("maxLength") is not ({ } most and > 0) || text.Length <= most)
                    && (rule.Source["allowDigits"]?.GetValueKind() != JsonValueKind.False || !text.Any(char.IsDigit))
                    ? null : LengthText(rule);
            case "email":
                return IsEmail(value) ? null : "Bitte geben Sie eine gültige E-Mail-Adresse ein.";
            case "answercount":
                var count = value is JsonArray list ? list.Count : 1;
                return count >= (rule.Number("minCount") ?? 0) && (rule.Number("maxCount") is not ({ } top and > 0) || count <= top)
                    ? null : "Die Anzahl der gewählten Werte ist nicht erlaubt.";
            case "regex":
                return Matches(rule.Pattern!, text) ? null : "Die Eingabe hat nicht das erwartete Format.";
            default:
                return rule.Expression!.Holds(lookup) ? null : ExpressionText;
        }
    }

    private static string LengthText(FormRule rule) => (rule.Number("minLength"), rule.Number("maxLength")) switch
    {
        ({ } least and > 0, { } most and > 0) => $"Bitte geben Sie {least} bis {most} Zeichen ein.",
        ({ } least and > 0, _) => $"Bitte geben Sie mindestens {least} Zeichen ein.",
        (_, { } most and > 0) => $"Bitte geben Sie höchstens {most} Zeichen ein.",
        _ => "Die Eingabe darf keine Ziffern enthalten.",
    };

    /// <summary>A pattern that takes too long counts as not matching: no answer may hold the server.</summary>
    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
