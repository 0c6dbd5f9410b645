using System.Collections.Immutable;
using Kommune.Workflow.Expressions;
using YamlDotNet.RepresentationModel;

namespace Kommune.Workflow.Execution.Scenarios;

/// <summary>A YAML mapping of a scenario file whose keys are keywords; every access tells the line when something is wrong.</summary>
internal sealed class ScenarioMap
{
    private readonly Dictionary<string, YamlNode> entries = new(StringComparer.Ordinal);
    private readonly ScenarioValues values;

    private ScenarioMap(YamlMappingNode node, ScenarioValues values)
    {
        this.values = values;
        Line = ScenarioValues.LineOf(node);
        foreach (var (key, value) in node.Children)
        {
            entries.Add(ScenarioValues.Text(key), value);
        }
    }

    public int Line { get; }

    public IReadOnlyCollection<string> Keys => entries.Keys;

    /// <param name="node">The node that has to be a mapping.</param>
    /// <param name="what">What it describes, for messages: «ein Schritt».</param>
    /// <param name="values">Reads the values below.</param>
    /// <param name="keywords">The allowed keys; null: any.</param>
    public static ScenarioMap Read(YamlNode node, string what, ScenarioValues values, IReadOnlyList<string>? keywords)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw new ScenarioFormatException(
                ScenarioValues.LineOf(node), $"Hier wird {what} mit „Schlüsselwort: Wert“ erwartet.");
        }

        var map = new ScenarioMap(mapping, values);
        foreach (var key in mapping.Children.Keys.Where(key => keywords?.Contains(ScenarioValues.Text(key)) == false))
        {
            throw new ScenarioFormatException(
                ScenarioValues.LineOf(key),
                $"„{ScenarioValues.Text(key)}“ ist hier kein Schlüsselwort. Möglich sind: {string.Join(", ", keywords!)}.");
        }

        return map;
    }

    public bool Has(string key) => entries.ContainsKey(key);

    public YamlNode? Node(string key) => entries.GetValueOrDefault(key);

    public string? Text(string key) => entries.TryGetValue(key, out var node) ? ScenarioValues.Text(node) : null;

    public string RequiredText(string key) =>
        Text(key) is { Length: > 0 } text ? text : throw Missing(key);

    public bool? Flag(string key) => entries.TryGetValue(key, out var node) ? ScenarioValues.Flag(node) : null;

    /// <summary>A text, or a list of texts.</summary>
    public ImmutableArray<string>? Texts(string key) => entries.TryGetValue(key, out var node)
        ? node is YamlSequenceNode list ? [.. list.Children.Select(ScenarioValues.Text)] : [ScenarioValues.Text(node)]
        : null;

    /// <summary>The variables under <paramref name="key"/>: a mapping, or the name of a data set.</summary>
    public FeelContext Variables(string key) =>
        entries.TryGetValue(key, out var node) ? values.Variables(node) : FeelContext.Empty;

    /// <summary>All entries but those named, as variables.</summary>
    public FeelContext Others(IReadOnlyCollection<string> keywords) => FeelContext.From(entries
        .Where(entry => !keywords.Contains(entry.Key))
        .Select(entry => KeyValuePair.Create(entry.Key, values.Value(entry.Value))));

    public ScenarioFormatException Missing(string key) => new(Line, $"Es fehlt „{key}: …“.");
}
