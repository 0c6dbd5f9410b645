using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Testing;

/// <summary>Values of tests as values of the engine, and back.</summary>
internal static class Json
{
    public static JsonObject Object(object? values) => values switch
    {
        null => [],
        JsonObject node => node,
        _ => (JsonObject)JsonSerializer.SerializeToNode(values, Fields.Json)!,
    };

    public static FeelContext? Context(object? values) => values is null
        ? null
        : (FeelContext)FeelJson.FromElement(JsonSerializer.SerializeToElement(Object(values)));

    public static JsonObject Of(FeelContext context) => (JsonObject)JsonNode.Parse(FeelJson.ToJson(context))!;
}
