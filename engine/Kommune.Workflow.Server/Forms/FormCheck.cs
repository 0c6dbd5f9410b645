using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kommune.Workflow.Server.Forms;

/// <summary>One walk over a form with a person's answers: collects what is kept and what is wrong.</summary>
internal sealed class FormCheck(JsonObject answers, JsonObject known)
{
    /// <summary>Rows or groups of one question, whatever the form allows.</summary>
    private const int RowsMax = 1_000;

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
        if (!IsVisible(element, place))
        {
            return;
        }

        readOnly = readOnly || !(element.EnableIf?.Holds(Lookup(place)) ?? !element.IsReadOnly);
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

        if (readOnly || !IsRequired(panel, place))
        {
            return;
        }

        var asked = Asked(panel, place).ToList();
        if (asked.Count > 0 && asked.All(question => FormValue.IsEmpty(place.Answers[question.ValueName])))
        {
            Fail(place.Prefix + panel.Name, "Bitte beantworten Sie mindestens eine Frage dieses Abschnitts.");
        }
    }

    /// <summary>The visible questions of a panel, at any depth of panels.</summary>
    private IEnumerable<FormElement> Asked(FormElement panel, Place place) => panel.Children
        .Where(child => IsVisible(child, place))
        .SelectMany(child => child.IsPanel ? Asked(child, place) : child.IsInput ? [child] : []);

    /// <summary>A condition decides instead of the fixed property beside it.</summary>
    private bool IsVisible(FormElement element, Place place) => element.VisibleIf?.Holds(Lookup(place)) ?? !element.IsHidden;

    private bool IsRequired(FormElement element, Place place) => element.RequiredIf?.Holds(Lookup(place)) ?? element.IsRequired;

    private void Answer(FormElement question, Place place)
    {
        var path = place.Prefix + question.Name;
        var value = place.Answers[question.ValueName];
        if (FormValue.IsEmpty(value))
        {
            if (IsRequired(question, place))
            {
                Fail(path, FormElement.Localized(question["requiredErrorText"]) ?? "Bitte beantworten Sie diese Frage.");
            }
            else if (place.Answers.ContainsKey(question.ValueName) || (place.Local is null && known.ContainsKey(question.ValueName)))
            {
                // An emptied answer is kept: it takes back what a variable held before.
                place.Kept[question.ValueName] = value is JsonObject or JsonArray ? value.DeepClone() : null;
            }

            CheckParts(question, value, path);
            foreach (var error in FormAnswer.ErrorsWithoutAnswer(question, Lookup(place)))
            {
                Fail(path, error);
            }

            return;
        }

        place.Kept[question.ValueName] = question.Type switch
        {
            "paneldynamic" => Groups(question, value!, path, "panel"),
            "matrixdynamic" => Groups(question, value!, path, "row"),
            "multipletext" => Texts(question, value!, path),
            _ => Plain(question, value!, path, place),
        };
    }

    /// <summary>The parts of a question without an answer that are shown all the same: texts, first rows and groups.</summary>
    private void CheckParts(FormElement question, JsonNode? value, string path)
    {
        switch (question.Type)
        {
            case "multipletext":
                Texts(question, new JsonObject(), path);
                break;
            case "paneldynamic":
                Groups(question, EmptyRows(value, question.NumberOf("panelCount") ?? 0, question.NumberOf("minPanelCount")), path, "panel");
                break;
            case "matrixdynamic":
                Groups(question, EmptyRows(value, question.NumberOf("rowCount") ?? 2, question.NumberOf("minRowCount")), path, "row");
                break;
            case "matrix" when FormAnswer.RequiresEachRow(question):
                Fail(path, FormAnswer.EachRowText);
                break;
        }
    }

    /// <summary>As many empty rows as were sent, else as many as the form begins with.</summary>
    private static JsonArray EmptyRows(JsonNode? value, decimal first, decimal? least)
    {
        var count = value is JsonArray { Count: > 0 } sent ? sent.Count : (int)Math.Clamp(Math.Max(first, least ?? 0), 0, RowsMax);
        return [.. Enumerable.Range(0, Math.Min(count, RowsMax)).Select(_ => (JsonNode)new JsonObject())];
    }

    private JsonNode? Plain(FormElement question, JsonNode value, string path, Place place)
    {
        foreach (var error in FormAnswer.Errors(question, value, Lookup(place)))
        {
            Fail(path, error);
        }

        if (question.Type is "radiogroup" or "dropdown" or "checkbox" or "tagbox")
        {
            KeepComment(question, value, path, place);
        }

        return value.DeepClone();
    }

    /// <summary>The words beside the choice «other», which needs them.</summary>
    private void KeepComment(FormElement question, JsonNode value, string path, Place place)
    {
        var name = question.ValueName + "-Comment";
        if (place.Answers[name] is JsonValue comment && FormAnswer.IsText(comment, FormAnswer.TextLengthMax))
        {
            place.Kept[name] = comment.DeepClone();
        }

        if (FormAnswer.IsOther(question, value) && FormValue.IsEmpty(place.Answers[name]))
        {
            Fail(path, "Bitte geben Sie an, was Sie mit „Sonstiges“ meinen.");
        }
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

        if (rows.Count > Math.Min(question.NumberOf(most) ?? 100, RowsMax))
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

        var rowsByKey = Enumerable.Range(0, rows.Count)
            .Where(i => FormValue.Text(rows[i]![key]) is { Length: > 0 })
            .GroupBy(i => FormValue.Text(rows[i]![key])!, StringComparer.OrdinalIgnoreCase);
        foreach (var same in rowsByKey.Where(same => same.Count() > 1))
        {
            // A table marks every row with the value, a repeating group those after the first: as the browser shows it.
            foreach (var i in question.Type == "matrixdynamic" ? same : same.Skip(1))
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
