using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Runtime;

[Trait("room", "runtime")]
public sealed class InstanceTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Ten_script_tasks_run_to_their_end_in_one_commit(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("scripts", Processes.Scripts(10));

        var key = await engine.StartAsync("scripts", """{"n": 5}""");

        var row = await engine.InstanceAsync(key);
        Assert.Equal((InstanceStatus.Completed, 1), (row.Status, row.JournalCount));
        var values = await engine.QueryAsync(db => db.Variables.Where(v => v.ScopeKey == key.Value).Select(v => v.Value).ToListAsync());
        Assert.Equal(["15"], values);
        Assert.Equal(0, await engine.QueryAsync(db => db.ElementInstances.CountAsync()));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Case_goes_on_after_a_restart_where_its_last_commit_stood(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        InstanceKey key;
        await using (var engine = await TestEngine.StartAsync(database.Options))
        {
            await engine.DeployAsync("permit", Processes.UserTask);
            key = await engine.StartAsync("permit", """{"applicant": "Müller"}""");
        }

        await using var restarted = await TestEngine.StartAsync(database.Options);
        var outcome = await restarted.CompleteTaskAsync(key, """{"granted": true}""");

        Assert.True(outcome.Accepted);
        Assert.Equal(InstanceStatus.Completed, (await restarted.InstanceAsync(key)).Status);
        var task = await restarted.QueryAsync(db => db.Tasks.SingleAsync());
        Assert.Equal((TaskState.Completed, "agent"), (task.State, task.CompletedBy));
        Assert.Equal(0, await restarted.QueryAsync(db => db.TaskCandidates.CountAsync()));
        Assert.Null((await restarted.History.VerifyAsync()).Break);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Same_command_id_twice_is_answered_with_the_first_result(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("permit", Processes.UserTask);

        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => engine.StartAsync("permit", commandId: "start-1")));
        var first = await engine.CompleteTaskAsync(starts[0], commandId: "complete-1");
        var task = await engine.QueryAsync(db => db.Tasks.SingleAsync());
        InstanceKey.Of(task.Key, out var number);
        var second = await engine.Workflow.SendAsync(
            TestEngine.Tenant, starts[0], new CompleteTask(number), TestEngine.Agent, "complete-1");

        Assert.Single(starts.Distinct());
        Assert.Equal(1, await engine.QueryAsync(db => db.Instances.CountAsync()));
        Assert.Equal(first.Events, second.Events);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Same_command_id_twice_is_answered_with_the_first_result_also_when_that_was_a_rejection(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        var permit = new ProcessReference.ById("permit");
        var early = new StartOptions { CommandId = "start-early" };
        var unknown = await engine.Workflow.StartAsync(TestEngine.Tenant, permit, null, TestEngine.Agent, early);
        await engine.DeployAsync("permit", Processes.UserTask);
        var key = await engine.StartAsync("permit");
        var tooEarly = await engine.Workflow.SendAsync(TestEngine.Tenant, key, new ResolveTask(5), TestEngine.Agent, "resolve");

        var startedAgain = await engine.Workflow.StartAsync(TestEngine.Tenant, permit, null, TestEngine.Agent, early);
        var resolvedAgain = await engine.Workflow.SendAsync(
            TestEngine.Tenant, key, new AddRemark("comment", "1", null), TestEngine.Agent, "resolve");

        Assert.Equal(RejectionCode.NotFound, unknown.Rejection?.Code);
        Assert.Equal(unknown.Rejection, startedAgain.Rejection);
        Assert.NotNull(tooEarly.Rejection);
        Assert.Equal(tooEarly.Rejection, resolvedAgain.Rejection);
        await engine.StartAsync("permit", commandId: "start-later");
        Assert.Null((await engine.CompleteTaskAsync(key, commandId: "complete")).Rejection);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Processes_whose_condition_holds_over_what_is_presented_are_started_with_it(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        var flood = await engine.DeployAsync("flood", StartingWhen("level > 3"));
        await engine.DeployAsync("drought", StartingWhen("level < 1"));
        await engine.DeployAsync("doubt", StartingWhen("assert(level, level > 5, \"zu niedrig\") > 0"));
        var level = TestEngine.Context("""{"level": 4}""")!;

        var started = await engine.Workflow.EvaluateConditionsAsync(TestEngine.Tenant, null, level, TestEngine.Agent, "once");
        var again = await engine.Workflow.EvaluateConditionsAsync(TestEngine.Tenant, null, level, TestEngine.Agent, "once");
        var one = await engine.Workflow.EvaluateConditionsAsync(TestEngine.Tenant, flood.Key, level, TestEngine.Agent);
        var unknown = await engine.Workflow.EvaluateConditionsAsync(TestEngine.Tenant, 42, level, TestEngine.Agent);

        Assert.Equal("flood", Assert.Single(started!).Definition!.ProcessId);
        Assert.Equal(started![0].Instance, Assert.Single(again!).Instance);
        Assert.NotEqual(started[0].Instance, Assert.Single(one!).Instance);
        Assert.Null(unknown);
        Assert.Equal(["4", "4"], await engine.QueryAsync(db => db.Variables.Select(v => v.Value).ToListAsync()));
    }

    private static string StartingWhen(string condition) =>
        $"""
        <bpmn:startEvent id="start">
          <bpmn:conditionalEventDefinition id="c">
            <bpmn:condition xsi:type="bpmn:tFormalExpression">={condition.Replace("<", "&lt;", StringComparison.Ordinal)}</bpmn:condition>
          </bpmn:conditionalEventDefinition>
        </bpmn:startEvent>
        <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="end"/>
        <bpmn:endEvent id="end"/>
        """;

    [Fact]
    public async Task Another_tenants_case_does_not_exist()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("permit", Processes.UserTask);
        var key = await engine.StartAsync("permit");

        var outcome = await engine.Workflow.SendAsync("nachbarstadt", key, new CancelInstance(), TestEngine.Agent);

        Assert.Equal(RejectionCode.NotFound, outcome.Rejection?.Code);
        Assert.Equal(InstanceStatus.Active, (await engine.InstanceAsync(key)).Status);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Writer_that_was_overtaken_loads_the_case_again_and_decides_anew(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var one = await TestEngine.StartAsync(database.Options);
        await using var other = await TestEngine.StartAsync(database.Options);
        await one.DeployAsync("permit", Processes.UserTask);
        var key = await one.StartAsync("permit");
        var task = await one.QueryAsync(db => db.Tasks.SingleAsync());
        InstanceKey.Of(task.Key, out var number);

        // Both hold the case in memory; each is overtaken by the other once.
        await other.Workflow.SendAsync(TestEngine.Tenant, key, new AssignTask(number, "agent"), TestEngine.Agent);
        await one.Workflow.SendAsync(TestEngine.Tenant, key, new UnassignTask(number), TestEngine.Agent);
        var completed = await other.Workflow.SendAsync(TestEngine.Tenant, key, new CompleteTask(number), TestEngine.Agent);
        var again = await one.Workflow.SendAsync(TestEngine.Tenant, key, new CompleteTask(number), TestEngine.Agent);

        Assert.True(completed.Accepted);
        Assert.NotNull(again.Rejection);
        Assert.Equal(4, (await one.InstanceAsync(key)).JournalCount);
        Assert.Null((await one.History.VerifyAsync()).Break);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Long_case_is_loaded_from_its_snapshot_and_the_entries_after_it(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var options = new RuntimeOptions { EntriesPerSnapshot = 5, InstancesInMemoryMax = 0 };
        await using var engine = await TestEngine.StartAsync(database.Options, options);
        await engine.DeployAsync("permit", Processes.UserTask);
        var key = await engine.StartAsync("permit");

        for (var i = 0; i < 12; i++)
        {
            var variables = TestEngine.Context($$"""{"round": {{i}}}""")!;
            Assert.True((await engine.Workflow.SendAsync(
                TestEngine.Tenant, key, new SetVariables(0, variables, Local: true), TestEngine.Agent)).Accepted);
        }

        Assert.Equal(10, await engine.QueryAsync(db => db.Set<SnapshotRow>().Select(s => s.JournalCount).SingleAsync()));
        Assert.True((await engine.CompleteTaskAsync(key)).Accepted);
        Assert.Equal("11", await engine.QueryAsync(db => db.Variables.Where(v => v.Name == "round").Select(v => v.Value).SingleAsync()));
    }

    [Fact]
    public async Task Case_number_counts_per_prefix_and_year()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);
        const string prefix =
            """
            <bpmn:extensionElements>
            <zeebe:properties><zeebe:property name="kommune:caseNumber" value="HS"/></zeebe:properties>
            </bpmn:extensionElements>
            """;
        await engine.DeployAsync("dogs", prefix + Processes.UserTask);
        engine.Clock.Pin(new DateTimeOffset(2026, 12, 31, 23, 30, 0, TimeSpan.Zero));

        var key = await engine.StartAsync("dogs");

        // In Berlin the new year has begun.
        Assert.Equal("HS-2027-0001", (await engine.InstanceAsync(key)).CaseNumber);
    }
}
