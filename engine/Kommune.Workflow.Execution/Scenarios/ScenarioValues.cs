using System.Globalization;
using System.Text.RegularExpressions;
using Kommune.Workflow.Expressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kommune.Workflow.Execution.Scenarios;

/// <summary>Turns YAML values into values of the engine; knows the file's named data sets.</summary>
internal sealed partial class ScenarioValues
{
    /// <summary>The most values one file may hold, repeated ones counted each time.</summary>
    public const int ValuesMax = 100_000;

    private const string DataSetKey = "daten";

    private readonly Dictionary<string, FeelContext> dataSets = new(StringComparer.Ordinal);
    private int count;

    public void Define(string name, YamlNode node) => dataSets[name] = Variables(node);

    /// <summary>A mapping of variables; the key <c>daten</c> in it, or a text alone, names a data set to begin with.</summary>
    public FeelContext Variables(YamlNode node)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } name })
        {
            return DataSet(name, LineOf(node));
        }

        if (node is not YamlMappingNode map)
        {
            throw new ScenarioFormatException(
                LineOf(node), "Hier werden Angaben „Name: Wert“ erwartet oder der Name eines Datensatzes aus „daten“.");
        }

        var variables = FeelContext.Empty;
        foreach (var (key, value) in map.Children)
        {
            variables = Text(key) == DataSetKey
                ? DataSet(Text(value), LineOf(value)).Entries.Aggregate(variables, (all, entry) => all.With(entry.Key, entry.Value))
                : variables.With(Text(key), Value(value));
        }

        return variables;
    }

    public FeelValue Value(YamlNode node)
    {
        if (++count > ValuesMax)
        {
            throw new ScenarioFormatException(LineOf(node), $"Die Datei enthält mehr als {ValuesMax} Werte.");
        }

        return node switch
        {
            YamlMappingNode map => FeelContext.From(
                map.Children.Select(entry => KeyValuePair.Create(Text(entry.Key), Value(entry.Value)))),
            YamlSequenceNode list => FeelList.From(list.Children.Select(Value)),
            YamlScalarNode scalar => Scalar(scalar),
            _ => throw new ScenarioFormatException(LineOf(node), "Hier wird ein Wert erwartet."),
        };
    }

    public static int LineOf(YamlNode node) => (int)node.Start.Line;

    public static string Text(YamlNode node) => node is YamlScalarNode { Value: { } text }
        ? text
        : throw new ScenarioFormatException(LineOf(node), "Hier wird ein Text erwartet.");

    public static bool Flag(YamlNode node) => Text(node) switch
    {
        "ja" or "true" => true,
        "nein" or "false" => false,
        var other => throw new ScenarioFormatException(LineOf(node), $"Hier wird „ja“ oder „nein“ erwartet, nicht „{other}“."),
    };

    private FeelContext DataSet(string name, int line) => dataSets.TryGetValue(name, out var variables)
        ? variables
        : throw new ScenarioFormatException(line, dataSets.Count == 0
            ? $"Der Datensatz „{name}“ ist nicht erklärt: Es fehlt „daten:“ am Anfang der Datei."
            : $"Der Datensatz „{name}“ ist nicht erklärt. Vorhanden sind: {string.Join(", ", dataSets.Keys)}.");

    // A quoted text stays a text: "12" is not the number 12.
    private static FeelValue Scalar(YamlScalarNode scalar) => scalar switch
    {
        { Style: not ScalarStyle.Plain } => FeelString.Of(scalar.Value ?? ""),
        { Value: null or "" or "~" or "null" or "nichts" } => FeelNull.Instance,
        { Value: "ja" or "true" } => FeelBoolean.True,
        { Value: "nein" or "false" } => FeelBoolean.False,
        { Value: { } text } when PlainNumber().IsMatch(text)
            && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => FeelNumber.Of(number),
        _ => FeelString.Of(scalar.Value!),
    };

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$")]
    private static partial Regex PlainNumber();
}
