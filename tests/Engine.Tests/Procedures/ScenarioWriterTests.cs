using System.Collections.Immutable;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Procedures;

public class ScenarioWriterTests
{
    private static readonly FeelContext Values = FeelContext.From(new KeyValuePair<string, FeelValue>[]
    {
        new("zahl", FeelNumber.Of(12.50m)),
        new("ziffern", FeelString.Of("0276")),
        new("kommazahl", FeelString.Of("1.5")),
        new("wort", FeelString.Of("nein")),
        new("leer", FeelString.Of("")),
        new("nichts", FeelNull.Instance),
        new("stimmt", FeelBoolean.True),
        new("mehrzeilig", FeelString.Of("eins: zwei\n- drei # \"vier\"")),
        new("liste", FeelList.From([FeelNumber.Of(1), FeelString.Of("ja"), FeelList.From([])])),
        new("karte", FeelContext.Of(("a b", FeelString.Of("{x}")))),
    });

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        ImmutableArray<ScenarioStep> steps =
        [
            new StartStep(0, "antrag", "Fall 1", "anna", Values, null),
            new BegunStep(0, "kind", "Fall 2"),
            new TaskStep(0, "Prüfen: \"genau\"", "Fall 1", ["steueramt"], new Period(0, TimeSpan.FromDays(14)), "berta", Values, "", 2),
            new TimeStep(0, new Period(2, TimeSpan.Zero)),
            new TimeStep(0, new Period(0, TimeSpan.FromSeconds(90))),
            new MessageStep(0, "zahlung", "4711", Values),
            new SignalStep(0, "alarm", FeelContext.Empty),
            new DoJobStep(0, "rechnen", "Fall 1", Values, null, null),
            new DoJobStep(0, "rechnen", null, FeelContext.Empty, "E1", null),
            new DoJobStep(0, "rechnen", null, FeelContext.Empty, null, "kein Dienst"),
            new ExpectStep(0, "Fall 1", [], true, false, Values),
        ];
        var written = new Scenario("Ein Test: mit Doppelpunkt", 0, new(2026, 2, 3, 4, 5, 6, default), ScenarioJobRule.EachByHand, steps);

        var read = ScenarioParser.Parse(ScenarioWriter.Write(written)).Single();

        Assert.Equal((written.Title, written.BeginsAt, true), (read.Title, read.BeginsAt, read.Jobs.ByHand));
        Assert.Equal(written.Steps.Select(Describe), read.Steps.Select(Describe));
    }

    [Fact]
    public void Jobs_done_by_hand_wait_for_their_step()
    {
        var process = ProcessBuilder.Process("p").Start().ServiceTask("work", "rechnen", e => e.Output("=betrag", "betrag")).End().Build();
        const string Head = "szenarien:\n  - szenario: Test\n    aufträge: von Hand\n    schritte:\n      - start: p\n";

        Assert.True(Play("      - erwarte: { beendet: nein }\n").IsFulfilled);
        Assert.True(Play(
            "      - auftrag ausführen: rechnen\n        ergebnis: { betrag: 3 }\n      - erwarte: { beendet: ja, betrag: 3 }\n")
            .IsFulfilled);
        Assert.True(Play(
            "      - auftrag ausführen: rechnen\n        scheitert: kein Dienst\n      - erwarte: { störung: ja }\n").IsFulfilled);
        Assert.Contains(
            "Es warten: „rechnen“.", Play("      - auftrag ausführen: senden\n").Deviation, StringComparison.Ordinal);

        ScenarioOutcome Play(string steps) =>
            ScenarioRun.Of(
                ScenarioParser.Parse(Head + steps).Single(), new ScenarioProcedure([process]), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Coverage_counts_elements_and_flows()
    {
        var process = ProcessBuilder.Process("p").Start("s").UserTask("a").End("e").Build();
        var scenario = ScenarioParser.Parse(
            "szenarien:\n  - szenario: Test\n    schritte:\n      - start: p\n      - start: p\n"
            + "      - aufgabe: a\n        erledigt: anna\n").Single();

        var coverage = ScenarioRun.Of(scenario, new ScenarioProcedure([process]), TestContext.Current.CancellationToken).Coverage;

        Assert.Equal(2, coverage.Elements[("p", "a")]);
        Assert.Equal(1, coverage.Elements[("p", "e")]);
        Assert.Equal(3, coverage.Flows.Values.Sum());
    }

    private static string Describe(ScenarioStep step) => (step with { Line = 0 }) switch
    {
        TaskStep task => $"{task with { Groups = [] }} {string.Join(",", task.Groups)}",
        ExpectStep expected => $"{expected with { Tasks = null }} {string.Join(",", expected.Tasks ?? ["-"])}",
        var other => other.ToString()!,
    };
}
