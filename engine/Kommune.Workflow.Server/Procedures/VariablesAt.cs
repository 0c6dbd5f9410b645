using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Forms;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>A value that an answer of a form may have.</summary>
public sealed record VariableChoice(string Value, string Text);

/// <param name="Name">The variable.</param>
/// <param name="Title">How forms call it; the name without one.</param>
/// <param name="Type"><c>string</c>, <c>number</c>, <c>boolean</c>, <c>date</c>, <c>list</c>, <c>context</c>, or <c>any</c>.</param>
/// <param name="ElementId">Where it comes from; null: from the process itself.</param>
/// <param name="ElementName">The name of that element, or null.</param>
/// <param name="Choices">The values to choose from; empty: any.</param>
public sealed record KnownVariable(
    string Name, string Title, string Type, string? ElementId, string? ElementName, IReadOnlyList<VariableChoice> Choices);

/// <summary>Which variables a case has when it reaches an element: read from the model as it is drawn, also while it has errors.</summary>
internal sealed class VariablesAt
{
    private const int ElementsMax = 20_000;

    private readonly Dictionary<string, XElement> byId = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> sources;
    private readonly Dictionary<string, FormSchema> forms;
    private readonly Dictionary<string, KnownVariable> known = new(StringComparer.Ordinal);

    private VariablesAt(XElement root, Dictionary<string, FormSchema> forms)
    {
        this.forms = forms;
        foreach (var element in root.Descendants().Take(ElementsMax))
        {
            if (element.Attribute("id")?.Value is { } id)
            {
                byId.TryAdd(id, element);
            }
        }

        sources = byId.Values.Where(e => e.Name.LocalName == "sequenceFlow")
            .ToLookup(e => e.Attribute("targetRef")?.Value ?? "", e => e.Attribute("sourceRef")?.Value ?? "", StringComparer.Ordinal);
    }

    /// <summary>The variables known at an element, by name; none when the model or the element cannot be read.</summary>
    public static IReadOnlyList<KnownVariable> Of(IReadOnlyList<DeploymentResource> files, string file, string elementId)
    {
        if (files.FirstOrDefault(f => f.Name == file) is not { } model || ReadModel(model) is not { } root)
        {
            return [];
        }

        var forms = new Dictionary<string, FormSchema>(StringComparer.Ordinal);
        foreach (var (path, id) in DeploymentCheck.Read([.. files.Where(f => ProcedureFiles.IsForm(f.Name))]).Forms)
        {
            var json = ProcedureFiles.Text(files.First(f => f.Name == path)).TrimStart('\uFEFF');
            if (FormSchema.Parse(json, out _) is { } schema)
            {
                forms.TryAdd(id, schema);
            }
        }

        var at = new VariablesAt(root, forms);
        at.Walk(elementId);
        return [.. at.known.Values.OrderBy(v => v.Name, StringComparer.Ordinal)];
    }

    /// <summary>Goes back along the flows, out of containers, and from a boundary event to its activity.</summary>
    private void Walk(string elementId)
    {
        if (!byId.TryGetValue(elementId, out var start))
        {
            return;
        }

        if (start.Name.LocalName == "sequenceFlow")
        {
            Walk(start.Attribute("sourceRef")?.Value ?? "");
            AddResults(byId.GetValueOrDefault(start.Attribute("sourceRef")?.Value ?? ""));
            return;
        }

        AddOwn(start);
        var seen = new HashSet<string>(StringComparer.Ordinal) { elementId };
        var next = new Queue<XElement>([start]);
        while (next.TryDequeue(out var element))
        {
            foreach (var source in Before(element).Where(source => seen.Add(source.Attribute("id")!.Value)))
            {
                if (source == element.Parent)
                {
                    AddOwn(source);
                }
                else
                {
                    AddResults(source);
                }

                next.Enqueue(source);
            }
        }
    }

    private IEnumerable<XElement> Before(XElement element)
    {
        var ids = sources[element.Attribute("id")!.Value].Append(element.Attribute("attachedToRef")?.Value ?? "");
        foreach (var id in ids)
        {
            if (byId.TryGetValue(id, out var source))
            {
                yield return source;
            }
        }

        if (element.Parent is { } parent && parent.Attribute("id") is not null
            && parent.Name.LocalName is "process" or "subProcess" or "transaction" or "adHocSubProcess")
        {
            yield return element.Parent!;
        }
    }

    /// <summary>What an element has for itself and what is in it: input mappings, the item of a repetition, data objects.</summary>
    private void AddOwn(XElement element)
    {
        foreach (var input in Extensions(element, "input"))
        {
            Add(input.Attribute("target")?.Value, "any", element);
        }

        foreach (var loop in Extensions(element, "loopCharacteristics"))
        {
            Add(loop.Attribute("inputElement")?.Value, "any", element);
            Add("loopCounter", "number", element);
        }

        foreach (var data in element.Elements().Where(child => child.Name.LocalName is "dataObject" or "property"))
        {
            Add(data.Attribute("name")?.Value, "any", element);
        }
    }

    /// <summary>What an element leaves behind.</summary>
    private void AddResults(XElement? element)
    {
        if (element is null)
        {
            return;
        }

        foreach (var form in Extensions(element, "formDefinition"))
        {
            AddForm(form.Attribute("formId")?.Value, element);
        }

        foreach (var output in Extensions(element, "output"))
        {
            Add(output.Attribute("target")?.Value, "any", element);
        }

        foreach (var result in Extensions(element, "script").Concat(Extensions(element, "calledDecision")))
        {
            Add(result.Attribute("resultVariable")?.Value, "any", element);
        }

        foreach (var loop in Extensions(element, "loopCharacteristics"))
        {
            Add(loop.Attribute("outputCollection")?.Value, "list", element);
        }

        foreach (var inner in element.Elements().Where(child => child.Attribute("id") is not null
            && element.Name.LocalName is "subProcess" or "transaction" or "adHocSubProcess"))
        {
            AddResults(inner);
        }
    }

    private void AddForm(string? formId, XElement element)
    {
        if (formId is null || !forms.TryGetValue(formId, out var form))
        {
            return;
        }

        foreach (var question in form.Elements.SelectMany(e => e.Questions()).Where(question => question.IsInput))
        {
            Add(
                question.ValueName,
                TypeOf(question),
                element,
                question.Title,
                [.. (question["choices"] as JsonArray ?? []).Select(ReadChoice)]);
        }
    }

    private static VariableChoice ReadChoice(JsonNode? choice)
    {
        var value = Plain(choice is JsonObject map ? map["value"] : choice);
        var text = (choice as JsonObject)?["text"];
        text = text is JsonObject languages ? languages["de"] ?? languages["default"] : text;
        return new VariableChoice(value, text is null ? value : Plain(text));
    }

    private static string Plain(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var found) ? found : value?.ToJsonString() ?? "";

    private static string TypeOf(FormElement question) => question.Type switch
    {
        "text" => question.TextOf("inputType") switch
        {
            "number" or "range" => "number",
            "date" or "datetime-local" => "date",
            _ => "string",
        },
        "rating" => "number",
        "boolean" => "boolean",
        "checkbox" or "tagbox" or "ranking" or "file" or "matrixdynamic" or "paneldynamic" => "list",
        "matrix" or "multipletext" => "context",
        _ => "string",
    };

    private void Add(
        string? path, string type, XElement element, string? title = null, IReadOnlyList<VariableChoice>? choices = null)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return;
        }

        var name = path.Split('.')[0];
        var variable = new KnownVariable(
            name,
            title ?? name,
            name == path ? type : "context",
            element.Name.LocalName == "process" ? null : element.Attribute("id")?.Value,
            element.Attribute("name")?.Value,
            choices ?? []);
        if (!known.TryGetValue(name, out var before) || (before.Type == "any" && variable.Type != "any"))
        {
            known[name] = variable;
        }
    }

    /// <summary>Extension elements of the element itself, not of what is in it.</summary>
    private static IEnumerable<XElement> Extensions(XElement element, string name) => element.Elements()
        .Where(child => child.Name.LocalName is "extensionElements" or "multiInstanceLoopCharacteristics")
        .SelectMany(child => child.Descendants().Where(e => e.Name.LocalName == name));

    private static XElement? ReadModel(DeploymentResource model)
    {
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(model.Content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
