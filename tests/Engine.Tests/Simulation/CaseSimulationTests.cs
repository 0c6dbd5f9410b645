using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Simulation;

public sealed class CaseSimulationTests
{
    /// <summary>A Monday, 8 o'clock in Berlin.</summary>
    private static readonly DateTimeOffset Monday = new(2026, 9, 14, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_seed_gives_the_same_figures_and_another_seed_others()
    {
        var process = Process("p").Start().UserTask("a", e => e.CandidateGroups("amt")).End();

        var first = Run(process, Settings() with { Seed = 1 });
        var again = Run(process, Settings() with { Seed = 1 });
        var other = Run(process, Settings() with { Seed = 2 });

        Assert.Equal(first.Cycle, again.Cycle);
        Assert.NotEqual(first.Cycle, other.Cycle);
    }

    [Fact]
    public void Too_few_people_make_a_queue_and_are_named_as_the_bottleneck()
    {
        // 16 hours of work a day for people with 8 hours each.
        var process = Process("p").Start().UserTask("a", e => e.CandidateGroups("amt")).End();
        var settings = Settings() with { ArrivalsPerDay = 16, Durations = Fixed("a", TimeSpan.FromHours(1)) };

        var one = Run(process, settings);
        var three = Run(process, settings with { People = new Dictionary<string, int> { ["amt"] = 3 } });

        Assert.Equal("amt", one.Bottleneck?.Group);
        Assert.InRange(one.Groups[0].Load, 0.97, 1);
        Assert.True(one.Elements.Single(e => e.ElementId == "a").Waiting.Median > TimeSpan.FromDays(3));
        Assert.Null(three.Bottleneck);
        Assert.InRange(three.Groups[0].Load, 0.5, 0.8);
        Assert.True(three.Elements.Single(e => e.ElementId == "a").Waiting.Median < TimeSpan.FromHours(4));
        Assert.True(one.Elements.Single(e => e.ElementId == "a").QueueMax > three.Elements.Single(e => e.ElementId == "a").QueueMax);
    }

    [Fact]
    public void Nobody_works_outside_the_working_hours()
    {
        // Two hours a day, a task of two hours: one task a day and person, and nothing at the weekend.
        var process = Process("p").Start().UserTask("a", e => e.CandidateGroups("amt")).End();
        var figures = Run(process, Settings() with
        {
            Cases = 10,
            ArrivalsPerDay = 1_000,
            Hours = WorkingHours.Office with { From = new TimeOnly(8, 0), To = new TimeOnly(10, 0) },
            Durations = Fixed("a", TimeSpan.FromHours(2)),
        });

        Assert.Equal(10, figures.Finished);
        Assert.InRange(figures.Span, TimeSpan.FromDays(11), TimeSpan.FromDays(15));
    }

    [Fact]
    public void Ways_are_taken_as_often_as_their_weights_say_whatever_their_conditions()
    {
        var process = Process("p").Start().Choice(
            "c", yes => yes.When("=betrag > 10").UserTask("a").End("e1"), no => no.Otherwise().End("e2"));
        var graph = process.Build();
        var gateway = graph.Find("c")!;
        var weights = new Dictionary<string, double>
        {
            [graph.Flows[gateway.Outgoing[0]].Id] = 30,
            [graph.Flows[gateway.Outgoing[1]].Id] = 70,
        };

        var figures = CaseSimulation.Run(
            graph, Settings() with { Cases = 1_000, Weights = weights }, TestContext.Current.CancellationToken);

        Assert.Equal(1_000, figures.Finished);
        Assert.InRange(figures.Elements.Single(e => e.ElementId == "a").Count, 250, 350);
    }

    [Fact]
    public void A_loop_back_is_drawn_anew_each_time()
    {
        var process = Process("p").Start().Merge("m").UserTask("a").Catch("wait", e => e.TimerDuration("P1D")).Choice(
            "c", back => back.When("=offen").To("m"), on => on.Otherwise().End());

        var figures = Run(process, Settings() with { Cases = 400, People = new Dictionary<string, int> { [""] = 20 } });

        Assert.Equal(400, figures.Finished);
        Assert.InRange(figures.Elements.Single(e => e.ElementId == "a").Count, 700, 900);
    }

    [Fact]
    public void A_deadline_that_interrupts_frees_the_person()
    {
        var process = Process("p").Start().UserTask("a", e => e.CandidateGroups("amt")).End()
            .Boundary("a", "frist", e => e.TimerDuration("PT1H"), b => b.End("zu-spät"));

        var figures = Run(process, Settings() with { Cases = 20, ArrivalsPerDay = 4, Durations = Fixed("a", TimeSpan.FromHours(30)) });

        Assert.Equal(20, figures.Finished);
        Assert.Equal(20, figures.Elements.Single(e => e.ElementId == "zu-spät").Count);
        Assert.Equal(0, figures.Groups.Single().Tasks);
    }

    [Fact]
    public void Four_eyes_with_one_person_is_stuck_and_says_so()
    {
        var process = Process("p").Start().UserTask("a", e => e.CandidateGroups("amt"))
            .UserTask("b", e => e.CandidateGroups("amt").FourEyes("a")).End();

        var one = Run(process, Settings() with { Cases = 5 });
        var two = Run(process, Settings() with { Cases = 5, People = new Dictionary<string, int> { ["amt"] = 2 } });

        var stuck = Assert.Single(one.Stuck);
        Assert.Equal(("b", 5), (stuck.ElementId, stuck.Cases));
        Assert.Contains("Niemand", stuck.Reason, StringComparison.Ordinal);
        Assert.Equal(5, two.Finished);
    }

    [Fact]
    public void A_process_that_computes_with_answers_runs_without_them()
    {
        var process = Process("p").Start()
            .ScriptTask("s", "=betrag * 2", "doppelt")
            .UserTask("je", e => e.ForEach("=hunde", "hund").DueDate("=frist"))
            .Catch("antwort", e => e.Message("antwort", "=aktenzeichen"))
            .CallActivity("teil", "teilprozess")
            .ServiceTask("buchen", "=typ")
            .Throw("melden", e => e.Message("fertig", "=aktenzeichen"))
            .End();

        var figures = Run(process, Settings() with { Cases = 10 });

        Assert.Empty(figures.Stuck);
        Assert.Equal(10, figures.Finished);
        Assert.Equal(30, figures.Groups.Single().Tasks);
    }

    [Fact]
    public void Two_versions_meet_the_same_cases()
    {
        var slow = Process("p").Start().UserTask("a", e => e.CandidateGroups("amt")).UserTask("b", e => e.CandidateGroups("amt")).End();
        var lean = Process("p").Start().UserTask("a", e => e.CandidateGroups("amt")).End();

        var (before, after) = (Run(slow, Settings()), Run(lean, Settings()));

        Assert.True(after.Cycle.Median < before.Cycle.Median);
        Assert.Equal(
            before.Elements.Single(e => e.ElementId == "a").Work.Count, after.Elements.Single(e => e.ElementId == "a").Work.Count);
    }

    private static SimulationFigures Run(ProcessBuilder process, SimulationSettings settings) =>
        CaseSimulation.Run(process.Build(), settings);

    private static SimulationSettings Settings() => new() { Cases = 100, ArrivalsPerDay = 8, Seed = 42, Start = Monday };

    private static Dictionary<string, SimulatedDuration> Fixed(string element, TimeSpan time) =>
        new() { [element] = new SimulatedDuration(time, time) };
}
