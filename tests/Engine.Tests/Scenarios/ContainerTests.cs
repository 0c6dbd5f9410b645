using Kommune.Workflow.Execution;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

public sealed class ContainerTests
{
    private readonly TestEngine engine = new();

    // ---- embedded ----

    [Fact]
    public void Sub_process_completes_when_all_its_paths_have_ended()
    {
        var p = Process("p").Start().SubProcess(
            "s", s => s.Start("i").Fork("f", a => a.UserTask("a").End("ea"), b => b.UserTask("b").End("eb"))).Task("after").End();
        var run = engine.Deploy(p).Start();

        run.Complete("a").NotYet("s", What.Completed).Complete("b").ShouldBeCompleted()
            .ShouldHaveSeen(("s", What.Completed), ("after", What.Completed));
    }

    [Fact]
    public void Process_without_start_event_starts_everything_nothing_leads_to()
    {
        var p = Process("p").UserTask("a").Task("after").From().UserTask("b");
        var run = engine.Deploy(p).Start();

        run.Complete("a").Complete("b").ShouldBeCompleted().ShouldHaveSeen(("after", What.Completed));
    }

    // ---- event sub-processes ----

    [Fact]
    public void Interrupting_event_sub_process_replaces_what_runs_in_its_scope()
    {
        var p = Process("p").Start().UserTask("t").End()
            .EventSubProcess("es", s => s.Start("m", e => e.Message("stop", "=1")).UserTask("clean").End("ee"));
        var run = engine.Deploy(p).Start();

        run.Message("stop", "1", ("why", "so")).ShouldHaveSeen(("t", What.Terminated), ("m", What.Completed), ("clean", What.Activated));
        Assert.Empty(run.State.Bookmarks);
        run.ShouldHave("why", "so").Complete("clean").ShouldBeCompleted();
    }

    [Fact]
    public void Non_interrupting_event_sub_process_can_run_several_times_beside_the_flow()
    {
        var p = Process("p").Start().UserTask("t").End()
            .EventSubProcess("es", s => s.Start("m", e => e.Message("note", "=1").NonInterrupting()).UserTask("file").End("ee"));
        var run = engine.Deploy(p).Start();

        run.Message("note", "1").Message("note", "1");

        Assert.Equal(2, run.Tasks("file").Count);
        run.Complete("t").ShouldBeActive().Complete("file").Complete("file").ShouldBeCompleted();
    }

    [Fact]
    public void Event_sub_process_catches_errors_of_its_scope_and_sees_its_variables()
    {
        var p = Process("p").Start()
            .SubProcess("s", s => s.Start("i").ServiceTask("t", "x").End("ie")
                .EventSubProcess("es", x => x.Start("err", e => e.Error("E")).ScriptTask("note", "=order", "noted").End("ee")))
            .Task("after").End();
        var run = engine.Deploy(p).Start("p", ("order", 7));

        run.ThrowError("t", "E").ShouldBeCompleted().ShouldHave("noted", 7)
            .ShouldHaveSeen(("s", What.Completed), ("after", What.Completed));
    }

    [Fact]
    public void Error_inside_an_event_sub_process_goes_further_out()
    {
        var p = Process("p").Start()
            .SubProcess("s", s => s.Start("i").ServiceTask("t", "x").End("ie")
                .EventSubProcess("es", x => x.Start("err", e => e.Error("E")).End("again", e => e.Error("E"))))
            .End()
            .Boundary("s", "outer", e => e.Error("E"), b => b.Task("repair").End());

        engine.Deploy(p).Start().ThrowError("t", "E").ShouldBeCompleted()
            .ShouldHaveSeen(("es", What.Terminated), ("repair", What.Completed));
    }

    [Fact]
    public void Event_sub_process_catches_escalations_beside_its_scope_and_nests()
    {
        var p = Process("p").Start().SubProcess(
            "s",
            s => s.Start("i").Throw("raise", e => e.Escalation("X")).UserTask("t").End("ie")
                .EventSubProcess(
                    "es",
                    x => x.Start("esc", e => e.Escalation("X").NonInterrupting()).UserTask("inform").End("ee")
                        .EventSubProcess("inner", y => y.Start("sig", e => e.Signal("stop")).Task("clean").End("ye")))).End();
        var run = engine.Deploy(p).Start();

        run.Signal("stop").ShouldHaveSeen(("inform", What.Terminated), ("clean", What.Completed), ("es", What.Completed));
        run.ShouldBeActive().Complete("t").ShouldBeCompleted();
    }

    [Fact]
    public void Timer_event_sub_process_repeats_beside_the_flow()
    {
        var p = Process("p").Start().UserTask("t").End()
            .EventSubProcess("es", s => s.Start("tick", e => e.TimerCycle("R/P1D").NonInterrupting()).Task("remind").End("ee"));
        var run = engine.Deploy(p).Start();

        run.Pass("P3DT1H");
        Assert.Equal(3, run.Times("remind", What.Completed));
        run.Complete("t").ShouldBeCompleted();
    }

    // ---- compensation ----

    [Fact]
    public void Compensation_undoes_in_reverse_order_of_completion()
    {
        var p = Process("p").Start().UserTask("hotel").UserTask("flight").Throw("undo", e => e.Compensate()).Task("after").End()
            .CompensateWith("hotel", h => h.UserTask("cancelHotel"))
            .CompensateWith("flight", h => h.UserTask("cancelFlight"));
        var run = engine.Deploy(p).Start();

        run.Complete("hotel").Complete("flight");
        run.NotYet("cancelHotel", What.Activated).Complete("cancelFlight");
        run.NotYet("after", What.Activated).Complete("cancelHotel").ShouldBeCompleted();
        run.ShouldHaveSeen(
            ("cancelFlight", What.Completed), ("cancelHotel", What.Completed), ("undo", What.Completed), ("after", What.Completed));
    }

    [Fact]
    public void Compensation_of_one_activity_leaves_the_others()
    {
        var p = Process("p").Start().Task("hotel").Task("flight").End("undo", e => e.Compensate("hotel"))
            .CompensateWith("hotel", h => h.Task("cancelHotel"))
            .CompensateWith("flight", h => h.Task("cancelFlight"));

        engine.Deploy(p).Start().ShouldBeCompleted().ShouldHaveSeen(("cancelHotel", What.Completed)).NotYet("cancelFlight", What.Activated);
    }

    [Fact]
    public void Thrower_that_does_not_wait_goes_on_while_handlers_work()
    {
        var p = Process("p").Start().Task("a").Throw("undo", e => e.Compensate(waitForCompletion: false)).Task("after").End()
            .CompensateWith("a", h => h.UserTask("undoA"));
        var run = engine.Deploy(p).Start();

        run.ShouldHaveSeen(("after", What.Completed)).ShouldBeActive();
        run.Complete("undoA").ShouldBeCompleted();
    }

    [Fact]
    public void Nothing_to_undo_means_nothing_happens()
    {
        var p = Process("p").Start().Choice("c", x => x.When("=false").Task("a").To("undo"), y => y.Otherwise().To("undo"))
            .From().Throw("undo", e => e.Compensate()).End()
            .CompensateWith("a", h => h.Task("undoA"));

        engine.Deploy(p).Start().ShouldBeCompleted().NotYet("undoA", What.Activated);
    }

    [Fact]
    public void Completed_sub_process_is_undone_from_inside_with_the_variables_it_had()
    {
        var p = Process("p").Start()
            .SubProcess(
                "s",
                s => s.Start("i").Task("book").End("ie").CompensateWith("book", h => h.ScriptTask("unbook", "=number", "undone")),
                e => e.Input("=first", "number"))
            .ScriptTask("change", "=99", "first")
            .End("undo", e => e.Compensate());

        engine.Deploy(p).Start("p", ("first", 5)).ShouldBeCompleted().ShouldHave("undone", 5);
    }

    [Fact]
    public void Compensation_event_sub_process_decides_itself_what_is_undone()
    {
        var p = Process("p").Start()
            .SubProcess("s", s => s.Start("i").Task("a").Task("b").End("ie")
                .CompensateWith("a", h => h.Task("undoA"))
                .CompensateWith("b", h => h.Task("undoB"))
                .EventSubProcess("es", x => x
                    .Start("cs", e => e.Compensate()).Task("note").Throw("only", e => e.Compensate("a")).End("ee")))
            .End("undo", e => e.Compensate());

        engine.Deploy(p).Start().ShouldBeCompleted()
            .ShouldHaveSeen(("note", What.Completed), ("undoA", What.Completed)).NotYet("undoB", What.Activated);
    }

    [Fact]
    public void Each_round_of_a_multi_instance_is_undone_with_its_own_variables()
    {
        var p = Process("p").Start().Task("book", e => e.ForEach("=[10, 20]", "item", sequential: true))
            .End("undo", e => e.Compensate())
            .CompensateWith("book", h => h.UserTask("unbook"));
        var run = engine.Deploy(p).Start();

        Assert.Equal(TestEngine.Value(20), run.Active("unbook").Variables["item"]);
        run.Complete("unbook");
        Assert.Equal(TestEngine.Value(10), run.Active("unbook").Variables["item"]);
        run.Complete("unbook").ShouldBeCompleted();
    }

    [Fact]
    public void Handler_can_itself_be_repeated()
    {
        var p = Process("p").Start().Task("book", e => e.Input("=[1, 2]", "parts")).End("undo", e => e.Compensate())
            .CompensateWith("book", h => h.UserTask("unbook", e => e.ForEach("=parts", "part")));
        var run = engine.Deploy(p).Start();

        Assert.Equal(2, run.Tasks("unbook").Count);
        run.Complete("unbook").Complete("unbook").ShouldBeCompleted();
    }

    // ---- transactions ----

    [Fact]
    public void Cancelled_transaction_ends_undoes_and_leaves_by_its_cancel_event()
    {
        var p = Process("p").Start()
            .Transaction("tx", t => t.Start("i").Task("book")
                .Fork("f", a => a.UserTask("wait").End("we"), b => b.UserTask("decide").End("stop", e => e.Cancel()))
                .CompensateWith("book", h => h.UserTask("unbook")))
            .Task("done").End()
            .Boundary("tx", "cancelled", e => e.Cancel(), b => b.Task("apologise").End());
        var run = engine.Deploy(p).Start();

        run.Complete("decide").ShouldHaveSeen(("wait", What.Terminated), ("unbook", What.Activated)).NotYet("cancelled", What.Activated);
        run.Complete("unbook").ShouldBeCompleted()
            .ShouldHaveSeen(
                ("unbook", What.Completed), ("tx", What.Terminated), ("cancelled", What.Completed), ("apologise", What.Completed))
            .NotYet("done", What.Activated);
    }

    [Fact]
    public void Transaction_that_is_not_cancelled_completes_like_a_sub_process()
    {
        var p = Process("p").Start().Transaction("tx", t => t.Start("i").Task("book").End("ie")).Task("done").End();

        engine.Deploy(p).Start().ShouldBeCompleted().ShouldHaveSeen(("tx", What.Completed), ("done", What.Completed));
    }

    // ---- ad hoc ----

    [Fact]
    public void Ad_hoc_runs_its_first_activities_and_ends_when_none_runs()
    {
        var p = Process("p").Start().AdHoc("x", a => a.UserTask("a").Task("afterA").From().UserTask("b")).Task("after").End();
        var run = engine.Deploy(p).Start();

        run.Complete("b").ShouldBeActive().Complete("a").ShouldBeCompleted()
            .ShouldHaveSeen(("afterA", What.Completed), ("x", What.Completed));
    }

    [Fact]
    public void Ad_hoc_completion_condition_ends_the_rest()
    {
        var p = Process("p").Start()
            .AdHoc("x", a => a.UserTask("a").From().UserTask("b"), e => e.CompletionCondition("=enough")).End();
        var run = engine.Deploy(p).Start("p", ("enough", false));

        run.Complete("a", ("enough", true)).ShouldBeCompleted().ShouldHaveSeen(("b", What.Terminated), ("x", What.Completed));
    }

    [Fact]
    public void Ad_hoc_can_let_the_rest_finish_when_its_condition_holds()
    {
        var p = Process("p").Start().AdHoc(
            "x",
            a => a.UserTask("a").From().UserTask("b"),
            e => e.CompletionCondition("=enough").Attribute("cancelRemainingInstances", "false")).End();
        var run = engine.Deploy(p).Start("p", ("enough", false));

        run.Complete("a", ("enough", true)).ShouldBeActive().Complete("b").ShouldBeCompleted();
        run.NotYet("b", What.Terminated);
    }

    [Fact]
    public void Ad_hoc_waits_for_more_choices_while_its_condition_does_not_hold()
    {
        var p = Process("p").Start()
            .AdHoc(
                "x",
                a => a.UserTask("a").From().UserTask("b"),
                e => e.CompletionCondition("=enough").Zeebe("adHoc", ("activeElementsCollection", "=[\"a\"]")))
            .End();
        var run = engine.Deploy(p).Start("p", ("enough", false));

        run.NotYet("b", What.Activated).Complete("a").ShouldBeActive();
        var body = run.Active("x").Number;
        run.ShouldBeRefused(new ActivateAdHocElements(body, ["nothing"]), RejectionCode.InvalidArgument);
        run.Do(new ActivateAdHocElements(body, ["b", "a"])).Complete("b", ("enough", true)).ShouldBeCompleted();
    }

    [Fact]
    public void Idle_ad_hoc_ends_when_a_variable_makes_its_condition_hold()
    {
        var p = Process("p").Start().AdHoc("x", a => a.UserTask("a"), e => e.CompletionCondition("=enough")).End();
        var run = engine.Deploy(p).Start("p", ("enough", false)).Complete("a").ShouldBeActive();

        run.Set(("enough", true)).ShouldBeCompleted();
    }

    [Fact]
    public void Sequential_ad_hoc_runs_one_activity_at_a_time()
    {
        var p = Process("p").Start()
            .AdHoc("x", a => a.UserTask("a").From().UserTask("b").From().UserTask("c"), e => e.Attribute("ordering", "Sequential")).End();
        var run = engine.Deploy(p).Start();

        Assert.Single(run.State.UserTasks);
        run.Complete("a").NotYet("c", What.Activated).Complete("b").Complete("c").ShouldBeCompleted();
    }

    // ---- calls ----

    [Fact]
    public void Called_process_gets_and_returns_variables()
    {
        engine.Deploy(
            Process("p").Start().CallActivity("call", "q").End(),
            Process("q").Start().UserTask("t").ScriptTask("s", "=x + 1", "y").End());
        var parent = engine.Start("p", ("x", 1));
        var child = engine.Only("q");
        Assert.Equal(child.Instance.Key, parent.Active("call").Child);

        child.Complete("t").ShouldBeCompleted();

        parent.ShouldBeCompleted().ShouldHave("y", 2);
    }

    [Fact]
    public void Call_passes_only_what_its_mappings_name_when_it_says_so()
    {
        engine.Deploy(
            Process("p").Start().CallActivity(
                "call",
                "q",
                e => e.Zeebe("calledElement", ("propagateAllParentVariables", "false"), ("propagateAllChildVariables", "false"))
                    .Input("=x", "given").Output("=result", "taken")).End(),
            Process("q").Start().ScriptTask("s", "=given * 2", "result").End());
        var parent = engine.Start("p", ("x", 21)).ShouldBeCompleted().ShouldHave("taken", 42);

        Assert.False(engine.Only("q").State.Variables.Contains("x"));
        Assert.False(parent.State.Variables.Contains("result"));
    }

    [Fact]
    public void Error_the_called_process_does_not_catch_reaches_the_caller()
    {
        engine.Deploy(
            Process("p").Start().CallActivity("call", "q").End().Boundary("call", "b", e => e.Error("E"), b => b.Task("repair").End()),
            Process("q").Start().End("fail", e => e.Error("E")));

        engine.Start().ShouldBeCompleted().ShouldHaveSeen(("call", What.Terminated), ("repair", What.Completed));
        Assert.Equal(InstanceStatus.Terminated, engine.Only("q").Status);
    }

    [Fact]
    public void Escalation_of_the_called_process_reaches_the_caller_while_it_runs()
    {
        engine.Deploy(
            Process("p").Start().CallActivity("call", "q").End()
                .Boundary("call", "b", e => e.Escalation("X").NonInterrupting(), b => b.Task("inform").End()),
            Process("q").Start().Throw("raise", e => e.Escalation("X")).UserTask("t").End());
        var parent = engine.Start().ShouldHaveSeen(("inform", What.Completed)).ShouldBeActive();

        engine.Only("q").Complete("t");
        parent.ShouldBeCompleted();
    }

    [Fact]
    public void Cancelling_the_caller_cancels_the_called_process()
    {
        engine.Deploy(
            Process("p").Start().CallActivity("call", "q").End(), Process("q").Start().UserTask("t").End());

        engine.Start().Do(new CancelInstance("Irrtum"));

        Assert.Equal(InstanceStatus.Terminated, engine.Only("q").Status);
    }

    [Fact]
    public void Unknown_called_process_is_an_incident_that_calls_again()
    {
        engine.Deploy(Process("p").Start().CallActivity("call", "q").End());
        var run = engine.Start().ShouldHaveIncident(IncidentKind.CalledElement, "call");

        engine.Deploy(Process("q").Start().Task("t").End());
        run.ResolveIncident().ShouldBeCompleted();
    }

    [Fact]
    public void Two_instances_of_an_inner_call_each_get_their_own_child()
    {
        engine.Deploy(
            Process("p").Start().CallActivity("call", "q",
                e => e.ForEach("=[1, 2]", "n", outputCollection: "r", outputElement: "=m")).End(),
            Process("q").Start().ScriptTask("s", "=n * 10", "m").End());

        engine.Start().ShouldBeCompleted().ShouldHave("r", TestEngine.List(10, 20));
    }
}
