using System.Text.Json;
using System.Text.Json.Serialization;
using Kommune.Workflow.Plugins.Mqtt.Rules;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>How the intake's rows hold states: written for every reading, so by generated code, and without what is not set.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, double>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, RuleState>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, OpenCount>))]
internal sealed partial class SensorJson : JsonSerializerContext;
