using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Procedures;

public class ScenarioRunTests
{
    private const string Completed = "- start: permit\n- aufgabe: Prüfen\n  erledigt: berta\n  mit: ";

    private static readonly ProcessGraph Permit = ProcessBuilder.Process("permit")
        .Start()
        .ServiceTask("lookup", "register", e => e.Output("=owner", "owner"))
        .UserTask("check", e => e.Name("Prüfen").CandidateGroups("steueramt").DueDate("P14D").Form("pruefen"))
        .Catch("wait", e => e.TimerDuration("P2M"))
        .End()
        .Build();

    [Fact]
    public void A_story_that_comes_true_is_fulfilled() => Assert.True(Play(
        """
        - start: permit
          als: anna
          mit: { hund: Bello }
        - auftrag: register
          mit: { hund: Bello }
        - aufgabe: Prüfen
          für: steueramt
          fällig nach: 14 Tage
          erledigt: berta
          mit: { gut: ja }
        - erwarte: { gut: ja, owner: nichts, aufgaben: [], beendet: nein, störung: nein }
        - zeit vergeht: 2 Monate
        - erwarte: { beendet: ja }
        """).IsFulfilled);

    [Theory]
    [InlineData("- start: unbekannt", "Den Prozess „unbekannt“ gibt es")]
    [InlineData("- erwarte: { beendet: ja }", "Vor diesem Schritt muss ein Vorgang beginnen")]
    [InlineData("- start: permit\n- erwarte: { beendet: ja }", "Beendet: erwartet war ja, es ist aber nein.")]
    [InlineData("- start: permit\n- erwarte: { hund: Bello }", "„hund“: erwartet war \"Bello\", es ist aber null.")]
    [InlineData("- start: permit\n- erwarte: { aufgaben: Zahlen }", "Offene Aufgaben: erwartet war „Zahlen“, es ist aber „Prüfen“.")]
    [InlineData("- start: permit\n- aufgabe: Zahlen", "Die Aufgabe „Zahlen“ ist nicht offen. Offen sind: „Prüfen“.")]
    [InlineData("- start: permit\n- aufgabe: Prüfen\n  für: bauhof", "sollte auch für bauhof sein")]
    [InlineData("- start: permit\n- aufgabe: Prüfen\n  fällig nach: 3 Tage", "sollte am 18.01.2026 09:00 fällig sein")]
    [InlineData("- start: permit\n- auftrag: mail", "Es gab keinen (weiteren) Auftrag „mail“")]
    [InlineData("- start: permit\n- auftrag: register\n- auftrag: register", "Es gab keinen (weiteren) Auftrag „register“")]
    [InlineData("- begonnen: permit", "Es hat kein (weiterer) Vorgang")]
    [InlineData(Completed + "{ gut: nein }", "wurde abgelehnt: Das geht nicht.")]
    [InlineData(Completed + "{ gut: ja }\n  abgelehnt: ja", "hätte abgelehnt werden müssen")]
    [InlineData(Completed + "{ gut: nein }\n  abgelehnt: Frist", "aber nicht mit „Frist“")]
    public void A_story_that_does_not_come_true_says_why(string steps, string deviation) =>
        Assert.Contains(deviation, Play(steps).Deviation, StringComparison.Ordinal);

    [Fact]
    public void The_report_names_the_line_of_the_step() =>
        Assert.Equal(6, Play("- start: permit\n- zeit vergeht: 1 Tag\n- erwarte: { beendet: ja }").Line);

    [Fact]
    public void A_job_ends_with_the_answer_the_scenario_declares()
    {
        var outcome = Play(
            "- start: permit\n- erwarte: { owner: Frau B. }", "aufträge: { register: { owner: Frau B. } }\n    ");
        Assert.True(outcome.IsFulfilled, outcome.Deviation);
    }

    [Fact]
    public void Work_without_end_is_reported()
    {
        var circle = ProcessBuilder.Process("circle").Start().Merge("again").ServiceTask("work", "work")
            .Choice("done", done => done.When("=false").End(), more => more.Otherwise().To("again")).Build();

        var outcome = Play("- start: circle", process: circle);

        Assert.Contains("mehr als 10000 Aufträge", outcome.Deviation, StringComparison.Ordinal);
    }

    private static ScenarioOutcome Play(string steps, string head = "", ProcessGraph? process = null)
    {
        var text = $"szenarien:\n  - szenario: Eines\n    {head}schritte:\n      {steps.ReplaceLineEndings("\n      ")}\n";
        return ScenarioRun.Of(ScenarioParser.Parse(text)[0], new ScenarioProcedure([process ?? Permit], Check));
    }

    private static CheckedAnswers Check(string formId, FeelContext answers) =>
        new(answers, answers["gut"].Equals(FeelBoolean.False) ? ["Das geht nicht."] : []);
}
