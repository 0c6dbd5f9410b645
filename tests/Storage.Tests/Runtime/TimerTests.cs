using Kommune.Workflow.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Kommune.Workflow.Storage.Tests.Runtime;

public sealed class TimerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Timer_fires_when_the_clock_is_moved_past_it_and_not_before(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        engine.Clock.Pin(Start);
        await engine.DeployAsync("reminder", Processes.TimerThenEnd);
        var key = await engine.StartAsync("reminder");

        engine.Clock.Pin(Start.AddDays(29));
        Assert.Equal(InstanceStatus.Active, (await engine.InstanceAsync(key)).Status);
        engine.Clock.Pin(Start.AddDays(31));

        await engine.EndsAsync(key);
        Assert.Equal(0, await engine.QueryAsync(db => db.Timers.CountAsync()));
    }

    [Fact]
    public async Task Pump_sleeps_until_the_earliest_timer_and_wakes_for_it()
    {
        await using var database = TestDatabase.CreateSqlite();
        var time = new FakeTimeProvider(Start);
        await using var engine = await TestEngine.StartAsync(database.Options, time: time);
        await engine.DeployAsync("reminder", Processes.TimerThenEnd);
        var key = await engine.StartAsync("reminder");

        await engine.EventuallyAsync(async db =>
        {
            time.Advance(TimeSpan.FromHours(12));
            return await db.Instances.AnyAsync(i => i.Key == key.Value && i.Status == InstanceStatus.Completed);
        });

        Assert.True(time.GetUtcNow() >= Start.AddDays(30));
    }

    [Fact]
    public async Task Timer_that_became_due_while_nothing_ran_fires_at_the_next_start()
    {
        await using var database = TestDatabase.CreateSqlite();
        InstanceKey key;
        await using (var engine = await TestEngine.StartAsync(database.Options, time: new FakeTimeProvider(Start)))
        {
            await engine.DeployAsync("reminder", Processes.TimerThenEnd);
            key = await engine.StartAsync("reminder");
        }

        await using var restarted = await TestEngine.StartAsync(database.Options, time: new FakeTimeProvider(Start.AddDays(40)));

        await restarted.EndsAsync(key);
    }

    [Fact]
    public async Task Cycle_starts_a_case_each_time_and_missed_times_count_once()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);
        engine.Clock.Pin(Start);
        await engine.DeployAsync(
            "circle",
            """
            <bpmn:startEvent id="start">
              <bpmn:timerEventDefinition id="t">
                <bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R/P2M</bpmn:timeCycle>
              </bpmn:timerEventDefinition>
            </bpmn:startEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="end"/>
            <bpmn:endEvent id="end"/>
            """);

        engine.Clock.Pin(Start.AddMonths(2).AddHours(1));
        await engine.EventuallyAsync(async db => await db.Instances.CountAsync() == 1);
        engine.Clock.Pin(Start.AddMonths(9));
        await engine.EventuallyAsync(async db => await db.Instances.CountAsync() == 2);

        var next = await engine.QueryAsync(db => db.StartTimers.Select(t => t.NextAt).SingleAsync());
        Assert.Equal(Start.AddMonths(10), next);
    }
}
