using System.Text.Json;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>An activity of a definition, and where it stands.</summary>
/// <param name="Json">The activity.</param>
/// <param name="Scope">The index of the container it stands in.</param>
/// <param name="Names">What its expressions see.</param>
internal sealed record ElsaActivity(ElsaNode Json, int Scope, ElsaNames Names)
{
    public const string UserTask = "Gemeinde.UserTask";

    public string Type => Json.TextOf("type") ?? "";

    public string Id => Json.TextOf("id") ?? "";

    /// <summary>What people read in lists; null when the author gave it none.</summary>
    public string? Label => Json["metadata"]?.TextOf("displayText") is { Length: > 0 } text ? text
        : Json.TextOf("name") is { Length: > 0 } name ? name : null;

    public bool CanStart => Json.Flag("canStartWorkflow") || Settings?.Flag("canStartWorkflow") == true;

    public bool RunsAsynchronously => Json.Flag("runAsynchronously") || Settings?.Flag("runAsynchronously") == true;

    /// <summary>Custom properties, under the name of old files as well.</summary>
    public ElsaNode? Settings => Json["customProperties"] ?? Json["applicationProperties"];
}

/// <summary>Makes expressions of what a definition says, or findings.</summary>
internal sealed class ElsaExpressions(ElsaFindings findings)
{
    /// <summary>The expression of an input; null when it has none and the activity's default counts.</summary>
    public FeelExpression? Input(ElsaActivity activity, string name, string? typeName = null)
    {
        if (activity.Json[name] is not { } input)
        {
            return null;
        }

        if (!input.IsObject)
        {
            return Literal(activity, input, Value(input), typeName);
        }

        if (input["typeName"] is null)
        {
            findings.Warning("input-without-type", activity.Id, input,
                $"Die Eingabe „{name}“ nennt keinen Typ; sie wird wie in Elsa nicht gelesen.");
            return null;
        }

        return input["expression"] is { } expression ? Of(activity, expression, typeName ?? input.TextOf("typeName")) : null;
    }

    /// <summary>An expression, such as <c>{"type": "JavaScript", "value": "…"}</c>.</summary>
    public FeelExpression? Of(ElsaActivity activity, ElsaNode expression, string? typeName, bool choosesOutcomes = false)
    {
        var language = expression.TextOf("type") ?? "Literal";
        if (expression["value"] is not { } value)
        {
            return null;
        }

        switch (language)
        {
            case "Literal": return Literal(activity, value, Value(value), typeName);
            case "Object" or "Json": return Literal(activity, value, ElsaTypes.Parsed(Value(value)), typeName);
            case "Variable": return Variable(activity, value, typeName);
            case "Input": return WorkflowInput(activity, value, typeName);
            case "JavaScript": return Script(activity, value, value.Text ?? "", typeName, choosesOutcomes);
            case "Liquid":
                if (LiquidExpression.TryCompile(value.Text ?? "", activity.Names, typeName, out var template, out var problem))
                {
                    return template;
                }

                findings.Error("liquid", activity.Id, value, problem);
                return null;
            case "CSharp" or "C#" or "Python":
                findings.Error("host-code", activity.Id, value,
                    $"{language}-Ausdrücke laufen mit allen Rechten des Servers; sie werden nicht "
                    + "ausgeführt. Schreiben Sie den Ausdruck in JavaScript.");
                return null;
            case "Secret":
                findings.Error("secret", activity.Id, value, "Geheimnisse stehen Ausdrücken nicht zur Verfügung.");
                return null;
            default:
                findings.Error("unknown-expression", activity.Id, value, $"Die Ausdruckssprache „{language}“ ist nicht bekannt.");
                return null;
        }
    }

    /// <summary>JavaScript that stands as a text.</summary>
    public FeelExpression? Script(ElsaActivity activity, ElsaNode at, string script, string? typeName, bool choosesOutcomes = false)
    {
        if (ScriptExpression.TryCompile(script, activity.Names, typeName, choosesOutcomes, out var expression, out var problem))
        {
            return expression;
        }

        findings.Error("javascript", activity.Id, at, problem);
        return null;
    }

    /// <summary>The fixed text of an input; a finding when it is computed.</summary>
    public string? FixedText(ElsaActivity activity, string name)
    {
        if (activity.Json[name] is not { } input)
        {
            return null;
        }

        if (!input.IsObject)
        {
            return input.Text ?? input.Raw;
        }

        var expression = input["expression"];
        if (expression is null || expression["value"] is not { } value)
        {
            return null;
        }

        if ((expression.TextOf("type") ?? "Literal") is "Literal" or "Object" or "Json")
        {
            return value.Text ?? value.ToJson();
        }

        findings.Error("computed-text", activity.Id, input,
            $"Die Eingabe „{name}“ muss hier ein fester Text sein; berechnet wird sie nicht.");
        return null;
    }

    /// <summary>A value of the document.</summary>
    /// <remarks>A number or nesting beyond what values can hold stays a text.</remarks>
    public static FeelValue Value(ElsaNode node)
    {
        try
        {
            return node.Text is { } text ? FeelString.Of(text) : FeelJson.Parse(node.ToJson());
        }
        catch (JsonException)
        {
            return FeelString.Of(node.ToJson());
        }
    }

    /// <summary>An expression that always gives the same.</summary>
    public static FeelExpression Constant(FeelValue value) =>
        FeelExpression.Foreign(ElsaTypes.ToText(value), [], _ => value);

    private FeelExpression? Literal(ElsaActivity activity, ElsaNode at, FeelValue value, string? typeName)
    {
        try
        {
            return Constant(ElsaTypes.Convert(value, typeName));
        }
        catch (FeelScriptException e)
        {
            findings.Error("literal", activity.Id, at, e.Message);
            return null;
        }
    }

    private FeelExpression? Variable(ElsaActivity activity, ElsaNode value, string? typeName)
    {
        var described = Described(value);
        var variable = activity.Names.Find(described?["id"] is FeelString { Value: { Length: > 0 } id } ? id
            : described?["name"] is FeelString name ? name.Value : value.Text);
        if (variable is null || activity.Names.Hides(variable))
        {
            findings.Error("unknown-variable", activity.Id, value, variable is null
                ? "Die Variable gibt es hier nicht."
                : $"Die Variable „{variable.Name}“ ist hier von einer inneren gleichen Namens verdeckt.");
            return null;
        }

        return FeelExpression.Foreign(
            variable.Name, [variable.Name], environment => ElsaTypes.Convert(ElsaNames.Read(environment, variable.Name), typeName));
    }

    private FeelExpression? WorkflowInput(ElsaActivity activity, ElsaNode value, string? typeName)
    {
        var name = Described(value)?["name"] is FeelString { Value: { Length: > 0 } text } ? text : value.Text;
        if (string.IsNullOrEmpty(name))
        {
            findings.Error("unknown-input", activity.Id, value, "Der Ausdruck nennt keine Eingabe.");
            return null;
        }

        return FeelExpression.Foreign(name, [name], environment =>
            ElsaTypes.Convert(activity.Names.ReadInput(environment, name), typeName));
    }

    // The value is JSON as a text.
    private static FeelContext? Described(ElsaNode value) => ElsaTypes.Parsed(Value(value)) as FeelContext;
}
