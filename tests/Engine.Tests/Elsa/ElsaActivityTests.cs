using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Definitions.Elsa;
using Kommune.Workflow.Engine.Tests.Scenarios;
using Kommune.Workflow.Execution;
using Xunit;
using static Kommune.Workflow.Engine.Tests.Elsa.ElsaFlow;

namespace Kommune.Workflow.Engine.Tests.Elsa;

/// <summary>What the activities of Elsa 3 do.</summary>
public sealed class ElsaActivityTests
{
    [Fact]
    public void A_sequence_goes_one_by_one() =>
        Assert.Equal(["A", "B"], Run(Sequence("s", Line("a", "A"), Line("b", "B"))).ShouldBeCompleted().Lines());

    [Theory]
    [InlineData("true", "ja,danach")]
    [InlineData("false", "nein,danach")]
    public void An_if_runs_one_side(string condition, string lines) => Assert.Equal(
        lines.Split(','),
        Run(Sequence(
            "s",
            Activity("If", "if", ("condition", Js(condition, "Boolean")), ("then", Line("t", "ja")), ("else", Line("e", "nein"))),
            Line("z", "danach"))).ShouldBeCompleted().Lines());

    [Fact]
    public void Loops_tell_their_value_and_place()
    {
        var each = Activity(
            "ForEach", "each", ("items", Js("['x','y']", "Object[]")),
                ("body", Activity("WriteLine", "l", ("text", Js("getCurrentIndex() + getCurrentValue()", "String")))));
        var counting = Activity(
            "For", "for", ("start", Literal(1, "Int32")), ("end", Literal(3, "Int32")),
                ("body", Activity("WriteLine", "m", ("text", Js("getCurrentValue()", "String")))));

        Assert.Equal(["0x", "1y", "1", "2", "3"], Run(Sequence("s", each, counting)).ShouldBeCompleted().Lines());
    }

    [Fact]
    public void A_break_leaves_the_innermost_loop()
    {
        var body = Sequence(
            "body",
            Activity("If", "if", ("condition", Js("getCurrentValue() == 2", "Boolean")), ("then", Activity("Break", "break"))),
            Activity("WriteLine", "l", ("text", Js("getCurrentValue()", "String"))));

        var run = Run(Sequence("s", Activity("ForEach", "each", ("items", Js("[1,2,3]", "Object[]")), ("body", body)),
            Line("z", "danach")));

        Assert.Equal(["1", "danach"], run.ShouldBeCompleted().Lines());
    }

    [Fact]
    public void A_while_asks_before_each_round()
    {
        var loop = Activity(
            "While", "while", ("condition", Js("getN() < 2", "Boolean")),
            ("body", Activity("RunJavaScript", "js", ("script", Literal("variables.N = variables.N + 1; variables.N")),
                ("result", Output("id-Last")))));

        var run = Run(Definition(loop, "p", ("variables", new JsonArray(Variable("N", "0", "Int32"), Variable("Last")))));

        run.ShouldBeCompleted().ShouldHave("N", 2).ShouldHave("Last", 2);
    }

    [Fact]
    public void Parallel_rounds_have_values_of_their_own() => Assert.Equal(
        ["1", "2", "3"],
        Run(Activity("ParallelForEach", "each", ("items", Js("[1,2,3]", "Object[]")),
            ("body", Activity("WriteLine", "l", ("text", Js("getCurrentValue()", "String")))))).ShouldBeCompleted().Lines());

    [Fact]
    public void A_script_chooses_the_outcome_and_gives_a_result()
    {
        var script = Activity("RunJavaScript", "js", ("script", Literal("setOutcome('B'); 40 + 2")), ("result", Output("Zahl")));

        var run = Run(Definition(
            Chart("js:A>a js:B>b", script, Line("a", "A"), Activity("WriteLine", "b", ("text", Js("getResultFromJs()", "String")))),
            "p",
            ("outputs", new JsonArray(new JsonObject { ["name"] = "Zahl", ["type"] = "Int32" }))));

        Assert.Equal(["42"], run.ShouldBeCompleted().ShouldHave("Zahl", 42).Lines());
    }

    [Fact]
    public void Random_values_and_the_clock_are_the_steps_own()
    {
        var line = Activity("WriteLine", "l", ("text", Js("newGuid() + Math.random() + new Date().toISOString()", "String")));

        var first = Run(Sequence("s", line)).Lines();

        Assert.Equal(first, Run(Sequence("s", (JsonObject)line.DeepClone())).Lines());
        Assert.EndsWith("2026-09-15T08:00:00.000Z", first[0]);
    }

    [Fact]
    public void A_script_without_end_is_an_incident() =>
        Run(Activity("RunJavaScript", "js", ("script", Literal("while (true) { }")))).ShouldHaveIncident(IncidentKind.IoMapping, "js");

    [Fact]
    public void Liquid_sees_variables_and_inputs()
    {
        var line = Activity("WriteLine", "l", ("text", Input("Liquid", "{{ Variables.Ort }}, {{ Input.Name | upcase }}", "String")));

        var run = Run(
            Definition(Sequence("s", line), "p", ("variables", new JsonArray(Variable("Ort", "Musterstadt", "String"))),
                ("inputs", new JsonArray(Variable("Name")))),
            tokens: false,
            ("Name", "Eva"));

        Assert.Equal(["Musterstadt, EVA"], run.ShouldBeCompleted().Lines());
    }

    [Fact]
    public void An_input_stays_what_it_was_beside_a_variable_of_its_name()
    {
        var line = Activity("WriteLine", "l", ("text", Js("getInput('Name') + '/' + getName()", "String")));

        var run = Run(
            Definition(Sequence("s", line), "p", ("variables", new JsonArray(Variable("Name", "alt", "String"))),
                ("inputs", new JsonArray(Variable("Name")))),
            tokens: false,
            ("Name", "neu"));

        Assert.Equal(["neu/alt"], run.ShouldBeCompleted().Lines());
    }

    [Fact]
    public void A_fault_is_an_incident_with_its_message() => Assert.Contains(
        "kaputt",
        Assert.Single(Run(Activity("Fault", "f", ("code", Literal("E1")), ("message", Literal("kaputt"))))
            .ShouldHaveIncident(IncidentKind.UnhandledError, "f").State.Incidents.Values).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Finish_ends_everything_however_deep_it_stands()
    {
        var run = Run(Chart(
            "a>task a>inner", Line("a", "A"), Activity("RunTask", "task", ("taskName", Literal("Warten"))),
                Sequence("inner", Activity("Finish", "finish"), Line("z", "nie"))));

        Assert.Equal(["A"], run.ShouldBeCompleted().Lines());
    }

    [Fact]
    public void A_delay_waits_its_time()
    {
        var run = Run(Sequence("s", Activity("Delay", "d", ("timeSpan", Literal("01:00:00", "TimeSpan"))), Line("z", "danach")));

        Assert.Empty(run.ShouldBeActive().Lines());
        Assert.Equal(["danach"], run.Pass("PT1H").ShouldBeCompleted().Lines());
    }

    [Fact]
    public void A_timer_starts_cases_and_waits_when_a_way_leads_back_to_it()
    {
        var engine = new TestEngine();
        engine.World.Deploy(Compile(Definition(Chart(
            "t>l", Activity("Timer", "t", ("interval", Literal("00:01:00", "TimeSpan"))).Starts(), Line("l", "Hallo")))));

        engine.Pass("PT3M");

        Assert.Equal(3, engine.Count("p"));
        Assert.All(engine.World.Instances.Values, instance => Assert.Equal(["Hallo"], ElsaFlow.Lines(instance)));
    }

    [Fact]
    public void An_event_carries_its_payload_to_a_waiting_case()
    {
        var engine = new TestEngine();
        engine.World.Deploy(
            Compile(Definition(
                Sequence(
                    "s",
                    Activity("Event", "e", ("eventName", Literal("Post")), ("result", Output("id-Brief"))),
                    Activity("WriteLine", "l", ("text", Js("getBrief().von", "String")))),
                "p",
                ("variables", new JsonArray(Variable("Brief"))))),
            Compile(Definition(Activity("PublishEvent", "pub", ("eventName", Literal("Post")), ("payload", Js("({von: 'Eva'})"))), "q")));
        var waiting = engine.Start("p").ShouldBeActive();

        engine.Start("q").ShouldBeCompleted();

        Assert.Equal(["Eva"], waiting.ShouldBeCompleted().Lines());
    }

    [Fact]
    public void A_workflow_used_as_an_activity_takes_inputs_and_gives_outputs_and_outcomes()
    {
        var child = Definition(
            Sequence(
                "s",
                Activity("SetOutput", "o", ("outputName", Literal("Summe")), ("outputValue", Js("getA() + getB()"))),
                Activity("Complete", "c", ("outcomes", Literal("Gut", "Object")))),
            "child",
            ("inputs", new JsonArray(Variable("A", null, "Int32"), Variable("B", null, "Int32"))),
            ("outputs", new JsonArray(Variable("Summe"))),
            ("outcomes", new JsonArray("Gut", "Schlecht")));
        var call = new JsonObject
        {
            ["id"] = "call", ["type"] = "Child", ["version"] = 1, ["workflowDefinitionId"] = "child",
                ["workflowDefinitionVersionId"] = "child-v1",
            ["a"] = Literal("4", "Int32"), ["b"] = Literal("5", "Int32"), ["summe"] = Output("id-S"),
        };
        var engine = new TestEngine();
        engine.World.Deploy(Compile(child), Compile(Definition(
            Chart("call:Gut>g call:Schlecht>s", call, Activity("WriteLine", "g", ("text", Js("`gut ${getS()}`", "String"))),
                Line("s", "schlecht")),
            "p",
            ("variables", new JsonArray(Variable("S", null, "Int32"))))));

        Assert.Equal(["gut 9"], engine.Start("p").ShouldBeCompleted().Lines());
    }

    [Fact]
    public void A_dispatched_workflow_is_not_waited_for()
    {
        var engine = new TestEngine();
        engine.World.Deploy(
            Compile(Definition(Activity("WriteLine", "l", ("text", Js("getInput('Ort')", "String"))), "q")),
            Compile(Definition(Activity(
                "DispatchWorkflow", "d", ("workflowDefinitionId", Literal("q")), ("input", Js("({Ort: 'hier'})", "ObjectDictionary"))))));

        engine.Start("p").ShouldBeCompleted();

        Assert.Equal(["hier"], engine.Only("q").ShouldBeCompleted().Lines());
    }

    [Fact]
    public void A_task_waits_for_a_person_of_its_group_and_four_eyes_hold()
    {
        JsonObject Task(string id, params (string Name, JsonNode? Value)[] more)
        {
            var task = Activity("x", id, [("title", Literal("Prüfen")), ("candidateGroups", Literal("[\"bauamt\"]", "String[]")), .. more]);
            task["type"] = "Gemeinde.UserTask";
            return task;
        }

        var run = Run(Chart(
            "one>two two:Ja>yes two:Nein>no", Task("one"), Task("two", ("fourEyes", Literal("[\"one\"]", "String[]"))), Line("yes", "ja"),
                Line("no", "nein")));

        Assert.Equal(["bauamt"], run.Task("one").CandidateGroups);
        run.CompleteAs("eva", "one").ShouldBeRefused(new CompleteTask(run.Task("two").Number), RejectionCode.FourEyes, "eva");
        Assert.Equal(["ja"], run.CompleteAs("tom", "two", ("outcome", "Ja")).ShouldBeCompleted().Lines());
    }

    [Fact]
    public void What_cannot_run_is_refused_with_activity_line_and_path()
    {
        var compiled = ElsaCompiler.Compile(Definition(Sequence(
            "s",
            Activity("RunCSharp", "cs", ("script", Literal("1"))),
            Activity("Unbekannt", "u"),
            Activity("WriteLine", "l", ("text", Input("Python", "1", "String"))))));

        Assert.Empty(compiled.Processes);
        Assert.Equal(
            ["elsa.unsupported-activity cs", "elsa.unknown-activity u", "elsa.host-code l"],
            compiled.Findings.Where(f => f.Severity == FindingSeverity.Error).Select(f => $"{f.Rule} {f.ElementId}"));
        Assert.All(compiled.Findings, finding => Assert.Contains("($.root.activities[", finding.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DateTime.UtcNow")]
    [InlineData("getConfig('x')")]
    [InlineData("var x = ;")]
    [InlineData("setOutcome('x')")]
    public void A_script_that_asks_for_the_host_is_refused(string script) => Assert.Contains(
        ElsaCompiler.Compile(Definition(Activity("WriteLine", "l", ("text", Js(script, "String"))))).Findings,
        finding => finding is { Rule: "elsa.javascript", ElementId: "l" });

    [Theory]
    [InlineData("", "elsa.json")]
    [InlineData("{", "elsa.json")]
    [InlineData("[]", "elsa.no-definition")]
    [InlineData("""{"definitionId": "p"}""", "elsa.no-definition")]
    [InlineData("""{"definitionId": "p", "root": {"id": "a"}}""", "elsa.unknown-activity")]
    [InlineData("""{"definitionId": "p", "root": {"id": "a", "type": "Elsa.Sequence", "activities": ["x", 1e999, null]}}""", "elsa.no-id")]
    [InlineData("""{"definitionId": "p", "root": {"id": "p", "type": "Elsa.WriteLine", "text": 1e999}}""", "elsa.duplicate-id")]
    public void A_broken_document_is_refused_never_thrown_at(string json, string rule) => Assert.Contains(
        ElsaCompiler.Compile(System.Text.Encoding.UTF8.GetBytes(json)).Findings, finding => finding.Rule == rule);

    [Fact]
    public void A_definition_has_a_limit_of_activities() => Assert.Contains(
        ElsaCompiler.Compile(Definition(Sequence("s", Line("a", "A"), Line("b", "B"))),
            new ElsaOptions { ActivitiesMax = 2 }).Findings,
        finding => finding.Rule == "elsa.too-many-activities");
}
