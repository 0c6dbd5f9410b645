using System.Text;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

public sealed class TaskTests
{
    private readonly TestEngine engine = new();

    // ---- jobs ----

    [Fact]
    public void Job_is_leased_completed_and_its_variables_go_up()
    {
        var run = engine.Deploy(Process("p").Start().ServiceTask("t", "mail", e => e.Job("=\"mail-\" + kind", 5)).End())
            .Start("p", ("kind", "x"));
        var job = run.Job("t");
        Assert.Equal(("mail-x", 5), (job.Type, job.Retries));

        run.Do(new LockJob(job.Number, "w1", engine.World.Now.AddMinutes(5)));
        run.ShouldBeRefused(new LockJob(job.Number, "w2", engine.World.Now.AddMinutes(5)), RejectionCode.InvalidState);
        engine.Pass("PT5M");
        run.Do(new LockJob(job.Number, "w2", engine.World.Now.AddMinutes(5)));
        run.Complete("t", ("sent", true)).ShouldBeCompleted().ShouldHave("sent", true);
    }

    [Fact]
    public void Failed_job_waits_for_its_back_off_and_ends_as_an_incident()
    {
        var run = engine.Deploy(Process("p").Start().ServiceTask("t", "mail").End()).Start();

        run.Fail("t", retries: 1, backOff: TimeSpan.FromMinutes(10));
        var job = run.Job("t");
        run.ShouldBeRefused(new LockJob(job.Number, "w", engine.World.Now.AddHours(1)), RejectionCode.InvalidState);
        engine.Pass("PT10M");
        run.Do(new LockJob(job.Number, "w", engine.World.Now.AddHours(1)));

        run.Fail("t", retries: 0, message: "Server weg").ShouldHaveIncident(IncidentKind.JobNoRetries, "t");
        Assert.Equal("Server weg", run.State.Incidents.Values.Single().Message);
        run.ResolveIncident();
        Assert.Equal(1, run.Job("t").Retries);
        run.Complete("t").ShouldBeCompleted();
    }

    [Fact]
    public void Job_that_has_ended_is_refused()
    {
        var run = engine.Deploy(Process("p").Start().ServiceTask("t", "mail").UserTask("u").End()).Start();
        var job = run.Job("t").Number;
        run.Complete("t");

        run.ShouldBeRefused(new CompleteJob(job), RejectionCode.NotFound);
        run.ShouldBeRefused(new FailJob(job, 0, null, TimeSpan.Zero), RejectionCode.NotFound);
        run.ShouldBeRefused(new UpdateJob(job, 3, null), RejectionCode.NotFound);
    }

    // ---- script and decision ----

    [Fact]
    public void Script_result_is_stored_as_JSON_kinds()
    {
        var run = engine.Deploy(Process("p").Start().ScriptTask("s", "=date(\"2026-09-15\")", "d").UserTask("t").End()).Start();

        run.ShouldHave("d", "2026-09-15");
    }

    [Fact]
    public void Business_rule_task_records_the_decision_and_uses_its_result()
    {
        const string Dmn = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
              <decision id="fee" name="fee"><variable name="fee"/><literalExpression><text>amount * 2</text></literalExpression></decision>
            </definitions>
            """;
        var model = DmnModel.Compile(new MemoryStream(Encoding.UTF8.GetBytes(Dmn)));
        engine.World.Decisions = (id, _, _) => id == "fee" ? CalledDecision.Of(77, model.FindDecision(id)!) : null;
        engine.Deploy(Process("p").Start().BusinessRuleTask("b", "fee", "cost").End());

        var run = engine.Start("p", ("amount", 21)).ShouldBeCompleted().ShouldHave("cost", 42);

        var evaluated = run.Instance.Journal.SelectMany(entry => entry.Events).OfType<DecisionEvaluated>().Single();
        Assert.Equal(("fee", 77L), (evaluated.DecisionId, evaluated.DefinitionKey));
    }

    [Fact]
    public void Missing_decision_is_an_incident() =>
        engine.Deploy(Process("p").Start().BusinessRuleTask("b", "fee", "cost").End()).Start()
            .ShouldHaveIncident(IncidentKind.Decision, "b");

    [Fact]
    public void Assertion_that_does_not_hold_stops_the_case_with_its_cause_until_the_variable_is_repaired()
    {
        var run = engine.Deploy(Process("p").Start().ScriptTask("s", "=assert(amount, amount > 0, \"Betrag fehlt\")", "checked").End())
            .Start("p", ("amount", 0));
        run.ShouldHaveIncident(IncidentKind.ExtractValue, "s");
        Assert.Contains("Betrag fehlt", run.State.Incidents.Values.Single().Message, StringComparison.Ordinal);

        run.Set(("amount", 3)).ResolveIncident().ShouldBeCompleted().ShouldHave("checked", 3);
    }

    // ---- variables ----

    [Fact]
    public void Inputs_make_local_variables_and_outputs_name_what_goes_up()
    {
        var p = Process("p").Start()
            .ServiceTask("t", "x", e => e.Input("=order.price", "price").Input("=\"EUR\"", "unit.name").Output("=price + fee", "total.sum"))
            .End();
        var run = engine.Deploy(p).Start("p", ("order", FeelContext.Of(("price", FeelNumber.Of(10)))));
        Assert.Equal("{price: 10, unit: {name: \"EUR\"}}", run.Active("t").Variables.ToString());

        run.Complete("t", ("fee", 3)).ShouldBeCompleted().ShouldHave("total", FeelContext.Of(("sum", FeelNumber.Of(13))));

        Assert.False(run.State.Variables.Contains("fee"));
    }

    [Fact]
    public void Results_without_mappings_change_the_variable_where_it_is_visible()
    {
        var p = Process("p").Start()
            .SubProcess("s", s => s.Start("i").ServiceTask("t", "x").UserTask("u").End("ie"), e => e.Input("=1", "inner")).End();
        var run = engine.Deploy(p).Start("p", ("outer", 1));

        run.Complete("t", ("inner", 2), ("outer", 3), ("fresh", 4));

        Assert.Equal(TestEngine.Value(2), run.Active("s").Variables["inner"]);
        run.ShouldHave("outer", 3).ShouldHave("fresh", 4);
        Assert.False(run.State.Variables.Contains("inner"));
    }

    [Fact]
    public void Data_objects_are_local_variables_that_are_empty_at_first()
    {
        var p = Process("p").Start().SubProcess(
            "s", s => s.DataObject("note")
                .Start("i").ScriptTask("t", "=if note = null then \"leer\" else note", "note").UserTask("u").End("ie"))
            .End();
        var run = engine.Deploy(p).Start();

        Assert.Equal(TestEngine.Value("leer"), run.Active("s").Variables["note"]);
        Assert.False(run.State.Variables.Contains("note"));
    }

    [Fact]
    public void Variables_can_be_set_locally_or_where_they_are_visible()
    {
        var run = engine.Deploy(Process("p").Start().UserTask("t").End()).Start("p", ("x", 1));
        var task = run.Active("t").Number;

        run.Do(new SetVariables(task, TestEngine.Vars(("x", 2)), Local: false)).ShouldHave("x", 2);
        run.Do(new SetVariables(task, TestEngine.Vars(("x", 3)), Local: true)).ShouldHave("x", 2);
        Assert.Equal(TestEngine.Value(3), run.Active("t").Variables["x"]);
        run.ShouldBeRefused(new SetVariables(999, FeelContext.Empty, false), RejectionCode.NotFound);
    }

    [Fact]
    public void Case_title_follows_its_variables()
    {
        var p = Process("p", e => e.Property("kommune:title", "=\"Idee: \" + title")).Start().UserTask("t").End();
        var run = engine.Deploy(p).Start("p", ("title", "Radweg"));
        Assert.Equal("Idee: Radweg", run.State.Title);

        run.Set(("title", "Brücke"));

        Assert.Equal("Idee: Brücke", run.State.Title);
    }
}
