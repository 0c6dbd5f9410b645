using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kommune.Workflow.Server.Forms;

/// <summary>A form as deployed: the subset of SurveyJS JSON that the server validates as the browser does.</summary>
/// <remarks>
/// Shape: <c>{ "title", "pages": [ { "elements": [ … ] } ] }</c> or <c>{ "elements": [ … ] }</c>. Question types:
/// text, comment, boolean, radiogroup, dropdown, checkbox, tagbox, rating, ranking, file, matrix, matrixdynamic,
/// paneldynamic, multipletext. Only for show: panel, html, image, expression. Anything else is a finding at deployment.
/// </remarks>
public sealed class FormSchema
{
    /// <summary>The largest form document, in bytes of UTF-8.</summary>
    public const int BytesMax = 1_048_576;

    /// <summary>How deep its JSON may nest.</summary>
    internal const int JsonDepthMax = 48;

    private FormSchema(JsonObject document, IReadOnlyList<FormElement> elements)
    {
        Document = document;
        Elements = elements;
    }

    /// <summary>The document as deployed, for the browser.</summary>
    public JsonObject Document { get; }

    internal IReadOnlyList<FormElement> Elements { get; }

    /// <summary>Reads a form.</summary>
    /// <param name="json">The document.</param>
    /// <param name="problems">What is wrong and where; empty when the form can be deployed.</param>
    /// <returns>The form, or null when <paramref name="problems"/> has entries.</returns>
    public static FormSchema? Parse(string json, out IReadOnlyList<FormProblem> problems)
    {
        var found = new List<FormProblem>();
        problems = found;
        if (json.Length > BytesMax)
        {
            found.Add(new FormProblem(null, $"Das Formular ist größer als {BytesMax} Bytes."));
            return null;
        }

        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = JsonDepthMax });
        }
        catch (JsonException e)
        {
            found.Add(new FormProblem(null, $"Das Formular ist kein gültiges JSON (Zeile {e.LineNumber + 1})."));
            return null;
        }

        if (node is not JsonObject document)
        {
            found.Add(new FormProblem(null, "Das Formular muss ein JSON-Objekt sein."));
            return null;
        }

        if (document["pages"] is not JsonArray && (document["elements"] ?? document["questions"]) is not JsonArray)
        {
            found.Add(new FormProblem(null, "Das Formular hat weder Seiten („pages“) noch Fragen („elements“)."));
            return null;
        }

        var elements = document["pages"] is JsonArray pages
            ? pages.Index().Where(page => page.Item is JsonObject)
                .Select(page => FormElement.Read(Container(page.Item!.AsObject()), found, $"/pages/{page.Index}")).ToList()
            : [FormElement.Read(Container(document), found, "")];
        return found.Count == 0 ? new FormSchema(document, elements) : null;
    }

    /// <summary>The titles of its questions by name, nested ones not included.</summary>
    public IReadOnlyDictionary<string, string> Titles() => Elements
        .SelectMany(element => element.Questions())
        .GroupBy(question => question.ValueName, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First().Title, StringComparer.Ordinal);

    /// <summary>Checks answers against the form. The browser is never believed.</summary>
    /// <remarks>
    /// Kept are the answers to visible questions that may be written; all others are dropped, as the browser does.
    /// Errors are German sentences per question name, nested as <c>posten[0].menge</c>.
    /// </remarks>
    /// <param name="answers">What the person sent.</param>
    /// <param name="known">What the case knows already: conditions may ask for it; an answer taken back becomes null.</param>
    public FormSubmission Check(JsonObject answers, JsonObject? known = null)
    {
        var check = new FormCheck(answers, known ?? []);
        foreach (var element in Elements)
        {
            check.Visit(element);
        }

        return check.Result();
    }

    private static readonly string[] ContainerProperties =
        ["name", "visible", "visibleIf", "readOnly", "enableIf", "isRequired", "requiredIf", "requiredErrorText"];

    /// <summary>A page, or the form itself when it has no pages, read as a panel.</summary>
    private static JsonObject Container(JsonObject page)
    {
        var panel = new JsonObject { ["type"] = "panel", ["elements"] = (page["elements"] ?? page["questions"])?.DeepClone() };
        foreach (var property in ContainerProperties)
        {
            panel[property] = page[property]?.DeepClone();
        }

        return panel;
    }
}

/// <summary>Why the server cannot check a form.</summary>
/// <param name="Place">Where, as a JSON pointer into the document such as <c>/pages/0/elements/2</c>; null: the whole document.</param>
/// <param name="Message">A German sentence.</param>
public sealed record FormProblem(string? Place, string Message)
{
    public override string ToString() => Message;
}

/// <summary>The outcome of a check: what is kept, and what is wrong.</summary>
/// <param name="Answers">The kept answers by name.</param>
/// <param name="Errors">German sentences by question name; empty: the submission is valid.</param>
public sealed record FormSubmission(JsonObject Answers, IReadOnlyDictionary<string, string[]> Errors)
{
    public bool IsValid => Errors.Count == 0;
}
