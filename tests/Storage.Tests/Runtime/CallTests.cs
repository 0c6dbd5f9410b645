using Kommune.Workflow.Execution;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Runtime;

public sealed class CallTests
{
    private const string Caller =
        """
        <bpmn:startEvent id="start"/>
        <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="call"/>
        <bpmn:callActivity id="call">
          <bpmn:extensionElements><zeebe:calledElement processId="child"/></bpmn:extensionElements>
        </bpmn:callActivity>
        <bpmn:sequenceFlow id="f2" sourceRef="call" targetRef="end"/>
        <bpmn:endEvent id="end"/>
        """;

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Called_process_runs_and_hands_its_variables_back(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("child", Processes.Scripts(3));
        await engine.DeployAsync("parent", Caller);

        var key = await engine.StartAsync("parent", """{"n": 1}""");

        await engine.EndsAsync(key);
        var child = await engine.QueryAsync(db => db.Instances.SingleAsync(i => i.ProcessId == "child"));
        Assert.Equal((key.Value, InstanceStatus.Completed), (child.RootKey, child.Status));
        Assert.Equal("4",
            await engine.QueryAsync(db => db.Variables.Where(v => v.ScopeKey == key.Value).Select(v => v.Value).SingleAsync()));
        await engine.EventuallyAsync(async db => !await db.Outbox.AnyAsync());
    }

    [Fact]
    public async Task Cancelling_the_caller_cancels_what_it_called()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("child", Processes.UserTask);
        await engine.DeployAsync("parent", Caller);
        var key = await engine.StartAsync("parent");
        await engine.EventuallyAsync(db => db.Tasks.AnyAsync());
        await engine.EventuallyAsync(async db => !await db.Outbox.AnyAsync());

        await engine.Workflow.SendAsync(TestEngine.Tenant, key, new CancelInstance(), TestEngine.Agent);

        await engine.EventuallyAsync(db => db.Instances.AllAsync(i => i.Status == InstanceStatus.Terminated));
    }

    [Fact]
    public async Task Call_of_an_unknown_process_is_an_incident_that_can_be_resolved()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("parent", Caller);
        var key = await engine.StartAsync("parent", """{"n": 1}""");
        await engine.EventuallyAsync(db => db.Incidents.AnyAsync());
        await engine.DeployAsync("child", Processes.Scripts(3));

        var incident = await engine.QueryAsync(db => db.Incidents.SingleAsync());
        InstanceKey.Of(incident.Key, out var number);
        await engine.Workflow.SendAsync(TestEngine.Tenant, key, new ResolveIncident(number), TestEngine.Agent);

        await engine.EndsAsync(key);
        Assert.True(await engine.QueryAsync(db => db.Incidents.AllAsync(i => i.Resolved)));
    }
}
