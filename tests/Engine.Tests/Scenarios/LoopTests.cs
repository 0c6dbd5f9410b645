using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;
using static Kommune.Workflow.Engine.Tests.Scenarios.TestEngine;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

public sealed class LoopTests
{
    private readonly TestEngine engine = new();

    [Fact]
    public void Parallel_multi_instance_collects_outputs_in_the_order_of_its_inputs()
    {
        var p = Process("p").Start()
            .UserTask("t", e => e.ForEach("=[1, 2, 3]", "item", outputCollection: "results", outputElement: "=item * factor"))
            .End();
        var run = engine.Deploy(p).Start("p", ("factor", 1));
        Assert.Equal(3, run.Tasks("t").Count);

        for (var left = 3; left > 0; left--)
        {
            var last = run.Tasks("t")[^1];
            run.Do(new SetVariables(last.ElementInstance, TestEngine.Vars(("factor", 10)), Local: true));
            run.Do(new CompleteTask(last.Number));
        }

        run.ShouldBeCompleted().ShouldHave("results", List(10, 20, 30));
    }

    [Fact]
    public void Sequential_multi_instance_runs_one_after_another_with_its_counter()
    {
        var p = Process("p").Start()
            .UserTask("t", e => e.ForEach("=people", "person", sequential: true, outputCollection: "seen", outputElement: "=loopCounter"))
            .End();
        var run = engine.Deploy(p).Start("p", ("people", List("anna", "bert")));

        Assert.Equal("anna", run.State.ElementInstances[run.Task("t").ElementInstance].Variables["person"].ToString()!.Trim('"'));
        run.Complete("t").Complete("t").ShouldBeCompleted().ShouldHave("seen", List(1, 2));
    }

    [Fact]
    public void Completion_condition_ends_the_rest_and_sees_the_counts()
    {
        var p = Process("p").Start()
            .UserTask("t", e => e.Times("=5", completionCondition: "=numberOfCompletedInstances >= 2 and numberOfActiveInstances = 3"))
            .End();
        var run = engine.Deploy(p).Start();

        run.Complete("t").ShouldBeActive();
        run.Complete("t").ShouldBeCompleted();
        Assert.Equal(3, run.Times("t", What.Terminated));
    }

    [Fact]
    public void Empty_collection_completes_at_once_with_an_empty_result()
    {
        var p = Process("p").Start().UserTask("t", e => e.ForEach("=[]", "x", outputCollection: "r", outputElement: "=x")).End();

        engine.Deploy(p).Start().ShouldBeCompleted().ShouldHave("r", List());
    }

    [Fact]
    public void Collection_that_is_none_is_an_incident_that_can_be_repaired()
    {
        var p = Process("p").Start().Task("t", e => e.ForEach("=items", "x")).End();
        var run = engine.Deploy(p).Start("p", ("items", 5));

        run.ShouldHaveIncident(IncidentKind.ExtractValue, "t");
        run.Set(("items", List(1))).ResolveIncident().ShouldBeCompleted();
    }

    [Fact]
    public void Multi_instance_sub_process_has_a_scope_per_round()
    {
        var p = Process("p").Start()
            .SubProcess(
                "s",
                s => s.Start("is").ScriptTask("double", "=x * 2", "y", e => e.Output("=y", "z")).End("ie"),
                e => e.ForEach("=[1, 2]", "x", outputCollection: "r", outputElement: "=x + 1"))
            .End();

        engine.Deploy(p).Start().ShouldBeCompleted().ShouldHave("r", List(2, 3));
    }

    [Fact]
    public void Boundary_event_interrupts_all_rounds()
    {
        var p = Process("p").Start().UserTask("t", e => e.Times("=3")).End()
            .Boundary("t", "timeout", e => e.TimerDuration("PT1H"), b => b.Task("late").End());
        var run = engine.Deploy(p).Start();

        run.Pass("PT1H").ShouldBeCompleted().ShouldHaveSeen(("timeout", What.Completed), ("late", What.Completed));
        Assert.Equal(4, run.Times("t", What.Terminated));
    }

    [Fact]
    public void Standard_loop_tests_after_each_round()
    {
        var p = Process("p").Start().ScriptTask("t", "=n + 1", "n", e => e.Loop("=n < 3")).End();

        engine.Deploy(p).Start("p", ("n", 0)).ShouldBeCompleted().ShouldHave("n", 3);
        engine.Start("p", ("n", 9)).ShouldBeCompleted().ShouldHave("n", 10);
    }

    [Fact]
    public void Standard_loop_that_tests_before_may_run_no_round()
    {
        var p = Process("p").Start().ScriptTask("t", "=n + 1", "n", e => e.Loop("=n < 3", testBefore: true)).End();

        engine.Deploy(p).Start("p", ("n", 9)).ShouldBeCompleted().ShouldHave("n", 9);
    }

    [Fact]
    public void Standard_loop_stops_at_its_maximum()
    {
        var p = Process("p").Start().ScriptTask("t", "=n + loopCounter", "n", e => e.Loop("=true", maximum: 4)).End();

        engine.Deploy(p).Start("p", ("n", 0)).ShouldBeCompleted().ShouldHave("n", 10);
    }

    [Theory]
    [InlineData(LoopBehavior.All, 0)]
    [InlineData(LoopBehavior.One, 1)]
    [InlineData(LoopBehavior.None, 3)]
    [InlineData(LoopBehavior.Complex, 2)]
    public void Multi_instance_throws_its_behaviour_events_to_its_boundary(LoopBehavior behavior, int times)
    {
        var built = Process("p").Start().UserTask("t", e => e.Times("=3")).End()
            .Boundary("t", "b", e => e.Escalation("ROUND").NonInterrupting(), b => b.Task("note").End()).Build();
        var thrown = new EscalationEvent(TextValue.Fixed("ROUND"));
        var complex = new ComplexBehavior(FeelExpression.Compile("numberOfCompletedInstances >= 2"), thrown);
        var task = built.Find("t")!;
        var loop = task.Loop! with
        {
            Behavior = behavior,
            BehaviorEvent = thrown,
            ComplexBehaviors = behavior == LoopBehavior.Complex ? [complex] : [],
        };
        engine.World.Deploy(new ProcessGraph(built.Elements.SetItem(task.Index, task with { Loop = loop }), built.Flows, built.Settings));

        var run = engine.Start().Complete("t").Complete("t").Complete("t").ShouldBeCompleted();

        Assert.Equal(times, run.Times("note", What.Completed));
    }
}
