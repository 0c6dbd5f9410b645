using System.Text;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>The functions that Elsa gives to scripts; only those a script names are made.</summary>
internal sealed partial class ScriptFunctions(FeelEnvironment environment, ElsaNames names, SeededGuids random, ScriptRun run)
{
    public void Define(IReadOnlySet<string> globals)
    {
        foreach (var global in globals)
        {
            if (Find(global) is { } function)
            {
                run.Engine.SetValue(global, run.Function((_, arguments) => function(arguments)));
            }
        }

        if (globals.Contains("args"))
        {
            run.Engine.SetValue("args", new JsObject(run.Engine));
        }
    }

    private Func<JsValue[], JsValue>? Find(string name) => AboutCase(name) ?? Texts(name) ?? Accessor(name);

    private Func<JsValue[], JsValue>? AboutCase(string name) => name switch
    {
        "getWorkflowDefinitionId" => _ => new JsString(names.Workflow.DefinitionId),
        "getWorkflowDefinitionVersionId" => _ => new JsString(names.Workflow.VersionId),
        "getWorkflowDefinitionVersion" => _ => JsNumber.Create(names.Workflow.Version),
        "getWorkflowInstanceId" => _ => new JsString(environment.CaseKey),
        "getCorrelationId" => _ => Read(ElsaNames.CorrelationId),
        "setCorrelationId" => arguments => Write(ElsaNames.CorrelationId, arguments, 0),
        "getWorkflowInstanceName" => _ => Read(ElsaNames.InstanceName),
        "setWorkflowInstanceName" => arguments => Write(ElsaNames.InstanceName, arguments, 0),
        "getVariable" => arguments => Read(Text(arguments, 0)),
        "setVariable" => arguments => Write(Text(arguments, 0), arguments, 1),
        "getInput" => arguments => run.ToScript(names.ReadInput(environment, Text(arguments, 0))),
        "getLastResult" => _ => Read(ElsaNames.LastResult),
        "getOutputFrom" => arguments => run.ToScript(
            names.ReadOutput(environment, Text(arguments, 0), arguments.Length > 1 ? Text(arguments, 1) : null)),
        "setOutcome" => arguments => Write(ElsaNames.Outcomes, arguments, 0),
        "setOutcomes" => arguments => Write(ElsaNames.Outcomes, arguments, 0),
        _ => null,
    };

    private Func<JsValue[], JsValue>? Texts(string name) => name switch
    {
        "isNullOrWhiteSpace" => arguments => Flag(string.IsNullOrWhiteSpace(Text(arguments, 0))),
        "isNullOrEmpty" => arguments => Flag(string.IsNullOrEmpty(Text(arguments, 0))),
        "toJson" => arguments => new JsString(FeelJson.ToJson(run.ToValue(At(arguments, 0)))),
        "parseGuid" => arguments => new JsString(Guid.Parse(Text(arguments, 0)).ToString()),
        "newGuid" or "newGuidString" or "getGuidString" => _ => new JsString(random.NextGuid().ToString()),
        "newShortGuid" or "getShortGuid" => _ => new JsString(ShortGuid()),
        "bytesFromString" => arguments => Bytes(Encoding.UTF8.GetBytes(Text(arguments, 0))),
        "bytesToString" => arguments => new JsString(Encoding.UTF8.GetString(Bytes(At(arguments, 0)))),
        "bytesFromBase64" => arguments => Bytes(Convert.FromBase64String(Text(arguments, 0))),
        "bytesToBase64" => arguments => new JsString(Convert.ToBase64String(Bytes(At(arguments, 0)))),
        "stringToBase64" => arguments => new JsString(Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(arguments, 0)))),
        "stringFromBase64" => arguments => new JsString(Encoding.UTF8.GetString(Convert.FromBase64String(Text(arguments, 0)))),
        _ => null,
    };

    // getX and setX of variables and inputs, getXFromY of activities' outputs.
    private Func<JsValue[], JsValue>? Accessor(string name)
    {
        if (name.Length <= 3 || !name.StartsWith("get", StringComparison.Ordinal) && !name.StartsWith("set", StringComparison.Ordinal))
        {
            return null;
        }

        var isSetter = name[0] == 's';
        if (names.Variables.FirstOrDefault(variable => ElsaNames.Pascal(variable) == name[3..]) is { } found)
        {
            return isSetter ? arguments => Write(found, arguments, 0) : _ => Read(found);
        }

        if (isSetter)
        {
            return null;
        }

        if (names.Workflow.Inputs.FirstOrDefault(input => input.Name == name[3..]) is { } input)
        {
            return _ => run.ToScript(names.ReadInput(environment, input.Name));
        }

        return OutputOfActivity().Match(name) is { Success: true } match
            && names.Workflow.Activities.FirstOrDefault(a =>
                ElsaNames.Pascal(a.Key) == match.Groups["activity"].Value) is { Key: { } activity }
                ? _ => run.ToScript(names.ReadOutput(environment, activity, match.Groups["output"].Value))
                : null;
    }

    private JsValue Read(string variable) => run.ToScript(ElsaNames.Read(environment, variable));

    private JsValue Write(string variable, JsValue[] arguments, int place)
    {
        environment.SetVariable(variable, run.ToValue(At(arguments, place)));
        return JsValue.Undefined;
    }

    private static string Text(JsValue[] arguments, int place) =>
        At(arguments, place) is var value && (value.IsNull() || value.IsUndefined()) ? "" : value.ToString();

    private static JsValue At(JsValue[] arguments, int place) => place < arguments.Length ? arguments[place] : JsValue.Undefined;

    private static JsBoolean Flag(bool value) => value ? JsBoolean.True : JsBoolean.False;

    private JsArray Bytes(byte[] bytes) => new(run.Engine, [.. bytes.Select(one => JsNumber.Create(one))]);

    private static byte[] Bytes(JsValue value) =>
        value is JsArray array ? [.. array.Select(one => (byte)one.AsNumber())]
            : throw new ArgumentException("Erwartet war eine Liste von Bytes.");

    private string ShortGuid() =>
        Convert.ToBase64String(random.NextGuid().ToByteArray())[..22].Replace('/', '_').Replace('+', '-');

    [GeneratedRegex("^get(?<output>.+?)From(?<activity>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OutputOfActivity();
}
