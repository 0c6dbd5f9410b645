using System.Text.Json;
using System.Text.Json.Serialization;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Variables on the wire: a JSON object, whose properties are their names.</summary>
internal sealed class VariablesJson : JsonConverter<FeelContext>
{
    public override FeelContext Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FeelJson.FromElement(JsonElement.ParseValue(ref reader)) as FeelContext
        ?? throw new JsonException("Expected variables to be an object.");

    public override void Write(Utf8JsonWriter writer, FeelContext value, JsonSerializerOptions options) =>
        FeelJson.Write(writer, value);
}
