using System.Collections.Immutable;
using Kommune.Workflow.Execution;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

/// <summary>What operators do to running instances: cancel, modify, migrate, remark; and the limits that stop them.</summary>
public sealed class RepairTests
{
    private readonly TestEngine engine = new();

    [Fact]
    public void Cancelled_instance_ends_with_everything_in_it_and_refuses_more()
    {
        var run = engine.Deploy(Process("p").Start().Fork(
            "f",
            a => a.UserTask("t").End("e1"),
            b => b.ServiceTask("j", "x").End("e2"),
            c => c.Catch("m", e => e.Message("m")).End("e3"))).Start();

        run.Do(new CancelInstance("Irrtum"), "boss");

        Assert.Equal(InstanceStatus.Terminated, run.Status);
        run.ShouldHaveSeen(("p", What.Terminated));
        run.ShouldBeRefused(new CancelInstance(), RejectionCode.InvalidState);
        run.Do(new AddRemark("comment", "c1", null));
    }

    // ---- modification ----

    private static ActivateInstruction At(string id, int? ancestor = null) => new(id, ancestor, null);

    [Fact]
    public void Modification_moves_a_token_back()
    {
        var run = engine.Deploy(Process("p").Start().UserTask("a").UserTask("b").End()).Start().Complete("a");

        run.Do(new ModifyInstance([At("a")], [run.Active("b").Number]));

        run.ShouldHaveSeen(("b", What.Terminated)).Complete("a").Complete("b").ShouldBeCompleted();
    }

    [Fact]
    public void Modification_opens_the_scopes_around_an_element_and_sets_its_variables()
    {
        var p = Process("p").Start().UserTask("a").SubProcess(
            "s", s => s.Start("i").UserTask("b").UserTask("c").End("ie")
                .EventSubProcess("es", x => x.Start("m", e => e.Message("stop", "=1")).End("ee"))).Task("after").End();
        var run = engine.Deploy(p).Start();

        run.Do(new ModifyInstance(
            [new ActivateInstruction("c", null, TestEngine.Vars(("x", 1)), "s")], [run.Active("a").Number]));

        run.NotYet("b", What.Activated);
        Assert.Equal(TestEngine.Value(1), run.Active("s").Variables["x"]);
        Assert.Single(run.State.Bookmarks);
        run.Complete("c").ShouldBeCompleted().ShouldHaveSeen(("s", What.Completed), ("after", What.Completed));
    }

    [Fact]
    public void Modification_that_ends_the_last_thing_in_a_scope_ends_the_scope()
    {
        var p = Process("p").Start().SubProcess("s", s => s.Start("i").UserTask("b").End("ie")).Task("after").End();
        var run = engine.Deploy(p).Start();

        run.Do(new ModifyInstance([], [run.Active("b").Number]));

        Assert.Equal(InstanceStatus.Terminated, run.Status);
        run.NotYet("after", What.Activated);
    }

    [Fact]
    public void Modification_is_refused_as_a_whole()
    {
        var p = Process("p").Start().UserTask("a").SubProcess("s", s => s.Start("i").UserTask("b").End("ie"), e => e.Times("=2")).End();
        var run = engine.Deploy(p).Start();

        run.ShouldBeRefused(new ModifyInstance([At("a"), At("nothing")], []), RejectionCode.InvalidArgument);
        run.ShouldBeRefused(new ModifyInstance([At("start")], []), RejectionCode.InvalidArgument);
        run.ShouldBeRefused(new ModifyInstance([At("a")], [999]), RejectionCode.NotFound);
        run.ShouldBeRefused(new ModifyInstance([At("b")], []), RejectionCode.InvalidArgument);
        run.Complete("a");
        run.ShouldBeRefused(new ModifyInstance([At("b")], []), RejectionCode.InvalidArgument);
        run.Do(new ModifyInstance([At("b", run.ActiveInstances("s")[1].Number)], []));
        Assert.Equal(3, run.Tasks("b").Count);
    }

    [Fact]
    public void Terminated_round_counts_and_lets_the_loop_end()
    {
        var run = engine.Deploy(Process("p").Start().UserTask("t", e => e.Times("=2")).Task("after").End()).Start();

        run.Do(new ModifyInstance([], [run.ActiveInstances("t")[0].Number]));
        run.ShouldBeActive().Complete("t").ShouldBeCompleted().ShouldHaveSeen(("after", What.Completed));
    }

    [Fact]
    public void Instance_can_start_at_chosen_elements()
    {
        engine.Deploy(Process("p").Start().UserTask("a").SubProcess("s", s => s.Start("i").UserTask("b").UserTask("c").End("ie")).End());

        var run = engine.Run(engine.World.Start("p", startInstructions: ["c"]));

        run.NotYet("a", What.Activated).Complete("c").ShouldBeCompleted();
    }

    // ---- migration ----

    private static ImmutableArray<ElementMapping> Map(params (string From, string To)[] pairs) =>
        [.. pairs.Select(pair => new ElementMapping(pair.From, pair.To))];

    [Fact]
    public void Migration_moves_what_is_active_and_never_runs_completed_work_again()
    {
        engine.Deploy(Process("p").Start().UserTask("a").UserTask("b").End());
        var run = engine.Start().CompleteAs("anna", "a");
        engine.Deploy(Process("p").Start().UserTask("a").UserTask("first").UserTask("b2", e => e.FourEyes("a")).Task("extra").End());

        run.Do(new MigrateInstance(2, Map(("b", "b2"))));

        Assert.Equal(2, run.State.DefinitionKey);
        Assert.Equal(1, run.Times("a", What.Activated));
        run.ShouldBeRefused(new CompleteTask(run.Task("b2").Number), RejectionCode.FourEyes, "anna");
        run.Complete("b2").ShouldBeCompleted().ShouldHaveSeen(("extra", What.Completed)).NotYet("first", What.Activated);
    }

    [Fact]
    public void Migration_keeps_waits_opens_new_ones_and_closes_those_without_a_place()
    {
        engine.Deploy(Process("p").Start().UserTask("t").End()
            .Boundary("t", "kept", e => e.TimerDuration("P2D"), b => b.Task("k").End("e1"))
            .Boundary("t", "dropped", e => e.Message("m", "=1"), b => b.End("e2")));
        var run = engine.Start();
        engine.Pass("P1D");
        engine.Deploy(Process("p").Start().UserTask("t").End()
            .Boundary("t", "kept", e => e.TimerDuration("P9D"), b => b.Task("k").End("e1"))
            .Boundary("t", "fresh", e => e.Signal("s"), b => b.End("e2")));

        run.Do(new MigrateInstance(2, []));

        Assert.Equal(TestEngine.Start0.AddDays(2), Assert.Single(run.State.Timers.Values).DueAt);
        Assert.Equal("s", Assert.Single(run.State.Bookmarks.Values).Name);
        run.Pass("P1D").ShouldBeCompleted().ShouldHaveSeen(("k", What.Completed));
    }

    [Fact]
    public void Migration_names_what_has_no_place()
    {
        engine.Deploy(Process("p").Start().UserTask("t", e => e.Name("Prüfen")).End());
        var run = engine.Start();
        engine.Deploy(Process("p").Start().ServiceTask("t", "x").End());
        engine.Deploy(Process("p").Start().UserTask("other").End());

        run.ShouldBeRefused(new MigrateInstance(2, []), RejectionCode.InvalidState);
        run.ShouldBeRefused(new MigrateInstance(3, []), RejectionCode.InvalidState);
        run.ShouldBeRefused(new MigrateInstance(99, []), RejectionCode.NotFound);
        Assert.Contains("Prüfen", run.Send(new MigrateInstance(3, [])).Rejection!.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Migration_moves_tokens_that_wait_at_a_join()
    {
        engine.Deploy(Process("p").Start().Fork("f", a => a.UserTask("a"), b => b.UserTask("b")).Join("j").End());
        var run = engine.Start().Complete("a");
        engine.Deploy(Process("p").Start().Task("new").Fork("f", a => a.UserTask("a"), b => b.UserTask("b")).Join("j").Task("after").End());

        run.Do(new MigrateInstance(2, [])).Complete("b").ShouldBeCompleted().ShouldHaveSeen(("after", What.Completed));
    }

    // ---- limits ----

    [Fact]
    public void Endless_loop_without_a_wait_ends_in_an_incident_that_can_go_on()
    {
        var limited = new TestEngine(new ExecutionLimits { ActivationsPerStepMax = 100 });
        var p = Process("p").Start().Merge("m").ScriptTask("s", "=n + 1", "n").Choice(
            "c", a => a.When("=n < limit").To("m"), b => b.Otherwise().End());
        var run = limited.Deploy(p).Start("p", ("n", 0), ("limit", 1000000));
        run.ShouldHaveIncident(IncidentKind.Limit).ShouldBeActive();

        run.Set(("limit", 40)).ResolveIncident().ShouldBeCompleted();
    }

    [Fact]
    public void Loop_with_too_many_rounds_is_an_incident()
    {
        var limited = new TestEngine(new ExecutionLimits { LoopRoundsMax = 5 });

        limited.Deploy(Process("p").Start().Task("t", e => e.Times("=6")).End()).Start().ShouldHaveIncident(IncidentKind.Limit, "t");
        limited.Deploy(Process("q").Start().Task("t", e => e.Loop("=true")).End()).Start("q")
            .ShouldHaveIncident(IncidentKind.Limit, "t");
    }

    [Fact]
    public void Conditions_that_set_each_other_off_end_in_an_incident()
    {
        var limited = new TestEngine(new ExecutionLimits { ActivationsPerStepMax = 100 });
        var p = Process("p").Start().UserTask("t").End()
            .Boundary("t", "b3", e => e.Condition("=x = 3").NonInterrupting().Output("=1", "x"), b => b.End("e3"))
            .Boundary("t", "b2", e => e.Condition("=x = 2").NonInterrupting().Output("=3", "x"), b => b.End("e2"))
            .Boundary("t", "b1", e => e.Condition("=x = 1").NonInterrupting().Output("=2", "x"), b => b.End("e1"));
        var run = limited.Deploy(p).Start("p", ("x", 0));

        run.Set(("x", 1));

        Assert.Contains(run.State.Incidents.Values, incident => incident.Kind == IncidentKind.Limit);
    }

    [Fact]
    public void Process_that_calls_itself_stops_at_the_call_depth()
    {
        var limited = new TestEngine(new ExecutionLimits { CallDepthMax = 3 });

        limited.Deploy(Process("p").Start().CallActivity("again", "p").End()).Start().ShouldBeActive();

        Assert.Equal(4, limited.Count("p"));
        limited.Run(limited.World.Instances.Values.Last()).ShouldHaveIncident(IncidentKind.Limit, "again");
    }

    [Fact]
    public void Scopes_nest_only_so_deep()
    {
        var limited = new TestEngine(new ExecutionLimits { NestingDepthMax = 2 });
        var p = Process("p").Start().SubProcess("a", a => a.Start("i").SubProcess("b", b => b.Start("i2").End("e2")).End("e1")).End();

        limited.Deploy(p).Start().ShouldHaveIncident(IncidentKind.Limit, "b");
    }

    [Fact]
    public void Instance_that_created_too_much_stops()
    {
        var limited = new TestEngine(new ExecutionLimits { NumbersMax = 20 });
        var p = Process("p").Start().Merge("m").UserTask("t").Choice("c", a => a.When("=again").To("m"), b => b.Otherwise().End());
        var run = limited.Deploy(p).Start("p", ("again", true));
        while (run.State.Incidents.Count == 0)
        {
            run.Complete("t");
        }

        run.ShouldHaveIncident(IncidentKind.Limit).ShouldBeActive();
    }

    [Fact]
    public void Variables_beyond_the_limit_are_refused()
    {
        var limited = new TestEngine(new ExecutionLimits { PayloadBytesMax = 1000 });
        var run = limited.Deploy(Process("p").Start().UserTask("t").End()).Start();
        var large = TestEngine.Vars(("x", new string('x', 1000)));

        run.ShouldBeRefused(new SetVariables(0, large, false), RejectionCode.InvalidArgument);
        run.ShouldBeRefused(new CompleteTask(run.Task("t").Number, large), RejectionCode.InvalidArgument);
    }

    [Theory]
    [InlineData("=for i in 1..5000 return if i = 1 then 1 else {a: partial[-1]}")]
    [InlineData("=for i in 1..60 return if i = 1 then 1 else [partial[-1], partial[-1]]")]
    public void Value_that_unfolds_without_end_is_an_incident(string expression) =>
        engine.Deploy(Process("p").Start().ScriptTask("s", expression, "x").End()).Start()
            .ShouldHaveIncident(IncidentKind.ExtractValue, "s");

    [Theory]
    [InlineData("P9999Y")]
    [InlineData("PT99999999H")]
    public void Time_beyond_the_calendar_never_comes(string duration)
    {
        engine.Deploy(Process("p").Start().Catch("t", e => e.TimerDuration(duration)).End());
        Assert.Empty(engine.Start().ShouldBeActive().State.Timers);

        engine.Deploy(Process("q").Start().UserTask("t", e => e.DueDate(duration)).End());
        engine.Start("q").ShouldHaveIncident(IncidentKind.ExtractValue, "t");
    }

    [Fact]
    public void Expression_beyond_its_limits_is_an_incident()
    {
        var limited = new TestEngine(new ExecutionLimits { Expressions = new() { EvaluationStepsMax = 1000 } });

        limited.Deploy(Process("p").Start().ScriptTask("s", "=sum(for i in 1..100000 return i)", "n").End()).Start()
            .ShouldHaveIncident(IncidentKind.ExtractValue, "s");
    }
}
