using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kommune.Workflow.Storage.Tests.Runtime;

/// <summary>What a crash cuts off between two commits is done afterwards, once.</summary>
public sealed class CrashTests
{
    private const string Throw =
        """
        <bpmn:startEvent id="start"/>
        <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="end"/>
        <bpmn:endEvent id="end">
          <bpmn:extensionElements><zeebe:publishMessage correlationKey="=number" timeToLive="PT0S"/></bpmn:extensionElements>
          <bpmn:messageEventDefinition id="m" messageRef="paid"/>
        </bpmn:endEvent>
        """;

    private static readonly MessagePublication Paid = new("paid", "17", TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Message_without_time_to_live_reaches_who_a_crash_kept_it_from_and_nobody_twice(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        InstanceKey first, second, behind;
        await using (var engine = await TestEngine.StartBreakingAsync(database.Options, Die<CorrelateMessage>("receipt")))
        {
            await engine.DeployAsync("invoice", Processes.WaitForMessage, Processes.Message);
            await engine.DeployAsync("receipt", Processes.WaitForMessage, Processes.Message);
            first = await engine.StartAsync("invoice", """{"number": "17"}""");
            second = await engine.StartAsync("receipt", """{"number": "17"}""");
            behind = await engine.StartAsync("invoice", """{"number": "17"}""");
            await Assert.ThrowsAsync<PowerCutException>(
                () => engine.Workflow.PublishMessageAsync(TestEngine.Tenant, Paid, TestEngine.Agent));
        }

        await using var restarted = await TestEngine.StartAsync(database.Options);

        await restarted.EndsAsync(second);
        await restarted.EventuallyAsync(async db => !await db.Outbox.AnyAsync());
        Assert.Equal(InstanceStatus.Completed, (await restarted.InstanceAsync(first)).Status);
        Assert.Equal(InstanceStatus.Active, (await restarted.InstanceAsync(behind)).Status);
        var late = await restarted.StartAsync("invoice", """{"number": "17"}""");
        Assert.Equal(InstanceStatus.Active, (await restarted.InstanceAsync(late)).Status);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Message_a_case_threw_without_time_to_live_reaches_its_receiver_after_a_crash(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        InstanceKey waiting;
        await using (var engine = await TestEngine.StartBreakingAsync(database.Options, Die<CorrelateMessage>("invoice")))
        {
            await engine.DeployAsync("invoice", Processes.WaitForMessage, Processes.Message);
            await engine.DeployAsync("payment", Throw, Processes.Message);
            waiting = await engine.StartAsync("invoice", """{"number": "17"}""");
            await engine.StartAsync("payment", """{"number": "17"}""");
            await engine.EventuallyAsync(db => db.Outbox.AnyAsync(effect => effect.Attempts > 0));
        }

        // The failed attempt is due again after its back-off.
        await using var restarted = await TestEngine.StartAsync(
            database.Options, new RuntimeOptions { SweepInterval = TimeSpan.FromMilliseconds(200) });
        restarted.Clock.Pin(restarted.Clock.GetUtcNow().AddMinutes(1));

        await restarted.EndsAsync(waiting);
        await restarted.EventuallyAsync(async db => !await db.Outbox.AnyAsync());
    }

    [Fact]
    public async Task Line_on_the_record_and_notice_follow_a_saved_comment_after_a_crash()
    {
        await using var database = TestDatabase.CreateSqlite();
        InstanceKey key;
        await using (var engine = await TestEngine.StartAsync(database.Options))
        {
            await engine.DeployAsync("permit", Processes.UserTask);
            await engine.DeployAsync("notice", Processes.Scripts(1));
            key = await engine.StartAsync("permit");

            // Saved as the server saves it; the program dies before it carries anything out.
            var now = engine.Clock.GetUtcNow();
            var position = (await engine.Services.GetRequiredService<KeySource>().NextAsync()).Value;
            Effect[] following =
            [
                new SendCommand(key, new AddRemark("comment", "1", null), TestEngine.Agent),
                new StartProcess("notice", TestEngine.Context("""{"n": 1}""")!),
            ];
            await engine.QueryAsync(db =>
            {
                db.Comments.Add(new CommentRow { Key = 1, InstanceKey = key.Value, AuthorUserId = "agent", At = now, Text = "Bitte" });
                db.Outbox.AddRange(following.Select((effect, i) =>
                    OutboxRow.Of(new PendingEffect(TestEngine.Tenant, position, i, effect, now))));
                return db.SaveChangesAsync();
            });
        }

        await using var restarted = await TestEngine.StartAsync(database.Options);

        await restarted.EventuallyAsync(async db => !await db.Outbox.AnyAsync());
        var remark = Assert.Single(
            await restarted.History.ReadAsync(key), entry => entry.Entry.Command is AddRemark { Kind: "comment", Reference: "1" });
        Assert.Equal(TestEngine.Agent, remark.Entry.Actor);
        Assert.Equal(1, await restarted.QueryAsync(db => db.Instances.CountAsync(i => i.ProcessId == "notice")));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Effect_that_always_fails_is_left_to_a_person_who_can_let_it_be_tried_again(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var isBroken = true;
        var limited = new RuntimeOptions
        {
            EffectAttemptsMax = 3,
            EffectBackOff = TimeSpan.FromMilliseconds(1),
            SweepInterval = TimeSpan.FromMilliseconds(100),
        };
        await using var engine = await TestEngine.StartBreakingAsync(
            database.Options,
            commit => isBroken && commit.Entry.Command is CorrelateMessage ? throw new PowerCutException() : Task.CompletedTask,
            limited);
        await engine.DeployAsync("invoice", Processes.WaitForMessage, Processes.Message);
        await engine.DeployAsync("payment", Throw, Processes.Message);
        var waiting = await engine.StartAsync("invoice", """{"number": "17"}""");
        await engine.StartAsync("payment", """{"number": "17"}""");

        await engine.EventuallyAsync(db => db.Outbox.AnyAsync(effect => effect.NextAt == null));

        var left = await engine.QueryAsync(db => db.Outbox.SingleAsync());
        Assert.Equal((3, new PowerCutException().Message), (left.Attempts, left.Problem));
        isBroken = false;
        var effects = engine.Services.GetRequiredService<CommittedEffects>();
        Assert.False(await effects.RetryAsync("another tenant", left.Position, left.Ordinal, CancellationToken.None));
        Assert.True(await effects.RetryAsync(TestEngine.Tenant, left.Position, left.Ordinal, CancellationToken.None));
        await engine.EndsAsync(waiting);
        await engine.EventuallyAsync(async db => !await db.Outbox.AnyAsync());
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Signal_a_begun_case_waits_for_continues_it_and_begins_no_second_one(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        const string body =
            """
            <bpmn:startEvent id="start" parallelMultiple="true">
              <bpmn:messageEventDefinition id="m" messageRef="order"/>
              <bpmn:signalEventDefinition id="s" signalRef="storm"/>
            </bpmn:startEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="end"/>
            <bpmn:endEvent id="end"/>
            """;
        InstanceKey key;
        await using (var engine = await TestEngine.StartBreakingAsync(database.Options, Die<DeliverSignal>("both")))
        {
            await engine.DeployAsync(
                "both", body, """<bpmn:message id="order" name="order"/><bpmn:signal id="storm" name="storm"/>""");
            await engine.Workflow.PublishMessageAsync(
                TestEngine.Tenant, new MessagePublication("order", null, TimeSpan.Zero), TestEngine.Agent);
            key = new InstanceKey(await engine.QueryAsync(db => db.Instances.Select(i => i.Key).SingleAsync()));
            await Assert.ThrowsAsync<PowerCutException>(
                () => engine.Workflow.BroadcastSignalAsync(TestEngine.Tenant, "storm", null, TestEngine.Agent));
        }

        await using var restarted = await TestEngine.StartAsync(database.Options);

        await restarted.EndsAsync(key);
        await restarted.EventuallyAsync(async db => !await db.Outbox.AnyAsync());
        Assert.Equal(1, await restarted.QueryAsync(db => db.Instances.CountAsync()));
        await restarted.Workflow.BroadcastSignalAsync(TestEngine.Tenant, "storm", null, TestEngine.Agent);
        Assert.Equal(2, await restarted.QueryAsync(db => db.Instances.CountAsync()));
    }

    private static Func<InstanceCommit, Task> Die<TCommand>(string processId)
        where TCommand : Command =>
        commit => commit.Entry.Command is TCommand && commit.Definition.ProcessId == processId
            ? throw new PowerCutException()
            : Task.CompletedTask;

    private sealed class PowerCutException() : Exception("The power was cut.");
}
