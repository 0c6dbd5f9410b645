using System.Globalization;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Procedures;

/// <summary>What the model of <c>workflows/idee</c> holds by itself, also when nobody checks a form.</summary>
public class IdeaModelTests
{
    private static readonly ProcessGraph Idea = Compile("process.bpmn");
    private static readonly ProcessGraph Circle = Compile("innovationszirkel.bpmn");

    [Fact]
    public void The_models_compile_without_any_finding()
    {
        Assert.Empty(Findings("process.bpmn"));
        Assert.Empty(Findings("innovationszirkel.bpmn"));
    }

    [Theory]
    [InlineData("Verworfen")]
    [InlineData("Umgesetzt")]
    [InlineData("Irgendwas")]
    public void An_outcome_the_circle_does_not_have_or_without_its_reason_leaves_the_idea_as_it_is(string outcome)
    {
        var (engine, idea) = Start();

        Decide(engine, idea, outcome);

        AssertStatus(idea, "Idee");
        Assert.Equal("Aufgabe_Beraten", OpenTask(idea));
    }

    [Theory]
    [InlineData("Umgesetzt")]
    [InlineData("Verworfen")]
    public void Work_does_not_end_without_result_or_reason(string outcome)
    {
        var (engine, idea) = Start();
        Decide(engine, idea, "In Bearbeitung");

        Decide(engine, idea, outcome);

        AssertStatus(idea, "In Bearbeitung");
        Assert.Equal("Aufgabe_Bearbeiten", OpenTask(idea));
    }

    [Fact]
    public void The_forum_cannot_discard_with_the_reason_of_an_earlier_step()
    {
        var (engine, idea) = Start();
        Decide(engine, idea, "Idee zur Entscheidung", "Betrifft zwei Ämter.");
        Work(engine, idea, FeelContext.Of(("nutzen", FeelNumber.Of(3)), ("aufwand", FeelNumber.Of(3))));

        Decide(engine, idea, "Verworfen");

        AssertStatus(idea, "Idee zur Entscheidung");
        Assert.Equal("Aufgabe_Entscheiden", OpenTask(idea));
    }

    [Fact]
    public void Two_quick_changes_are_both_told_even_while_the_first_notice_still_waits()
    {
        var (engine, idea) = Start();
        Decide(engine, idea, "In Bearbeitung");
        Work(engine, idea, FeelContext.Of(("entscheidung", FeelString.Of("Umgesetzt")), ("ergebnis", FeelString.Of("Fertig."))));

        var told = idea.State.Jobs.Values.Where(job => job.Type == "kommune:notice").OrderBy(job => job.Number)
            .Select(job => idea.State.ElementInstances[job.ElementInstance].Variables)
            .Select(v => $"{v["von"]} → {v["nach"]}");

        Assert.Equal(["null → \"Idee\"", "\"Idee\" → \"In Bearbeitung\"", "\"In Bearbeitung\" → \"Umgesetzt\""], told);
        Assert.Equal(3, idea.State.Jobs.Values.Count(job => job.Type == "kommune:chronicle"));
        Assert.Equal(InstanceStatus.Active, idea.State.Status);
    }

    [Fact]
    public void A_decision_of_the_circle_reaches_its_idea_only()
    {
        var (engine, idea) = Start();
        var other = engine.Start("idee", FeelContext.Of(("titel", FeelString.Of("Andere"))));

        engine.Publish(
            "innovationszirkel-ergebnis", other.State.CaseNumber, FeelContext.Of(("entscheidung", FeelString.Of("In Bearbeitung"))));

        AssertStatus(idea, "Idee");
        AssertStatus(other, "In Bearbeitung");
    }

    [Fact]
    public void The_circle_meets_on_the_first_day_of_every_second_month_at_eight_in_Germany()
    {
        var engine = new VirtualEngine(new DateTimeOffset(2026, 1, 15, 8, 0, 0, TimeSpan.Zero));
        engine.Deploy(Circle);

        engine.Advance(TimeSpan.FromDays(365));

        Assert.Equal(
            ["2026-03-01 07:00", "2026-05-01 06:00", "2026-07-01 06:00", "2026-09-01 06:00", "2026-11-01 07:00", "2027-01-01 07:00"],
            engine.Instances.Values.Select(i => i.State.StartedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)));
    }

    private static (VirtualEngine Engine, VirtualInstance Idea) Start()
    {
        var engine = new VirtualEngine(new DateTimeOffset(2026, 1, 15, 8, 0, 0, TimeSpan.Zero));
        engine.Deploy(Idea);
        return (engine, engine.Start("idee", FeelContext.Of(("titel", FeelString.Of("Digitale Poststelle")))));
    }

    private static void Decide(VirtualEngine engine, VirtualInstance idea, string outcome, string? reason = null)
    {
        Work(engine, idea, FeelContext.Of(
            ("entscheidung", FeelString.Of(outcome)),
            ("begruendung", reason is null ? FeelNull.Instance : FeelString.Of(reason))));
        if (idea.State.Jobs.Values.SingleOrDefault(job => job.Type == "kommune:similar-cases") is { } job)
        {
            engine.Send(idea.Key, new CompleteJob(job.Number));
        }
    }

    private static void Work(VirtualEngine engine, VirtualInstance idea, FeelContext answers) =>
        Assert.True(engine
            .Send(idea.Key, new CompleteTask(idea.State.UserTasks.Values.Single().Number, answers), new Actor("anna")).Accepted);

    private static string OpenTask(VirtualInstance idea) => idea.Graph.Elements[idea.State.UserTasks.Values.Single().Element].Id;

    private static void AssertStatus(VirtualInstance idea, string status) =>
        Assert.Equal(FeelString.Of(status), idea.State.Variables["status"]);

    private static ProcessGraph Compile(string file) => BpmnCompiler.Compile(Read(file)).Processes.Single();

    private static IEnumerable<string> Findings(string file) => BpmnCompiler.Compile(Read(file)).Findings.Select(f => f.Message);

    private static byte[] Read(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Kommune.Workflow.sln")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllBytes(Path.Combine(folder.FullName, "workflows", "idee", file));
    }
}
