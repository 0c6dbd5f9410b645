using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kommune.Workflow.Server.Forms;

/// <summary>One walk over a form with a person's answers: collects what is kept and what is wrong.</summary>
internal sealed class FormCheck(JsonObject answers, JsonObject known)
{
    private readonly Dictionary<string, List<string>> errors = new(StringComparer.Ordinal);
    private readonly JsonObject kept = [];

    public FormSubmission Result() => new(kept, errors.ToDictionary(e => e.Key, e => e.Value.ToArray(), StringComparer.Ordinal));

    public void Visit(FormElement element) => Visit(element, new Place(answers, kept, "", null), readOnly: false);

    /// <summary>Where a question stands: the object its answer is read from and kept in, and how messages name it.</summary>
    /// <param name="Answers">Given answers of this level.</param>
    /// <param name="Kept">Kept answers of this level.</param>
    /// <param name="Prefix">The path of this level, such as <c>posten[0].</c>; empty at the top.</param>
    /// <param name="Local">The name conditions use for this level: <c>panel</c> or <c>row</c>; null at the top.</param>
    private sealed record Place(JsonObject Answers, JsonObject Kept, string Prefix, string? Local);

    private void Visit(FormElement element, Place place, bool readOnly)
    {
        if (element.IsHidden || element.VisibleIf?.Holds(Lookup(place)) == false)
        {
            return;
        }

        readOnly = readOnly || element.IsReadOnly || element.EnableIf?.Holds(Lookup(place)) == false;
        if (element.IsPanel)
        {
            VisitPanel(element, place, readOnly);
        }
        else if (element.IsInput && !readOnly)
        {
            Answer(element, place);
        }
    }

    private void VisitPanel(FormElement panel, Place place, bool readOnly)
    {
        foreach (var child in panel.Children)
        {
            Visit(child, place, readOnly);
        }

        if (panel.IsRequired && panel.Questions().All(q => FormValue.IsEmpty(place.Answers[q.ValueName])))
        {
            Fail(place.Prefix + panel.Name, "Bitte beantworten Sie mindestens eine Frage dieses Abschnitts.");
        }
    }

    private void Answer(FormElement question, Place place)
    {
        var path = place.Prefix + question.Name;
        var value = place.Answers[question.ValueName];
        if (FormValue.IsEmpty(value))
        {
            if (question.IsRequired || question.RequiredIf?.Holds(Lookup(place)) == true)
            {
                Fail(path, FormElement.Localized(question["requiredErrorText"]) ?? "Bitte beantworten Sie diese Frage.");
            }
            else if (place.Answers.ContainsKey(question.ValueName) || (place.Local is null && known.ContainsKey(question.ValueName)))
            {
                // An emptied answer is kept: it takes back what a variable held before.
                place.Kept[question.ValueName] = value is JsonObject or JsonArray ? value.DeepClone() : null;
            }

            if (question.Type is not ("paneldynamic" or "matrixdynamic"))
            {
                return;
            }

            value ??= new JsonArray();
        }

        place.Kept[question.ValueName] = question.Type switch
        {
            "paneldynamic" => Groups(question, value!, path, "panel"),
            "matrixdynamic" => Groups(question, value!, path, "row"),
            "multipletext" => Texts(question, value!, path),
            _ => Plain(question, value!, path, place),
        };
    }

    private JsonNode? Plain(FormElement question, JsonNode value, string path, Place place)
    {
        foreach (var error in FormAnswer.Errors(question, value, Lookup(place)))
        {
            Fail(path, error);
        }

        if (question.Type is "radiogroup" or "dropdown" or "checkbox" or "tagbox"
            && place.Answers[question.ValueName + "-Comment"] is JsonValue comment
            && FormAnswer.IsText(comment, FormAnswer.TextLengthMax))
        {
            place.Kept[question.ValueName + "-Comment"] = comment.DeepClone();
        }

        return value.DeepClone();
    }

    /// <summary>The rows of a repeating group or table, each checked on its own.</summary>
    private JsonArray? Groups(FormElement question, JsonNode value, string path, string local)
    {
        if (value is not JsonArray rows || rows.Any(row => row is not (JsonObject or null)))
        {
            Fail(path, "Erwartet wird eine Liste von Einträgen.");
            return null;
        }

        var (least, most) = local == "panel" ? ("minPanelCount", "maxPanelCount") : ("minRowCount", "maxRowCount");
        if (rows.Count < (question.NumberOf(least) ?? 0))
        {
            Fail(path, $"Bitte geben Sie mindestens {question.NumberOf(least)} Einträge an.");
        }

        if (rows.Count > Math.Min(question.NumberOf(most) ?? 100, 1_000))
        {
            Fail(path, $"Bitte geben Sie höchstens {question.NumberOf(most) ?? 100} Einträge an.");
            return null;
        }

        var keptRows = new JsonArray();
        for (var i = 0; i < rows.Count; i++)
        {
            var keptRow = new JsonObject();
            var place = new Place(rows[i] as JsonObject ?? [], keptRow, $"{path}[{i}].", local);
            foreach (var child in question.Children)
            {
                Visit(child, place, readOnly: false);
            }

            keptRows.Add((JsonNode)keptRow);
        }

        CheckKeys(question, keptRows, path);
        return keptRows;
    }

    /// <summary>Values of the column or question named by <c>keyName</c> may not repeat.</summary>
    private void CheckKeys(FormElement question, JsonArray rows, string path)
    {
        if (question.TextOf("keyName") is not { } key)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < rows.Count; i++)
        {
            if (FormValue.Text(rows[i]![key]) is { Length: > 0 } text && !seen.Add(text))
            {
                Fail($"{path}[{i}].{key}", "Dieser Wert kommt mehrfach vor; er muss eindeutig sein.");
            }
        }
    }

    private JsonObject? Texts(FormElement question, JsonNode value, string path)
    {
        if (value is not JsonObject texts)
        {
            Fail(path, "Erwartet werden benannte Texte.");
            return null;
        }

        var keptTexts = new JsonObject();
        var place = new Place(texts, keptTexts, path + ".", null);
        foreach (var item in question.Children)
        {
            Visit(item, place, readOnly: false);
        }

        return keptTexts;
    }

    /// <summary>The value of a name in a condition: of this row or group, or of the whole form.</summary>
    private Func<string, JsonNode?> Lookup(Place place) => path =>
    {
        if (place.Local is { } local && path.StartsWith(local + ".", StringComparison.Ordinal))
        {
            return Find(place.Answers, path[(local.Length + 1)..]);
        }

        return Find(answers, path) ?? Find(known, path);
    };

    private static JsonNode? Find(JsonObject start, string path)
    {
        if (start.TryGetPropertyValue(path, out var direct))
        {
            return direct;
        }

        JsonNode? current = start;
        foreach (var part in path.Split('.', '[', ']').Where(part => part.Length > 0))
        {
            current = current switch
            {
                JsonObject map => map[part],
                JsonArray list when int.TryParse(part, out var i) && i >= 0 && i < list.Count => list[i],
                _ => null,
            };
        }

        return current;
    }

    private void Fail(string path, string message)
    {
        if (!errors.TryGetValue(path, out var list))
        {
            errors[path] = list = [];
        }

        list.Add(message);
    }
}
