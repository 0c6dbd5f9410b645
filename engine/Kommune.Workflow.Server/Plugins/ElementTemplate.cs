using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Server.Plugins;

/// <summary>Kinds of tasks and events as element templates: JSON that BPMN modelers with the <c>zeebe:</c> dialect read.</summary>
internal static class ElementTemplate
{
    private const string Schema =
        "https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json";

    /// <summary>The template of an activity: its job type is fixed, each input is mapped, results go to variables of their names.</summary>
    public static JsonNode OfActivity(IActivity activity)
    {
        var description = activity.Description;
        var template = Head(description.Type, description.Name, description.Description);
        template["version"] = description.Version;
        template["appliesTo"] = new JsonArray("bpmn:Task");
        template["elementType"] = new JsonObject { ["value"] = "bpmn:ServiceTask" };
        Icon(template, description.Icon);
        template["groups"] = new JsonArray(Group("input", "Angaben"), Group("output", "Ergebnisse"));
        var job = Hidden(description.JobType, new JsonObject { ["type"] = "zeebe:taskDefinition", ["property"] = "type" });
        template["properties"] = new JsonArray(
            [job, .. activity.Inputs.Select(Input), .. activity.Outputs.Select(Output), .. Outcomes(description)]);
        return template;
    }

    /// <summary>The templates of a stimulus: as a start event and as an intermediate event.</summary>
    public static IEnumerable<JsonNode> OfStimulus(StimulusDescription stimulus)
    {
        yield return Event(stimulus, "start", "bpmn:StartEvent", "Start: ");
        yield return Event(stimulus, "catch", "bpmn:IntermediateCatchEvent", "");
    }

    private static JsonObject Event(StimulusDescription stimulus, string kind, string elementType, string prefix)
    {
        var template = Head($"{stimulus.Type}.{kind}", prefix + stimulus.Name, stimulus.Description);
        template["appliesTo"] = new JsonArray("bpmn:Event");
        template["elementType"] = new JsonObject
        {
            ["value"] = elementType,
            ["eventDefinition"] = "bpmn:MessageEventDefinition",
        };
        Icon(template, stimulus.Icon);
        var name = Hidden(stimulus.Type, new JsonObject { ["type"] = "bpmn:Message#property", ["name"] = "name" });
        var key = new JsonObject
        {
            ["label"] = "Zuordnung zum Vorgang",
            ["description"] = "Ausdruck, dessen Wert mit der Zuordnung des Ereignisses übereinstimmen muss.",
            ["type"] = "String",
            ["feel"] = "required",
            ["binding"] = new JsonObject { ["type"] = "bpmn:Message#zeebe:subscription#property", ["name"] = "correlationKey" },
        };
        template["properties"] = new JsonArray(
            [name, .. kind == "catch" ? [key] : Array.Empty<JsonNode>(), .. stimulus.Settings.Select(Setting)]);
        return template;
    }

    private static JsonObject Head(string id, string name, string description) => new()
    {
        ["$schema"] = Schema,
        ["id"] = $"kommune.{id}",
        ["name"] = name,
        ["description"] = description,
    };

    private static void Icon(JsonObject template, string icon)
    {
        if (icon.StartsWith("data:", StringComparison.Ordinal))
        {
            template["icon"] = new JsonObject { ["contents"] = icon };
        }
    }

    private static JsonObject Group(string id, string label) => new() { ["id"] = id, ["label"] = label };

    private static JsonObject Hidden(string value, JsonObject binding) =>
        new() { ["type"] = "Hidden", ["value"] = value, ["binding"] = binding };

    private static JsonNode Input(FieldDescription field)
    {
        var property = Property(field);
        property["group"] = "input";
        if ((string?)property["type"] is "String" or "Text")
        {
            property["feel"] = field.Type is FieldType.Json or FieldType.List ? "required" : "optional";
        }
        else if ((string?)property["type"] is "Number" or "Boolean")
        {
            property["feel"] = "static";
        }

        property["binding"] = new JsonObject { ["type"] = "zeebe:input", ["name"] = field.Name };
        return property;
    }

    private static JsonNode Setting(FieldDescription field)
    {
        var property = Property(field);
        property["binding"] = new JsonObject { ["type"] = "zeebe:property", ["name"] = field.Name };
        return property;
    }

    private static JsonObject Property(FieldDescription field)
    {
        var property = new JsonObject { ["id"] = field.Name, ["label"] = field.Label };
        if (field.Help is not null)
        {
            property["description"] = field.Help;
        }

        property["type"] = field.Type switch
        {
            FieldType.Multiline or FieldType.Json => "Text",
            FieldType.Number => "Number",
            FieldType.Boolean => "Boolean",
            FieldType.Choice => "Dropdown",
            _ => "String",
        };
        if (field.Type == FieldType.Choice)
        {
            property["choices"] = new JsonArray(
                [.. field.Choices.Select(choice => new JsonObject { ["name"] = choice.Label, ["value"] = choice.Value })]);
        }

        if (field.Default is not null)
        {
            property["value"] = field.Default.DeepClone();
        }

        if (field.Required)
        {
            property["constraints"] = new JsonObject { ["notEmpty"] = true };
        }
        else
        {
            property["optional"] = true;
        }

        return property;
    }

    private static JsonNode Output(FieldDescription field) => Result(field.Name, field.Label, field.Help);

    private static IEnumerable<JsonNode> Outcomes(ActivityDescription description) =>
        description.Outcomes.Any(outcome => !outcome.IsError)
            ? [Result(
                "outcome",
                "Ausgang",
                string.Join(", ", description.Outcomes.Where(o => !o.IsError).Select(o => $"{o.Code}: {o.Name}")))]
            : [];

    private static JsonObject Result(string name, string label, string? help)
    {
        var property = new JsonObject
        {
            ["label"] = $"{label}: Name der Variablen",
            ["type"] = "String",
            ["group"] = "output",
            ["optional"] = true,
            ["binding"] = new JsonObject { ["type"] = "zeebe:output", ["source"] = $"={name}" },
        };
        if (help is not null)
        {
            property["description"] = help;
        }

        return property;
    }
}
