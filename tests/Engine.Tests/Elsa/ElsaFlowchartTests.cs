using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Engine.Tests.Scenarios;
using Kommune.Workflow.Execution;
using Xunit;
using static Kommune.Workflow.Engine.Tests.Elsa.ElsaFlow;

namespace Kommune.Workflow.Engine.Tests.Elsa;

/// <summary>Flowcharts of Elsa 3, in counter and in token mode.</summary>
public sealed class ElsaFlowchartTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_ways_meet_once_both_are_done(bool tokens)
    {
        var run = Run(Chart("a>b a>c b>d c>d", Line("a", "A"), Line("b", "B"), Line("c", "C"), Line("d", "D")), tokens);

        Assert.Equal(["A", "B", "C", "D"], run.ShouldBeCompleted().Lines());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_dead_way_keeps_nothing_waiting(bool tokens)
    {
        var decision = Activity("FlowDecision", "if", ("condition", Js("1 > 2", "Boolean")));

        var run = Run(Chart("if:True>a if:False>b a>c b>c", decision, Line("a", "A"), Line("b", "B"), Line("c", "C")), tokens);

        Assert.Equal(["B", "C"], run.ShouldBeCompleted().Lines());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_loop_goes_back_until_its_condition_holds(bool tokens)
    {
        var count = Activity("SetVariable", "count", ("variable", Variable("N")), ("value", Js("getN() + 1")));
        var decision = Activity("FlowDecision", "if", ("condition", Js("getN() >= 3", "Boolean")));
        var line = Activity("WriteLine", "line", ("text", Js("`Runde ${getN()}`", "String")));

        var run = Run(Definition(
            Chart("count>line line>if if:False>count if:True>end", count, line, decision, Line("end", "Ende")),
            "p",
            ("variables", new JsonArray(Variable("N", "0", "Int32")))), tokens);

        Assert.Equal(["Runde 1", "Runde 2", "Runde 3", "Ende"], run.ShouldBeCompleted().Lines());
    }

    [Theory]
    [InlineData("WaitAll", "A,B")]
    [InlineData("WaitAllActive", "A,B,E")]
    [InlineData("WaitAny", "A,B,E")]
    public void A_join_counts_what_was_followed(string mode, string lines)
    {
        var decision = Activity("FlowDecision", "if", ("condition", Js("false", "Boolean")));
        var join = Activity("FlowJoin", "join", ("mode", Literal(mode)));

        var run = Run(Chart("a>b a>if b>join if:True>c c>join join>e", Line("a", "A"), Line("b", "B"), decision, Line("c", "C"), join,
            Line("e", "E")));

        Assert.Equal(lines.Split(','), run.ShouldBeCompleted().Lines());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_first_to_come_ends_what_else_leads_to_the_join(bool tokens)
    {
        var task = Activity("RunTask", "task", ("taskName", Literal("Warten")));
        var join = Activity("FlowJoin", "join", ("mode", Literal("WaitAny")));

        var run = Run(Chart("a>task a>b task>join b>join join>e", Line("a", "A"), task, Line("b", "B"), join, Line("e", "E")), tokens);

        Assert.Equal(["A", "B", "E"], run.ShouldBeCompleted().Lines());
        run.ShouldHaveSeen(("task", What.Terminated));
    }

    [Fact]
    public void Tokens_that_can_never_meet_are_told_to_a_person()
    {
        var decision = Activity("FlowDecision", "if", ("condition", Js("false", "Boolean")));
        var join = Line("join", "J");
        join["customProperties"] = new JsonObject { ["mergeMode"] = "Merge" };

        var run = Run(Chart("a>b a>if b>join if:True>join", Line("a", "A"), Line("b", "B"), decision, join), tokens: true);

        Assert.Equal(["A", "B"], run.ShouldHaveIncident(IncidentKind.Condition).Lines());
    }

    [Fact]
    public void Branches_of_a_fork_run_beside_each_other()
    {
        var fork = Activity("FlowFork", "fork", ("branches", Literal("[\"Links\",\"Rechts\"]", "String[]")));

        var run = Run(Chart("fork:Links>a fork:Rechts>b fork:Mitte>c", fork, Line("a", "A"), Line("b", "B"), Line("c", "C")));

        Assert.Equal(["A", "B"], run.ShouldBeCompleted().Lines());
    }

    [Theory]
    [InlineData("MatchFirst", "groß")]
    [InlineData("MatchAny", "groß,sehr groß")]
    public void A_switch_follows_the_cases_that_hold(string mode, string lines)
    {
        JsonObject Case(string label, string condition) => new()
        {
            ["label"] = label,
            ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = condition },
        };
        var choice = Activity(
            "FlowSwitch", "switch", ("mode", Literal(mode)),
                ("cases", new JsonArray(Case("G", "5 > 1"), Case("S", "5 > 2"), Case("K", "5 < 1"))));

        var run = Run(Chart(
            "switch:G>g switch:S>s switch:K>k switch:Default>d", choice, Line("g", "groß"), Line("s", "sehr groß"), Line("k", "klein"),
                Line("d", "sonst")));

        Assert.Equal(lines.Split(','), run.ShouldBeCompleted().Lines());
    }

    [Fact]
    public void A_way_back_that_is_no_loop_is_refused()
    {
        var compiled = ElsaCompiler.Compile(Definition(Chart("a>b a>c b>d c>d d>b", Line("a", "A"), Line("b", "B"), Line("c", "C"),
            Line("d", "D"))));

        Assert.Contains(compiled.Findings, finding => finding is { Rule: "elsa.invalid-loop", ElementId: "d" });
    }
}
