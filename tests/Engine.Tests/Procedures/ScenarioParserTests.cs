using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Procedures;

public class ScenarioParserTests
{
    [Fact]
    public void A_file_is_read_with_its_data_sets_steps_and_lines()
    {
        var scenario = Assert.Single(ScenarioParser.Parse(
            """
            daten:
              antrag: { hund: Bello, alter: 3, geimpft: ja, chip: "0276", bild: nichts }
            szenarien:
              - szenario: Ein Hund wird angemeldet
                beginn: 2026-02-20 09:00
                aufträge:
                  konto: { ergebnis: gut }
                schritte:
                  - start: hund
                    als: agent
                    mit: { daten: antrag, alter: 4 }
                  - zeit vergeht: 2 Wochen
                  - aufgabe: Prüfen
                    für: [steueramt, kaemmerei]
                    fällig nach: P14D
                    erledigt: anna
                    mit: antrag
                    abgelehnt: ja
            """));

        Assert.Equal(new DateTimeOffset(2026, 2, 20, 9, 0, 0, TimeSpan.Zero), scenario.BeginsAt);
        Assert.Equal("gut", ((FeelString)scenario.Jobs.Answers["konto"]["ergebnis"]).Value);
        var start = Assert.IsType<StartStep>(scenario.Steps[0]);
        Assert.Equal(9, start.Line);
        Assert.Equal(FeelNumber.Of(4), start.Variables["alter"]);
        Assert.Equal(FeelBoolean.True, start.Variables["geimpft"]);
        Assert.Equal(FeelString.Of("0276"), start.Variables["chip"]);
        Assert.True(start.Variables["bild"].IsNull);
        Assert.Equal(new Period(0, TimeSpan.FromDays(14)), Assert.IsType<TimeStep>(scenario.Steps[1]).Period);
        var task = Assert.IsType<TaskStep>(scenario.Steps[2]);
        Assert.Equal(["steueramt", "kaemmerei"], task.Groups);
        Assert.Equal(new Period(0, TimeSpan.FromDays(14)), task.Due);
        Assert.Equal("", task.Refusal);
    }

    [Theory]
    [InlineData("- aufgbe: Prüfen", 4, "Der Schritt hat kein Schlüsselwort")]
    [InlineData("- aufgabe: Prüfen\n      wer: anna", 5, "„wer“ ist hier kein Schlüsselwort")]
    [InlineData("- aufgabe: Prüfen\n      mit: { a: 1 }", 4, "Es fehlt „erledigt: …“")]
    [InlineData("- zeit vergeht: bald", 4, "„bald“ ist keine Zeitspanne")]
    [InlineData("- start: hund\n      mit: antrag", 5, "Der Datensatz „antrag“ ist nicht erklärt")]
    [InlineData("- erwarte: { beendet: vielleicht }", 4, "Hier wird „ja“ oder „nein“ erwartet")]
    [InlineData("- start: hund\n      erwarte: { beendet: ja }", 4, "Ein Schritt tut nur eines")]
    [InlineData("- prüfen", 4, "Hier wird ein Schritt mit „Schlüsselwort: Wert“ erwartet")]
    public void A_mistake_is_named_with_its_line(string step, int line, string message)
    {
        var text = $"szenarien:\n  - szenario: Eines\n    schritte:\n    {step}\n";

        var error = Assert.Throws<ScenarioFormatException>(() => ScenarioParser.Parse(text));

        Assert.Equal(line, error.Line);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("szenarien: [", "kein gültiges YAML")]
    [InlineData("", "genau ein YAML-Dokument")]
    [InlineData("szenarien: []", "mindestens einem Eintrag")]
    [InlineData("a: 1\nszenarien: []", "kein Schlüsselwort")]
    [InlineData("szenarien:\n  - szenario: Eines", "Es fehlt „schritte: …“")]
    public void What_is_no_scenario_file_is_refused(string text, string message) =>
        Assert.Contains(
            message, Assert.Throws<ScenarioFormatException>(() => ScenarioParser.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void References_that_multiply_values_end_at_the_limit()
    {
        var bomb = "daten:\n  a: &a { x: [1,2,3,4,5,6,7,8,9,10] }\n"
            + string.Concat(Enumerable.Range('b', 8).Select(c =>
                $"  {(char)c}: &{(char)c} {{ x: [{string.Join(",", Enumerable.Repeat("*" + (char)(c - 1), 10))}] }}\n"))
            + "szenarien: []\n";

        var error = Assert.Throws<ScenarioFormatException>(() => ScenarioParser.Parse(bomb));

        Assert.Contains($"mehr als {100_000} Werte", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused() =>
        Assert.Throws<ScenarioFormatException>(() => ScenarioParser.Parse(new string('#', ScenarioParser.LengthMax + 1)));
}
