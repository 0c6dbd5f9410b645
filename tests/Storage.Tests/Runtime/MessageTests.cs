using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Runtime;

public sealed class MessageTests
{
    private static readonly MessagePublication Paid = new("paid", "17", TimeSpan.FromHours(1));

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Message_that_was_there_first_reaches_the_case_that_begins_to_wait(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("invoice", Processes.WaitForMessage, Processes.Message);
        await engine.Workflow.PublishMessageAsync(
            TestEngine.Tenant, Paid with { Variables = TestEngine.Context("""{"amount": 12.5}""") }, TestEngine.Agent);

        var key = await engine.StartAsync("invoice", """{"number": "17"}""");

        await engine.EndsAsync(key);
        Assert.Equal("12.5", await engine.QueryAsync(db => db.Variables.Where(v => v.Name == "amount").Select(v => v.Value).SingleAsync()));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Message_reaches_one_case_of_a_process_even_when_several_wait(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("invoice", Processes.WaitForMessage, Processes.Message);
        await engine.StartAsync("invoice", """{"number": "17"}""");
        await engine.StartAsync("invoice", """{"number": "17"}""");

        await engine.Workflow.PublishMessageAsync(TestEngine.Tenant, Paid, TestEngine.Agent);
        var late = await engine.StartAsync("invoice", """{"number": "17"}""");
        var correlated = await engine.Workflow.CorrelateMessageAsync(TestEngine.Tenant, "paid", "17", null, TestEngine.Agent);

        Assert.NotNull(correlated.Instance);
        Assert.NotEqual(late, correlated.Instance);
        Assert.Equal(2, await engine.QueryAsync(db => db.Instances.CountAsync(i => i.Status == InstanceStatus.Completed)));
    }

    [Fact]
    public async Task Message_with_the_id_of_one_that_waits_is_not_published_again()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);

        var first = await engine.Workflow.PublishMessageAsync(TestEngine.Tenant, Paid with { MessageId = "a" }, TestEngine.Agent);
        var second = await engine.Workflow.PublishMessageAsync(TestEngine.Tenant, Paid with { MessageId = "a" }, TestEngine.Agent);
        engine.Clock.Pin(engine.Clock.GetUtcNow().AddHours(2));
        var afterwards = await engine.Workflow.PublishMessageAsync(TestEngine.Tenant, Paid with { MessageId = "a" }, TestEngine.Agent);

        Assert.Equal((false, true, false), (first.AlreadyPublished, second.AlreadyPublished, afterwards.AlreadyPublished));
        Assert.Equal(first.MessageKey, second.MessageKey);
    }

    [Fact]
    public async Task Message_starts_exactly_one_case_of_the_latest_version()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);
        const string body =
            """
            <bpmn:startEvent id="start"><bpmn:messageEventDefinition id="m" messageRef="arrived"/></bpmn:startEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="end"/>
            <bpmn:endEvent id="end"/>
            """;
        await engine.DeployAsync("intake", body, """<bpmn:message id="arrived" name="arrived"/>""");
        await engine.DeployAsync("intake", body + "<!-- changed -->", """<bpmn:message id="arrived" name="arrived"/>""");

        await engine.Workflow.PublishMessageAsync(
            TestEngine.Tenant, new MessagePublication("arrived", null, TimeSpan.FromHours(1)), TestEngine.Agent);

        Assert.Equal([2], await engine.QueryAsync(db => db.Instances.Select(i => i.Version).ToListAsync()));
    }

    [Fact]
    public async Task Message_left_undelivered_by_a_crash_is_delivered_at_the_next_start_once()
    {
        await using var database = TestDatabase.CreateSqlite();
        InstanceKey key;
        await using (var engine = await TestEngine.StartAsync(database.Options))
        {
            await engine.DeployAsync("invoice", Processes.WaitForMessage, Processes.Message);
            key = await engine.StartAsync("invoice", """{"number": "17"}""");
            var store = (IMessageStore)engine.Services.GetService(typeof(IMessageStore))!;
            var now = engine.Clock.GetUtcNow();
            await store.AddAsync(
                new StoredMessage(
                    1 << 24, TestEngine.Tenant, "paid", "17", null, Expressions.FeelContext.Empty, now, now.AddHours(1), false),
                delivery: null,
                now);
        }

        await using var restarted = await TestEngine.StartAsync(database.Options);

        await restarted.EndsAsync(key);
    }

    [Fact]
    public async Task Signal_reaches_every_case_that_waits()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync(
            "alarm",
            """
            <bpmn:startEvent id="start"/>
            <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="wait"/>
            <bpmn:intermediateCatchEvent id="wait"><bpmn:signalEventDefinition id="s" signalRef="storm"/></bpmn:intermediateCatchEvent>
            <bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="end"/>
            <bpmn:endEvent id="end"/>
            """,
            """<bpmn:signal id="storm" name="storm"/>""");
        for (var i = 0; i < 5; i++)
        {
            await engine.StartAsync("alarm");
        }

        await engine.Workflow.BroadcastSignalAsync(TestEngine.Tenant, "storm", null, TestEngine.Agent);

        Assert.Equal(5, await engine.QueryAsync(db => db.Instances.CountAsync(i => i.Status == InstanceStatus.Completed)));
        Assert.Equal(0, await engine.QueryAsync(db => db.Outbox.CountAsync()));
    }
}
