using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kommune.Workflow.Execution.Scenarios;

/// <summary>Reads scenario files: YAML with German keywords, described in <c>docs/how-to/write-a-scenario.md</c>.</summary>
/// <remarks>
/// <code>
/// daten:                      # named variables, optional
///   idee: { titel: Digitale Poststelle, sicht: intern }
/// szenarien:
///   - szenario: Der Zirkel gibt eine Idee frei
///     schritte:
///       - start: idee
///         als: agent
///         mit: idee
///       - aufgabe: Idee im Innovationszirkel beraten
///         für: change-agents
///         erledigt: agent2
///         mit: { entscheidung: In Bearbeitung }
///       - erwarte: { status: In Bearbeitung, beendet: nein }
/// </code>
/// </remarks>
public static partial class ScenarioParser
{
    /// <summary>The longest file, in characters.</summary>
    public const int LengthMax = 1_000_000;

    private static readonly string[] StepKeywords =
        ["start", "begonnen", "aufgabe", "zeit vergeht", "nachricht", "signal", "auftrag ausführen", "auftrag", "erwarte"];

    private static readonly string[] JobEnds = ["ergebnis", "fehler", "scheitert"];

    private const string ByHand = "von Hand";

    private static readonly string[] ExpectationKeywords = ["aufgaben", "beendet", "störung"];

    // A Thursday morning in the office, when the file does not say otherwise.
    private static readonly DateTimeOffset DefaultBeginning = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero);

    /// <summary>All scenarios of a file, in order.</summary>
    /// <exception cref="ScenarioFormatException">The text is no YAML, or not a scenario file.</exception>
    public static ImmutableArray<Scenario> Parse(string text)
    {
        if (text.Length > LengthMax)
        {
            throw new ScenarioFormatException(1, $"Die Datei ist länger als {LengthMax} Zeichen.");
        }

        var values = new ScenarioValues();
        var file = ScenarioMap.Read(Root(text), "eine Szenariodatei", values, ["daten", "szenarien"]);
        if (file.Node("daten") is { } sets)
        {
            var names = ScenarioMap.Read(sets, "eine Liste von Datensätzen", values, null);
            foreach (var name in names.Keys)
            {
                values.Define(name, names.Node(name)!);
            }
        }

        return file.Node("szenarien") is YamlSequenceNode list && list.Children.Count > 0
            ? [.. list.Children.Select(node => ReadScenario(node, values))]
            : throw new ScenarioFormatException(file.Line, "Es fehlt „szenarien:“ mit mindestens einem Eintrag „- szenario: …“.");
    }

    private static YamlNode Root(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new ScenarioFormatException(
                (int)e.Start.Line, "Das ist kein gültiges YAML. Bitte prüfen Sie Einrückung, Doppelpunkte und Klammern.");
        }

        return stream.Documents.Count == 1
            ? stream.Documents[0].RootNode
            : throw new ScenarioFormatException(1, "Die Datei muss genau ein YAML-Dokument enthalten.");
    }

    private static Scenario ReadScenario(YamlNode node, ScenarioValues values)
    {
        var map = ScenarioMap.Read(node, "ein Szenario", values, ["szenario", "beginn", "aufträge", "schritte"]);
        var steps = map.Node("schritte") is YamlSequenceNode list
            ? list.Children.Select(step => ReadStep(step, values)).ToImmutableArray()
            : throw map.Missing("schritte");
        return new Scenario(map.RequiredText("szenario"), map.Line, Beginning(map), ReadJobs(map.Node("aufträge"), values), steps);
    }

    private static ScenarioJobRule ReadJobs(YamlNode? node, ScenarioValues values)
    {
        if (node is null or YamlScalarNode { Value: ByHand })
        {
            return node is null ? ScenarioJobRule.AtOnce : ScenarioJobRule.EachByHand;
        }

        var types = ScenarioMap.Read(node, "eine Liste von Aufträgen (oder „von Hand“)", values, null);
        return new ScenarioJobRule(
            false, types.Keys.ToImmutableDictionary(type => type, types.Variables, StringComparer.Ordinal));
    }

    private static DateTimeOffset Beginning(ScenarioMap map)
    {
        if (map.Text("beginn") is not { } text)
        {
            return DefaultBeginning;
        }

        return DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ssZ"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new ScenarioFormatException(
                ScenarioValues.LineOf(map.Node("beginn")!), $"„{text}“ ist kein Zeitpunkt. Schreiben Sie zum Beispiel 2026-01-15 09:00.");
    }

    private static ScenarioStep ReadStep(YamlNode node, ScenarioValues values)
    {
        var step = ScenarioMap.Read(node, "ein Schritt", values, null);
        var keyword = StepKeywords.Where(step.Has).ToList() switch
        {
            [var only] => only,
            [] => throw new ScenarioFormatException(
                step.Line, $"Der Schritt hat kein Schlüsselwort. Er beginnt mit einem von: {string.Join(", ", StepKeywords)}."),
            var several => throw new ScenarioFormatException(
                step.Line, $"Ein Schritt tut nur eines, hier stehen aber: {string.Join(", ", several)}. Beginnen Sie mit „-“ einen neuen."),
        };
        return keyword switch
        {
            "start" => ReadStart(Allow("start", "fall", "als", "mit", "abgelehnt")),
            "begonnen" => ReadBegun(Allow("begonnen", "fall")),
            "aufgabe" => ReadTask(Allow("aufgabe", "fall", "für", "fällig nach", "nummer", "erledigt", "mit", "abgelehnt")),
            "zeit vergeht" => new TimeStep(step.Line, ReadPeriod(Allow("zeit vergeht").Node("zeit vergeht")!)),
            "nachricht" => ReadMessage(Allow("nachricht", "schlüssel", "mit")),
            "signal" => ReadSignal(Allow("signal", "mit")),
            "auftrag ausführen" => ReadDoneJob(Allow("auftrag ausführen", "fall", "ergebnis", "fehler", "scheitert")),
            "auftrag" => ReadJob(Allow("auftrag", "fall", "mit")),
            _ => ReadExpectation(Allow("erwarte", "fall"), values),
        };

        ScenarioMap Allow(params string[] keywords) => ScenarioMap.Read(node, "ein Schritt", values, keywords);
    }

    private static StartStep ReadStart(ScenarioMap step) => new(
        step.Line, step.RequiredText("start"), step.Text("fall"), step.Text("als"), step.Variables("mit"), Refusal(step));

    private static BegunStep ReadBegun(ScenarioMap step) =>
        new(step.Line, step.RequiredText("begonnen"), step.Text("fall"));

    private static TaskStep ReadTask(ScenarioMap step)
    {
        if (!step.Has("erledigt") && (step.Has("mit") || step.Has("abgelehnt")))
        {
            throw new ScenarioFormatException(step.Line, "Es fehlt „erledigt: …“ mit dem Namen der Person, die die Aufgabe erledigt.");
        }

        return new TaskStep(
            step.Line,
            step.RequiredText("aufgabe"),
            step.Text("fall"),
            step.Texts("für") ?? [],
            step.Node("fällig nach") is { } due ? ReadPeriod(due) : null,
            step.Text("erledigt"),
            step.Variables("mit"),
            Refusal(step),
            Number(step));
    }

    private static int? Number(ScenarioMap step)
    {
        if (step.Text("nummer") is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ScenarioFormatException(
                ScenarioValues.LineOf(step.Node("nummer")!), $"„{text}“ ist keine Nummer. Die erste Aufgabe hat die Nummer 1.");
    }

    private static SignalStep ReadSignal(ScenarioMap step) =>
        new(step.Line, step.RequiredText("signal"), step.Variables("mit"));

    private static DoJobStep ReadDoneJob(ScenarioMap step) => JobEnds.Count(step.Has) <= 1
        ? new DoJobStep(
            step.Line,
            step.RequiredText("auftrag ausführen"),
            step.Text("fall"),
            step.Variables("ergebnis"),
            step.Text("fehler"),
            step.Text("scheitert"))
        : throw new ScenarioFormatException(
            step.Line, "Ein Auftrag endet auf eine Weise: mit „ergebnis“, mit „fehler“ oder er „scheitert“.");

    private static MessageStep ReadMessage(ScenarioMap step) => new(
        step.Line, step.RequiredText("nachricht"), step.Text("schlüssel"), step.Variables("mit"));

    private static JobStep ReadJob(ScenarioMap step) =>
        new(step.Line, step.RequiredText("auftrag"), step.Text("fall"), step.Variables("mit"));

    private static ExpectStep ReadExpectation(ScenarioMap step, ScenarioValues values)
    {
        var expected = ScenarioMap.Read(step.Node("erwarte")!, "eine Erwartung", values, null);
        return new ExpectStep(
            step.Line,
            step.Text("fall"),
            expected.Texts("aufgaben"),
            expected.Flag("beendet"),
            expected.Flag("störung"),
            expected.Others(ExpectationKeywords));
    }

    // «abgelehnt: ja» expects any refusal, a text expects one that says this.
    private static string? Refusal(ScenarioMap step) => step.Text("abgelehnt") switch
    {
        null or "nein" => null,
        "ja" => "",
        var text => text,
    };

    private static Period ReadPeriod(YamlNode node)
    {
        var text = ScenarioValues.Text(node);
        var match = GermanPeriod().Match(text);
        if (match.Success && int.TryParse(match.Groups["zahl"].ValueSpan, out var number) && number <= 100_000)
        {
            return match.Groups["einheit"].Value switch
            {
                "Minute" => new Period(0, TimeSpan.FromMinutes(number)),
                "Stunde" => new Period(0, TimeSpan.FromHours(number)),
                "Tag" => new Period(0, TimeSpan.FromDays(number)),
                "Woche" => new Period(0, TimeSpan.FromDays(7 * number)),
                "Monat" => new Period(number, TimeSpan.Zero),
                _ => new Period(12 * number, TimeSpan.Zero),
            };
        }

        return Period.TryParse(text, out var period)
            ? period
            : throw new ScenarioFormatException(
                ScenarioValues.LineOf(node), $"„{text}“ ist keine Zeitspanne. Schreiben Sie zum Beispiel „14 Tage“, „2 Monate“ oder P14D.");
    }

    [GeneratedRegex("^(?<zahl>[0-9]{1,6}) (?<einheit>Minute|Stunde|Tag|Woche|Monat|Jahr)(n|e|en)?$")]
    private static partial Regex GermanPeriod();
}
