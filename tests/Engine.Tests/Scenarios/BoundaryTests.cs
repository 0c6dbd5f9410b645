using Kommune.Workflow.Execution;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

public sealed class BoundaryTests
{
    private readonly TestEngine engine = new();

    [Fact]
    public void Interrupting_timer_ends_the_task_and_goes_its_own_way()
    {
        var p = Process("p").Start().UserTask("t").Task("done").End()
            .Boundary("t", "late", e => e.TimerDuration("P3D"), b => b.Task("remind").End());
        var run = engine.Deploy(p).Start();

        run.Pass("P3D").ShouldBeCompleted()
            .ShouldHaveSeen(("t", What.Terminated), ("late", What.Completed), ("remind", What.Completed)).NotYet("done", What.Activated);
    }

    [Fact]
    public void Finished_task_no_longer_waits_for_its_boundary_events()
    {
        var p = Process("p").Start().UserTask("t").UserTask("u").End()
            .Boundary("t", "late", e => e.TimerDuration("P3D"), b => b.Task("remind").End());
        var run = engine.Deploy(p).Start();

        run.Complete("t").Pass("P9D").NotYet("late", What.Activated);
        Assert.Empty(run.State.Timers);
    }

    [Fact]
    public void Non_interrupting_cycle_reminds_as_often_as_it_says()
    {
        var p = Process("p").Start().UserTask("t").End()
            .Boundary("t", "tick", e => e.TimerCycle("R3/P1D").NonInterrupting(), b => b.Task("remind").End());
        var run = engine.Deploy(p).Start();

        run.Pass("P10D");
        Assert.Equal(3, run.Times("remind", What.Completed));
        run.ShouldBeActive().Complete("t").ShouldBeCompleted();
    }

    [Fact]
    public void Non_interrupting_message_can_come_again()
    {
        var p = Process("p").Start().UserTask("t").End()
            .Boundary("t", "note", e => e.Message("note", "=1").NonInterrupting(), b => b.Task("file").End());
        var run = engine.Deploy(p).Start();

        run.Message("note", "1").Message("note", "1");

        Assert.Equal(2, run.Times("file", What.Completed));
        run.Complete("t").ShouldBeCompleted();
    }

    [Fact]
    public void Error_of_a_job_is_caught_by_its_code_before_one_that_catches_all()
    {
        var p = Process("p").Start().ServiceTask("t", "bank").End()
            .Boundary("t", "any", e => e.Error(), b => b.Task("other").End())
            .Boundary("t", "broke", e => e.Error("BROKE"), b => b.Task("dun").End());
        engine.Deploy(p);

        engine.Start().ThrowError("t", "BROKE").ShouldBeCompleted().ShouldHaveSeen(("broke", What.Completed), ("dun", What.Completed));
        engine.Start().ThrowError("t", "ELSE").ShouldBeCompleted().ShouldHaveSeen(("any", What.Completed), ("other", What.Completed));
    }

    [Fact]
    public void Error_end_event_leaves_nested_sub_processes_by_the_first_that_catches_it()
    {
        var p = Process("p").Start()
            .SubProcess("outer", o => o.Start("o1")
                .SubProcess("inner", i => i.Start("i1").Fork("f", a => a.UserTask("t").End("ie"), b => b.End("fail", e => e.Error("E"))))
                .End("oe"))
            .End()
            .Boundary("outer", "caught", e => e.Error("E"), b => b.Task("repair").End());

        engine.Deploy(p).Start().ShouldBeCompleted()
            .ShouldHaveSeen(("t", What.Terminated), ("inner", What.Terminated), ("outer", What.Terminated), ("repair", What.Completed));
    }

    [Fact]
    public void Error_nobody_catches_is_an_incident()
    {
        var run = engine.Deploy(Process("p").Start().End("fail", e => e.Error("E"))).Start();
        run.ShouldHaveIncident(IncidentKind.UnhandledError, "fail");

        var job = engine.Deploy(Process("q").Start().ServiceTask("t", "x").End()).Start("q").ThrowError("t", "E", "weg");
        job.ShouldHaveIncident(IncidentKind.UnhandledError, "t");
        job.ShouldBeRefused(
            new LockJob(job.Job("t").Number, "w", TestEngine.Start0.AddMinutes(5)), RejectionCode.InvalidState);
        job.ResolveIncident().Complete("t").ShouldBeCompleted();
    }

    [Fact]
    public void Escalation_can_be_caught_beside_the_running_sub_process()
    {
        var p = Process("p").Start()
            .SubProcess("s", s => s.Start("i").Throw("raise", e => e.Escalation("LATE")).UserTask("t").End("ie"))
            .End()
            .Boundary("s", "b", e => e.Escalation("LATE").NonInterrupting(), b => b.Task("inform").End());
        var run = engine.Deploy(p).Start();

        run.ShouldHaveSeen(("b", What.Completed), ("inform", What.Completed)).ShouldBeActive();
        run.Complete("t").ShouldBeCompleted();
    }

    [Fact]
    public void Interrupting_escalation_ends_the_sub_process()
    {
        var p = Process("p").Start()
            .SubProcess("s", s => s.Start("i").Throw("raise", e => e.Escalation("LATE")).UserTask("t").End("ie"))
            .End()
            .Boundary("s", "b", e => e.Escalation(), b => b.Task("inform").End());

        engine.Deploy(p).Start().ShouldBeCompleted().ShouldHaveSeen(("s", What.Terminated), ("inform", What.Completed))
            .NotYet("t", What.Activated);
    }

    [Fact]
    public void Escalation_nobody_catches_changes_nothing()
    {
        engine.Deploy(Process("p").Start().Throw("raise", e => e.Escalation("X")).End("e", e => e.Escalation("Y"))).Start()
            .ShouldBeCompleted();
    }

    [Fact]
    public void Boundary_event_maps_what_came()
    {
        var p = Process("p").Start().UserTask("t").End()
            .Boundary("t", "b", e => e.Message("m", "=1").Output("=x + 1", "y"), b => b.End());
        var run = engine.Deploy(p).Start();

        run.Message("m", "1", ("x", 4)).ShouldBeCompleted().ShouldHave("y", 5);
        Assert.False(run.State.Variables.Contains("x"));
    }

    [Fact]
    public void Boundary_with_two_parallel_events_waits_for_both()
    {
        var p = Process("p").Start().UserTask("t").End()
            .Boundary("t", "b", e => e.Message("m", "=1").Signal("s").ParallelMultiple(), b => b.Task("both").End());
        var run = engine.Deploy(p).Start();

        run.Signal("s").NotYet("b", What.Activated).Message("m", "1").ShouldBeCompleted().ShouldHaveSeen(("both", What.Completed));
    }
}
