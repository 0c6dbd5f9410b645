using System.Text;
using Kommune.Workflow.Runtime;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Runtime;

public sealed class DeploymentTests
{
    private static readonly DeploymentResource Form = new("form.form.json", Encoding.UTF8.GetBytes("""{"id": "check"}"""));
    private static readonly DeploymentResource Text = new("mail.liquid", Encoding.UTF8.GetBytes("Guten Tag"));

    private static readonly DeploymentResource Decision = new(
        "fee.dmn",
        Encoding.UTF8.GetBytes(
            """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="Gebühren" namespace="test">
              <decision id="fee" name="Gebühr">
                <variable name="Gebühr"/>
                <literalExpression id="l"><text>if dogs > 1 then 216 else 108</text></literalExpression>
              </decision>
            </definitions>
            """));

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Unchanged_files_make_no_new_version_and_one_change_makes_one_of_each(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        var process = TestEngine.Bpmn("permit", Processes.UserTask);

        var first = await DeployAsync(engine, process, Form, Text, Decision);
        var same = await DeployAsync(engine, process, Form, Text, Decision);
        var changed = await DeployAsync(engine, TestEngine.Bpmn("permit", Processes.UserTask + "<!-- -->"), Form, Text, Decision);

        Assert.True(first.Accepted);
        Assert.Equal((1, 1, 1), (first.Processes[0].Version, first.Forms[0].Version, first.Decisions[0].Version));
        Assert.Null(same.DeploymentKey);
        Assert.Equal(first.Processes[0].Key, same.Processes[0].Key);
        Assert.Equal(first.Decisions[0].Key, same.Decisions[0].Key);
        Assert.Equal((2, 2, 2), (changed.Processes[0].Version, changed.Forms[0].Version, changed.Decisions[0].Version));
        Assert.Equal(1, await engine.QueryAsync(db => db.Definitions.CountAsync(d => d.Latest)));
    }

    [Fact]
    public async Task One_refused_file_refuses_all()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);

        var outcome = await DeployAsync(
            engine, TestEngine.Bpmn("permit", Processes.UserTask), Form with { Content = Encoding.UTF8.GetBytes("{") });

        Assert.False(outcome.Accepted);
        Assert.Contains(outcome.Findings, f => f.ResourceName == Form.Name);
        Assert.Equal((0, 0), await engine.QueryAsync(async db => (await db.Definitions.CountAsync(), await db.Resources.CountAsync())));
    }

    [Fact]
    public async Task Business_rule_task_calls_the_decision_deployed_beside_it()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);
        var process = TestEngine.Bpmn(
            "dogs",
            """
            <bpmn:startEvent id="start"/>
            <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="rate"/>
            <bpmn:businessRuleTask id="rate">
              <bpmn:extensionElements>
                <zeebe:calledDecision decisionId="fee" resultVariable="rate"/>
              </bpmn:extensionElements>
            </bpmn:businessRuleTask>
            <bpmn:sequenceFlow id="f2" sourceRef="rate" targetRef="end"/>
            <bpmn:endEvent id="end"/>
            """);
        Assert.True((await DeployAsync(engine, process, Decision)).Accepted);

        var key = await engine.StartAsync("dogs", """{"dogs": 2}""");

        Assert.Equal(
            "216",
            await engine.QueryAsync(db => db.Variables
                .Where(v => v.InstanceKey == key.Value && v.Name == "rate").Select(v => v.Value).SingleAsync()));
    }

    private static Task<DeploymentOutcome> DeployAsync(TestEngine engine, params DeploymentResource[] files) =>
        engine.Workflow.DeployAsync(TestEngine.Tenant, files, TestEngine.Agent);
}
