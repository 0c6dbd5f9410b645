using System.Globalization;
using System.Text.RegularExpressions;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kommune.Workflow.Execution.Scenarios;

/// <summary>Writes a scenario as the file that <see cref="ScenarioParser"/> reads.</summary>
public static partial class ScenarioWriter
{
    private static readonly string[] Words = ["ja", "nein", "true", "false", "null", "nichts", "yes", "no", "on", "off"];

    public static string Write(Scenario scenario)
    {
        var map = new YamlMappingNode
        {
            { "szenario", Text(scenario.Title) },
            { "beginn", Text(scenario.BeginsAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) },
        };
        if (scenario.Jobs.ByHand)
        {
            map.Add("aufträge", "von Hand");
        }
        else if (!scenario.Jobs.Answers.IsEmpty)
        {
            map.Add("aufträge", new YamlMappingNode(
                scenario.Jobs.Answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => Entry(a.Key, Value(a.Value)))));
        }

        map.Add("schritte", new YamlSequenceNode(scenario.Steps.Select(Step)));
        var root = new YamlMappingNode { { "szenarien", new YamlSequenceNode(map) } };
        using var writer = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
        var text = writer.ToString();
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    private static YamlMappingNode Step(ScenarioStep step)
    {
        var map = new YamlMappingNode();
        switch (step)
        {
            case StartStep start:
                map.Add("start", Text(start.ProcessId));
                Add(map, "fall", start.CaseName);
                Add(map, "als", start.Person);
                Add(map, "mit", start.Variables);
                AddRefusal(map, start.Refusal);
                break;
            case BegunStep begun:
                map.Add("begonnen", Text(begun.ProcessId));
                Add(map, "fall", begun.CaseName);
                break;
            case TaskStep task:
                Write(task, map);
                break;
            case TimeStep time:
                map.Add("zeit vergeht", Text(Write(time.Period)));
                break;
            case MessageStep message:
                map.Add("nachricht", Text(message.Name));
                Add(map, "schlüssel", message.CorrelationKey);
                Add(map, "mit", message.Variables);
                break;
            case SignalStep signal:
                map.Add("signal", Text(signal.Name));
                Add(map, "mit", signal.Variables);
                break;
            case DoJobStep job:
                map.Add("auftrag ausführen", Text(job.Type));
                Add(map, "fall", job.CaseName);
                Add(map, "ergebnis", job.Result);
                Add(map, "fehler", job.ErrorCode);
                Add(map, "scheitert", job.Failure);
                break;
            case JobStep job:
                map.Add("auftrag", Text(job.Type));
                Add(map, "fall", job.CaseName);
                Add(map, "mit", job.With);
                break;
            case ExpectStep expected:
                Write(expected, map);
                break;
            default:
                throw new InvalidOperationException($"Expected a known step, but got {step.GetType().Name}.");
        }

        return map;
    }

    private static void Write(TaskStep task, YamlMappingNode map)
    {
        map.Add("aufgabe", Text(task.Task));
        Add(map, "fall", task.CaseName);
        if (!task.Groups.IsEmpty)
        {
            map.Add("für", new YamlSequenceNode(task.Groups.Select(Text)));
        }

        if (task.Due is { } due)
        {
            map.Add("fällig nach", Text(Write(due)));
        }

        Add(map, "nummer", task.Number?.ToString(CultureInfo.InvariantCulture));
        Add(map, "erledigt", task.Person);
        Add(map, "mit", task.Variables);
        AddRefusal(map, task.Refusal);
    }

    private static void Write(ExpectStep expected, YamlMappingNode map)
    {
        var inside = new YamlMappingNode(expected.Variables.Entries.Select(entry => Entry(entry.Key, Value(entry.Value))));
        if (expected.Tasks is { } tasks)
        {
            inside.Add("aufgaben", new YamlSequenceNode(tasks.Select(Text)));
        }

        AddFlag(inside, "beendet", expected.Ended);
        AddFlag(inside, "störung", expected.Incident);
        map.Add("erwarte", inside);
        Add(map, "fall", expected.CaseName);
    }

    private static void Add(YamlMappingNode map, string key, string? text)
    {
        if (text is not null)
        {
            map.Add(key, Text(text));
        }
    }

    private static void Add(YamlMappingNode map, string key, FeelContext variables)
    {
        if (variables.Entries.Any())
        {
            map.Add(key, Value(variables));
        }
    }

    private static void AddRefusal(YamlMappingNode map, string? refusal) => Add(map, "abgelehnt", refusal == "" ? "ja" : refusal);

    private static void AddFlag(YamlMappingNode map, string key, bool? flag)
    {
        if (flag is { } value)
        {
            map.Add(key, value ? "ja" : "nein");
        }
    }

    private static KeyValuePair<YamlNode, YamlNode> Entry(string key, YamlNode value) =>
        KeyValuePair.Create<YamlNode, YamlNode>(Text(key), value);

    private static YamlNode Value(FeelValue value) => value switch
    {
        FeelNull => new YamlScalarNode("nichts"),
        FeelBoolean flag => new YamlScalarNode(flag.Value ? "ja" : "nein"),
        FeelNumber number when PlainNumber().IsMatch(number.ToString()!) => new YamlScalarNode(number.ToString()!),
        FeelContext context => new YamlMappingNode(context.Entries.Select(entry => Entry(entry.Key, Value(entry.Value)))),
        FeelList list => new YamlSequenceNode(list.Items.Select(Value)),
        FeelString text => Text(text.Value),
        _ => Text(value.ToString()!),
    };

    // What reads like a number, a word of the format or an operator of YAML is quoted.
    private static YamlScalarNode Text(string text) =>
        PlainText().IsMatch(text) && !PlainNumber().IsMatch(text) && !Words.Contains(text, StringComparer.OrdinalIgnoreCase)
        ? new YamlScalarNode(text)
        : new YamlScalarNode(text) { Style = ScalarStyle.DoubleQuoted };

    private static string Write(Period period)
    {
        if (period.Months > 0)
        {
            return period.Rest == TimeSpan.Zero
                ? Count(period.Months, "Monat", "Monate")
                : $"P{period.Months}M{System.Xml.XmlConvert.ToString(period.Rest)[1..]}";
        }

        return period.Rest switch
        {
            { Ticks: var ticks } when ticks > 0 && ticks % TimeSpan.TicksPerDay == 0 => Count(ticks / TimeSpan.TicksPerDay, "Tag", "Tage"),
            { Ticks: var ticks } when ticks > 0 && ticks % TimeSpan.TicksPerHour == 0 =>
                Count(ticks / TimeSpan.TicksPerHour, "Stunde", "Stunden"),
            { Ticks: var ticks } when ticks > 0 && ticks % TimeSpan.TicksPerMinute == 0 && ticks / TimeSpan.TicksPerMinute <= 100_000 =>
                Count(ticks / TimeSpan.TicksPerMinute, "Minute", "Minuten"),
            var rest => System.Xml.XmlConvert.ToString(rest),
        };
    }

    private static string Count(long number, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?\z")]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@"^[\p{L}0-9](([\p{L}\p{N} _./-]|, )*[\p{L}\p{N}_])?\z")]
    private static partial Regex PlainText();
}
