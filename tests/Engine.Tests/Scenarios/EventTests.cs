using System.Text;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Definitions.Bpmn;
using Kommune.Workflow.Execution;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

public sealed class EventTests
{
    private readonly TestEngine engine = new();

    // ---- messages ----

    [Fact]
    public void Message_reaches_the_instance_with_its_correlation_key()
    {
        engine.Deploy(Process("p").Start().Catch("m", e => e.Message("paid", "=order")).End());
        var first = engine.Start("p", ("order", "A"));
        var second = engine.Start("p", ("order", "B"));

        first.Message("paid", "B", ("amount", 5));

        first.ShouldBeActive();
        second.ShouldBeCompleted().ShouldHave("amount", 5);
    }

    [Fact]
    public void Message_without_a_key_correlates_by_its_name_alone_and_once_per_process()
    {
        engine.Deploy(Process("p").Start().Catch("m", e => e.Message("news")).End());
        var first = engine.Start();
        var second = engine.Start();

        first.Message("news");

        first.ShouldBeCompleted();
        second.ShouldBeActive();
    }

    [Fact]
    public void Message_waits_for_a_receiver_as_long_as_its_time_to_live()
    {
        engine.Deploy(Process("p").Start().Catch("m", e => e.Message("paid", "=order")).End());
        engine.World.Publish("paid", "A", timeToLive: TimeSpan.FromHours(1));
        engine.World.Publish("paid", "B", timeToLive: TimeSpan.FromHours(1));
        engine.World.Publish("paid", "C");

        engine.Start("p", ("order", "A")).ShouldBeCompleted();
        engine.Start("p", ("order", "C")).ShouldBeActive();
        engine.Pass("PT1H").Start("p", ("order", "B")).ShouldBeActive();
    }

    [Fact]
    public void Missing_correlation_key_is_an_incident_until_the_variable_is_there()
    {
        var run = engine.Deploy(Process("p").Start().Catch("m", e => e.Message("paid", "=order")).End()).Start();

        run.ShouldHaveIncident(IncidentKind.ExtractValue, "m");
        run.Set(("order", 17)).ResolveIncident().Message("paid", "17").ShouldBeCompleted();
    }

    [Fact]
    public void Message_start_event_begins_an_instance_with_the_messages_variables()
    {
        engine.Deploy(Process("p").Start("s", e => e.Message("application")).UserTask("t").End());

        engine.World.Publish("application", variables: TestEngine.Vars(("name", "Meier")));

        engine.Only("p").ShouldBeActive().ShouldHave("name", "Meier").ShouldHaveSeen(("s", What.Completed), ("t", What.Activated));
    }

    [Fact]
    public void Thrown_message_without_a_job_reaches_another_pool_with_its_inputs()
    {
        engine.Deploy(
            Process("p").Start().Throw("say", e => e.Message("hello", "=\"K\"").Input("=text", "greeting")).UserTask("t").End(),
            Process("q").Start("s", e => e.Message("hello")).UserTask("u").End());

        engine.Start("p", ("text", "Moin")).ShouldBeActive();

        engine.Only("q").ShouldHave("greeting", "Moin");
    }

    [Fact]
    public void Thrown_message_with_a_job_type_is_a_workers_job()
    {
        var run = engine.Deploy(Process("p").Start().End("say", e => e.Message("hello", "=1").Job("mail"))).Start();

        Assert.Equal("mail", run.Job("say").Type);
        run.Complete("say").ShouldBeCompleted();
    }

    [Fact]
    public void Send_and_receive_tasks_talk_to_each_other()
    {
        engine.Deploy(
            Process("p").Start().SendTask("ask", "question", "=\"k\"").ReceiveTask("get", "answer", "=\"k\"").End(),
            Process("q").Start("s", e => e.Message("question")).SendTask("reply", "answer", "=\"k\"").End());

        engine.Start().ShouldBeCompleted();
        engine.Only("q").ShouldBeCompleted();
    }

    [Fact]
    public void Instantiating_receive_task_starts_an_instance()
    {
        engine.Deploy(Process("p").ReceiveTask("r", "order", configure: e => e.Attribute("instantiate", true)).UserTask("t").End());

        engine.World.Publish("order", variables: TestEngine.Vars(("x", 1)));

        engine.Only("p").ShouldHave("x", 1).ShouldHaveSeen(("r", What.Completed), ("t", What.Activated));
    }

    private static ProcessGraph InstantiatingGateway(string type)
    {
        var xml = Process("p").AwaitFirst(
            "g",
            a => a.Catch("one", e => e.Message("m1", "=k")).Task("t1").End("e1"),
            b => b.Catch("two", e => e.Message("m2", "=k")).Task("t2").End("e2")).ToXml();
        var attributes = $"eventBasedGateway instantiate=\"true\" eventGatewayType=\"{type}\" id=\"g\"";
        xml = xml.Replace("eventBasedGateway id=\"g\"", attributes, StringComparison.Ordinal);
        var compiled = BpmnCompiler.Compile(Encoding.UTF8.GetBytes(xml));
        Assert.True(compiled.Ok, string.Join("; ", compiled.Findings.Select(f => f.Message)));
        return compiled.Processes[0];
    }

    [Fact]
    public void Instantiating_event_gateway_starts_at_the_event_that_came()
    {
        engine.World.Deploy(InstantiatingGateway("Exclusive"));

        engine.World.Publish("m2", "K", TestEngine.Vars(("k", "K")));

        engine.Only("p").ShouldBeCompleted().ShouldHaveSeen(("g", What.Completed), ("two", What.Completed), ("t2", What.Completed))
            .NotYet("one", What.Activated);
    }

    [Fact]
    public void Parallel_instantiating_event_gateway_waits_for_the_other_events_too()
    {
        engine.World.Deploy(InstantiatingGateway("Parallel"));

        engine.World.Publish("m2", "K", TestEngine.Vars(("k", "K")));
        var run = engine.Only("p").ShouldBeActive().ShouldHaveSeen(("t2", What.Completed)).NotYet("g", What.Completed);
        run.Message("m1", "K").ShouldBeCompleted().ShouldHaveSeen(("g", What.Completed), ("t1", What.Completed));
    }

    [Fact]
    public void Process_that_starts_by_events_only_is_not_started_by_hand()
    {
        engine.Deploy(
            Process("p").Start("s", e => e.Message("m")).End(), Process("q").Start().CallActivity("call", "p").End());

        Assert.Throws<InvalidOperationException>(() => engine.Start());
        engine.Start("q").ShouldHaveIncident(IncidentKind.CalledElement, "call");
    }

    // ---- signals ----

    [Fact]
    public void Signal_reaches_everyone_who_waits_and_starts_processes()
    {
        engine.Deploy(
            Process("p").Start().Catch("c", e => e.Signal("storm")).End(),
            Process("q").Start("s", e => e.Signal("storm")).UserTask("t").End());
        var first = engine.Start();
        var second = engine.Start();

        first.Signal("storm", ("level", 3));

        first.ShouldBeCompleted().ShouldHave("level", 3);
        second.ShouldBeCompleted();
        engine.Only("q").ShouldHave("level", 3);
    }

    [Fact]
    public void Thrown_signal_is_caught_in_the_same_instance()
    {
        var p = Process("p").Start().Fork(
            "f", a => a.Catch("c", e => e.Signal("s")).End("e1"), b => b.UserTask("t").Throw("th", e => e.Signal("s")).End("e2"));
        var run = engine.Deploy(p).Start();

        run.Complete("t").ShouldBeCompleted().ShouldHaveSeen(("th", What.Completed), ("c", What.Completed));
    }

    // ---- timers ----

    [Fact]
    public void Timer_waits_for_its_duration()
    {
        var run = engine.Deploy(Process("p").Start().Catch("t", e => e.TimerDuration("P1DT2H")).End()).Start();

        run.Pass("P1D").ShouldBeActive().Pass("PT2H").ShouldBeCompleted();
    }

    [Fact]
    public void Timer_date_without_offset_is_the_wall_clock_of_Berlin()
    {
        var run = engine.Deploy(Process("p").Start().Catch("t", e => e.TimerDate("2026-12-24T18:00:00")).End()).Start();

        var timer = Assert.Single(run.State.Timers.Values);
        Assert.Equal(new DateTimeOffset(2026, 12, 24, 17, 0, 0, TimeSpan.Zero), timer.DueAt);
    }

    [Fact]
    public void Timer_can_be_computed()
    {
        var p = Process("p").Start().Catch("t", e => e.TimerDate("=date and time(\"2026-09-16T08:00:00Z\") + duration(\"P1D\")")).End();
        var run = engine.Deploy(p).Start();

        run.Pass("P1D").ShouldBeActive().Pass("P1D").ShouldBeCompleted();
    }

    [Fact]
    public void Timer_that_nobody_understands_is_an_incident()
    {
        var run = engine.Deploy(Process("p").Start().Catch("t", e => e.TimerDuration("=x")).End()).Start("p", ("x", "bald"));

        run.ShouldHaveIncident(IncidentKind.ExtractValue, "t");
        run.Set(("x", "PT1S")).ResolveIncident().Pass("PT1S").ShouldBeCompleted();
    }

    [Fact]
    public void Timer_start_event_begins_instances_again_and_again()
    {
        engine.Deploy(Process("p").Start("s", e => e.TimerCycle("R3/PT10M")).UserTask("t").End());

        engine.Pass("PT10M");
        Assert.Equal(1, engine.Count("p"));
        engine.Pass("PT2H");
        Assert.Equal(3, engine.Count("p"));
    }

    [Fact]
    public void Cron_start_follows_the_clock_of_Berlin_through_the_change_of_clocks()
    {
        engine.Deploy(Process("p").Start("s", e => e.TimerCycle("0 0 9 * * *")).UserTask("t").End());

        engine.World.AdvanceTo(new DateTimeOffset(2026, 10, 24, 7, 0, 0, TimeSpan.Zero));
        var before = engine.Count("p");
        engine.World.AdvanceTo(new DateTimeOffset(2026, 10, 25, 7, 59, 0, TimeSpan.Zero));
        Assert.Equal(before, engine.Count("p"));
        engine.World.AdvanceTo(new DateTimeOffset(2026, 10, 25, 8, 0, 0, TimeSpan.Zero));
        Assert.Equal(before + 1, engine.Count("p"));
    }

    // ---- conditions ----

    [Fact]
    public void Conditional_event_occurs_when_a_variable_it_reads_makes_it_true()
    {
        var run = engine.Deploy(Process("p").Start().Catch("c", e => e.Condition("=level > 3")).End()).Start();

        run.Set(("other", 9)).ShouldBeActive().Set(("level", 3)).ShouldBeActive().Set(("level", 4)).ShouldBeCompleted();
    }

    [Fact]
    public void Conditional_event_that_holds_already_occurs_at_once()
    {
        engine.Deploy(Process("p").Start().Catch("c", e => e.Condition("=level > 3")).End())
            .Start("p", ("level", 5)).ShouldBeCompleted();
    }

    [Fact]
    public void Non_interrupting_condition_occurs_at_each_rise()
    {
        var p = Process("p").Start().UserTask("t").End()
            .Boundary("t", "b", e => e.Condition("=level > 3").NonInterrupting(), b => b.Task("warn").End());
        var run = engine.Deploy(p).Start("p", ("level", 1));

        run.Set(("level", 4)).Set(("level", 5)).Set(("level", 2)).Set(("level", 9));

        Assert.Equal(2, run.Times("warn", What.Completed));
    }

    [Fact]
    public void Conditional_start_event_begins_an_instance_when_it_holds()
    {
        engine.Deploy(Process("p").Start("s", e => e.Condition("=level > 3")).UserTask("t").End());

        engine.World.StartByCondition(TestEngine.Vars(("level", 1)));
        Assert.Equal(0, engine.Count("p"));
        engine.World.StartByCondition(TestEngine.Vars(("level", 7)));
        engine.Only("p").ShouldHave("level", 7);
    }

    // ---- links, terminate, multiple ----

    [Fact]
    public void Link_jumps_to_the_catching_link_of_its_name()
    {
        var p = Process("p").Start().Throw("go", e => e.Link("A")).From().Catch("come", e => e.Link("A")).Task("after").End();

        engine.Deploy(p).Start().ShouldBeCompleted()
            .ShouldHaveSeen(("go", What.Completed), ("come", What.Completed), ("after", What.Completed));
    }

    [Fact]
    public void Terminate_end_event_ends_everything_in_its_scope_only()
    {
        var p = Process("p").Start().SubProcess(
            "s", s => s.Start("i").Fork("f", a => a.UserTask("t").End("e1"), b => b.Task("quick").End("e2", e => e.Terminate())))
            .Task("after").End();

        engine.Deploy(p).Start().ShouldBeCompleted()
            .ShouldHaveSeen(("t", What.Terminated), ("s", What.Completed), ("after", What.Completed));
    }

    [Fact]
    public void Multiple_event_takes_the_first_of_its_events()
    {
        var p = Process("p").Start().Catch("m", e => e.Message("a").Signal("b").TimerDuration("P1D")).End();
        engine.Deploy(p);

        engine.Start().Signal("b").ShouldBeCompleted();
        engine.Start().Message("a").ShouldBeCompleted();
        engine.Start().Pass("P1D").ShouldBeCompleted();
    }

    [Fact]
    public void Parallel_multiple_event_waits_for_all_of_its_events()
    {
        var p = Process("p").Start().Catch("m", e => e.Message("a").Signal("b").ParallelMultiple()).End();
        var run = engine.Deploy(p).Start();

        run.Message("a", null, ("x", 1)).ShouldBeActive().Message("a").ShouldBeActive();
        run.Signal("b", ("y", 2)).ShouldBeCompleted().ShouldHave("x", 1).ShouldHave("y", 2);
    }

    [Fact]
    public void Parallel_multiple_start_event_begins_with_the_first_and_goes_on_with_the_last_of_its_events()
    {
        engine.Deploy(Process("p").Start("s", e => e.Message("a").Signal("b").ParallelMultiple()).UserTask("t").End());

        engine.World.Publish("a", variables: TestEngine.Vars(("x", 1)));
        var run = engine.Only("p").ShouldBeActive().NotYet("t", What.Activated);
        run.Signal("b", ("y", 2)).ShouldHaveSeen(("s", What.Completed), ("t", What.Activated));

        run.ShouldHave("x", 1).ShouldHave("y", 2);
        Assert.Equal(1, engine.Count("p"));
    }

    [Fact]
    public void Multiple_end_event_throws_all_of_its_events()
    {
        engine.Deploy(
            Process("p").Start().End("e", e => e.Signal("one").Message("two")),
            Process("q").Start("qs", e => e.Signal("one")).UserTask("t").End(),
            Process("r").Start("rs", e => e.Message("two")).UserTask("t").End());

        engine.Start().ShouldBeCompleted();

        engine.Only("q").ShouldBeActive();
        engine.Only("r").ShouldBeActive();
    }
}
