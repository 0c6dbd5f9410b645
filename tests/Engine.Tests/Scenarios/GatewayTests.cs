using Kommune.Workflow.Execution;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

public sealed class GatewayTests
{
    private readonly TestEngine engine = new();

    [Fact]
    public void Joining_gateway_waits_until_every_incoming_flow_is_taken()
    {
        var run = engine.Deploy(Process("p").Start().Fork("f", a => a.UserTask("check"), b => b.UserTask("pay")).Join("j").End()).Start();

        run.Complete("check").NotYet("j", What.Activated).Complete("pay").ShouldBeCompleted();

        run.ShouldHaveSeen(("f", What.Completed), ("check", What.Completed), ("pay", What.Completed), ("j", What.Completed));
        Assert.Equal(1, run.Times("j", What.Activated));
    }

    [Fact]
    public void Exclusive_gateway_takes_the_first_way_whose_condition_holds()
    {
        var p = Process("p").Start().Choice(
            "c", a => a.When("=n > 10").Task("big").End(), b => b.When("=n > 5").Task("middle").End(),
                c => c.Otherwise().Task("small").End());
        engine.Deploy(p);

        engine.Start("p", ("n", 11)).ShouldBeCompleted().ShouldHaveSeen(("big", What.Completed)).NotYet("middle", What.Activated);
        engine.Start("p", ("n", 6)).ShouldBeCompleted().ShouldHaveSeen(("middle", What.Completed));
        engine.Start("p", ("n", 1)).ShouldBeCompleted().ShouldHaveSeen(("small", What.Completed));
    }

    [Fact]
    public void Exclusive_gateway_without_a_way_waits_for_repair()
    {
        var p = Process("p").Start().Choice("c", a => a.When("=n > 10").Task("big").End(), b => b.When("=n > 5").Task("middle").End());
        var run = engine.Deploy(p).Start("p", ("n", 1));

        run.ShouldHaveIncident(IncidentKind.Condition, "c");
        run.Set(("n", 7)).ResolveIncident().ShouldBeCompleted().ShouldHaveSeen(("middle", What.Completed));
    }

    [Fact]
    public void Condition_that_is_neither_true_nor_false_is_an_incident()
    {
        var p = Process("p").Start().Choice("c", a => a.When("=missing").Task("a").End(), b => b.Otherwise().Task("b").End());

        engine.Deploy(p).Start().ShouldHaveIncident(IncidentKind.Condition, "c");
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 1, 1)]
    public void Inclusive_join_waits_for_exactly_the_ways_that_were_taken(int a, int b, int joined)
    {
        var p = Process("p").Start()
            .InclusiveFork("f", x => x.When("=a = 1").UserTask("ta"), x => x.When("=b = 1").UserTask("tb"))
            .InclusiveJoin("j").Task("after").End();
        var run = engine.Deploy(p).Start("p", ("a", a), ("b", b));

        if (a == 1)
        {
            run.Complete("ta");
        }

        if (b == 1)
        {
            run.Complete("tb");
        }

        run.ShouldBeCompleted();
        Assert.Equal(joined, run.Times("after", What.Completed));
    }

    [Fact]
    public void Inclusive_gateway_takes_the_default_when_no_condition_holds()
    {
        var p = Process("p").Start().InclusiveFork(
            "f", x => x.When("=a").Task("ta").End(), x => x.Otherwise().Task("tb").End());

        engine.Deploy(p).Start("p", ("a", false)).ShouldBeCompleted().ShouldHaveSeen(("tb", What.Completed)).NotYet("ta", What.Activated);
    }

    [Fact]
    public void Inclusive_join_fires_when_a_token_that_could_have_come_goes_another_way()
    {
        var p = Process("p").Start()
            .Fork(
                "f",
                a => a.UserTask("ta").To("j"),
                b => b.UserTask("tb").Choice("c", x => x.When("=other").Task("elsewhere").End(), y => y.Otherwise().To("j")))
            .From().InclusiveJoin("j").Task("after").End();
        var run = engine.Deploy(p).Start("p", ("other", true));

        run.Complete("ta").NotYet("j", What.Activated).Complete("tb").ShouldBeCompleted();
        Assert.Equal(1, run.Times("after", What.Completed));
    }

    [Fact]
    public void Inclusive_join_in_a_cycle_does_not_wait_for_the_way_back_behind_itself()
    {
        var p = Process("p").Start().InclusiveJoin("j").ScriptTask("count", "=n + 1", "n")
            .Choice("c", a => a.When("=n < 3").To("j"), b => b.Otherwise().End());

        engine.Deploy(p).Start("p", ("n", 0)).ShouldBeCompleted().ShouldHave("n", 3);
    }

    [Fact]
    public void Complex_gateway_leads_on_once_enough_tokens_came_and_swallows_the_rest()
    {
        var p = Process("p").Start()
            .Fork("f", a => a.UserTask("a"), b => b.UserTask("b"), c => c.UserTask("c"))
            .Complex("x", "=activationCount >= 2").Task("after").End();
        var run = engine.Deploy(p).Start();

        run.Complete("a").NotYet("x", What.Activated);
        run.Complete("b").ShouldHaveSeen(("after", What.Completed)).And.NotYet("x", What.Completed);
        run.Complete("c").ShouldBeCompleted();
        Assert.Equal(1, run.Times("after", What.Completed));
    }

    [Fact]
    public void Complex_gateway_can_lead_elsewhere_at_its_reset()
    {
        var p = Process("p").Start()
            .Fork("f", a => a.UserTask("a"), b => b.UserTask("b"))
            .Complex(
                "x",
                "=activationCount >= 1",
                y => y.When("=waitingForStart").Task("first").End(),
                y => y.When("=not(waitingForStart)").Task("late").End());
        var run = engine.Deploy(p).Start();

        run.Complete("b").ShouldHaveSeen(("first", What.Completed)).NotYet("late", What.Activated);
        run.Complete("a").ShouldHaveSeen(("late", What.Completed)).ShouldBeCompleted();
    }

    [Fact]
    public void Event_based_gateway_goes_the_way_of_the_first_event_and_forgets_the_others()
    {
        var p = Process("p").Start().AwaitFirst(
            "g",
            a => a.Catch("answer", e => e.Message("answer")).Task("answered").End(),
            b => b.Catch("late", e => e.TimerDuration("P2D")).Task("reminded").End());
        engine.Deploy(p);
        var answered = engine.Start();
        answered.Message("answer", null, ("text", "ja"));
        answered.ShouldBeCompleted().ShouldHave("text", "ja").ShouldHaveSeen(("answer", What.Completed), ("answered", What.Completed));

        engine.Start().Pass("P2D").ShouldBeCompleted().ShouldHaveSeen(("late", What.Completed), ("reminded", What.Completed));
    }

    [Fact]
    public void Each_token_starts_an_activity_with_several_incoming_flows_once()
    {
        var p = Process("p").Start().Fork("f", a => a.Task("a"), b => b.Task("b")).Task("merged").End();
        var run = engine.Deploy(p).Start();

        run.ShouldBeCompleted();
        Assert.Equal(2, run.Times("merged", What.Completed));
    }

    [Fact]
    public void Start_quantity_gathers_tokens_and_completion_quantity_multiplies_them()
    {
        var p = Process("p").Start().Task("three", e => e.Attribute("completionQuantity", 3))
            .Task("pairs", e => e.Attribute("startQuantity", 2)).End();
        var run = engine.Deploy(p).Start();

        Assert.Equal(1, run.Times("pairs", What.Completed));
        run.ShouldBeActive();
        Assert.Single(run.Active("p").WaitingFlows);
    }

    [Fact]
    public void Activity_takes_conditional_flows_beside_plain_ones()
    {
        var p = Process("p").Start().Task("a").Task("plain").End().From("a").When("=more").Task("extra").End();
        engine.Deploy(p);

        engine.Start("p", ("more", true)).ShouldBeCompleted().ShouldHaveSeen(("plain", What.Completed), ("extra", What.Completed));
        engine.Start("p", ("more", false)).ShouldBeCompleted().NotYet("extra", What.Activated);
    }
}
