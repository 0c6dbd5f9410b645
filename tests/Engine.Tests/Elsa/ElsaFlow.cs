using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Definitions.Elsa;
using Kommune.Workflow.Engine.Tests.Scenarios;
using Kommune.Workflow.Execution;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Elsa;

/// <summary>Writes definitions of Elsa for tests, and reads what their cases wrote.</summary>
internal static class ElsaFlow
{
    public static JsonObject Activity(string type, string id, params (string Name, JsonNode? Value)[] members)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = $"Elsa.{type}", ["version"] = 1 };
        foreach (var (name, value) in members)
        {
            activity[name] = value;
        }

        return activity;
    }

    public static JsonObject Line(string id, string text) => Activity("WriteLine", id, ("text", Literal(text)));

    public static JsonObject Literal(JsonNode? value, string type = "String") => Input("Literal", value, type);

    public static JsonObject Js(string script, string type = "Object") => Input("JavaScript", script, type);

    public static JsonObject Input(string language, JsonNode? value, string type) => new()
    {
        ["typeName"] = type,
        ["expression"] = new JsonObject { ["type"] = language, ["value"] = value },
    };

    public static JsonObject Output(string target) =>
        new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = target } };

    public static JsonObject Variable(string name, JsonNode? value = null, string type = "Object") =>
        new() { ["id"] = $"id-{name}", ["name"] = name, ["typeName"] = type, ["value"] = value };

    public static JsonObject Starts(this JsonObject activity)
    {
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return activity;
    }

    public static JsonObject Sequence(string id, params JsonNode[] activities) =>
        Activity("Sequence", id, ("activities", new JsonArray(activities)));

    /// <summary>A flowchart; connections as <c>a:Port>b</c> or <c>a>b</c>, with blanks between.</summary>
    public static JsonObject Chart(string connections, params JsonNode[] activities) => Activity(
        "Flowchart",
        "chart",
        ("activities", new JsonArray(activities)),
        ("connections", new JsonArray([.. connections.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Connection)])));

    public static byte[] Definition(JsonObject root, string id = "p", params (string Name, JsonNode? Value)[] members)
    {
        var definition = new JsonObject { ["id"] = $"{id}-v1", ["definitionId"] = id, ["name"] = id, ["version"] = 1, ["root"] = root };
        foreach (var (name, value) in members)
        {
            definition[name] = value;
        }

        return Encoding.UTF8.GetBytes(definition.ToJsonString());
    }

    public static ProcessGraph Compile(byte[] definition, ElsaOptions? options = null)
    {
        var compiled = ElsaCompiler.Compile(definition, options);
        Assert.True(compiled.Ok, string.Join(Environment.NewLine, compiled.Findings));
        return Assert.Single(compiled.Processes);
    }

    public static TestRun Run(byte[] definition, bool tokens = false, params (string Name, object? Value)[] variables)
    {
        var engine = new TestEngine { ReloadsAlways = true };
        engine.World.Deploy(Compile(definition, new ElsaOptions { UsesTokens = tokens }));
        return engine.Start("p", variables);
    }

    public static TestRun Run(JsonObject root, bool tokens = false) => Run(Definition(root), tokens);

    /// <summary>The lines all cases have written, in order.</summary>
    public static IReadOnlyList<string> Lines(this TestRun run) => Lines(run.Instance);

    public static IReadOnlyList<string> Lines(VirtualInstance instance) =>
        [.. instance.Journal.SelectMany(entry => entry.Events).OfType<LineWritten>().Select(line => line.Text)];

    private static JsonObject Connection(string text)
    {
        var (source, target) = (text.Split('>')[0].Split(':'), text.Split('>')[1]);
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
            ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
        };
    }
}
