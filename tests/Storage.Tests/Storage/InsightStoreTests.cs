using Kommune.Workflow.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kommune.Workflow.Storage.Tests.Storage;

public sealed class InsightStoreTests
{
    private static readonly DateTimeOffset Begin = new(2026, 9, 14, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Waiting_work_and_cycle_times_are_those_of_the_finished_work(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        engine.Clock.Pin(Begin);
        await engine.DeployAsync("permit", Processes.UserTask);
        var key = await engine.StartAsync("permit");
        await engine.StartAsync("permit");
        engine.Clock.Pin(Begin.AddMinutes(90));
        await ClaimAsync(engine, key);
        engine.Clock.Pin(Begin.AddMinutes(120));
        await engine.CompleteTaskAsync(key);
        var store = engine.Services.GetRequiredService<InsightStore>();

        var times = Assert.Single(await store.TaskTimesAsync(Span(), default));
        Assert.Equal("check", times.ElementId);
        Assert.Equal([new TimeCount(TimeSpan.FromMinutes(90), 1)], times.Waiting);
        Assert.Equal([new TimeCount(TimeSpan.FromMinutes(30), 1)], times.Work);
        Assert.Equal([new TimeCount(TimeSpan.FromMinutes(120), 1)], await store.CyclesAsync(Span(), default));
        Assert.Equal([new HourCount(Begin, 2, 0)], await store.StartedAsync(Span(), default));
        Assert.Equal([new HourCount(Begin.AddHours(2), 1, 0)], await store.EndedAsync(Span(), default));
        Assert.Equal([new OpenTasks("check", 1, 0)], await store.OpenTasksAsync(Span(), default));
        Assert.Equal([new HourCount(Begin.AddHours(2), 0, 0)], await store.DeadlinesAsync(Span(), default));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Only_the_wanted_span_version_process_and_group_is_counted(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        engine.Clock.Pin(Begin);
        await engine.DeployAsync("permit", Processes.UserTask);
        await engine.CompleteTaskAsync(await engine.StartAsync("permit"));
        var store = engine.Services.GetRequiredService<InsightStore>();

        Assert.Single(await store.StartedAsync(Span() with { Group = "bauhof", Version = 1 }, default));
        Assert.Single(await store.TaskTimesAsync(Span() with { Group = "steueramt" }, default));
        Assert.Empty(await store.StartedAsync(Span() with { Group = "bau" }, default));
        Assert.Empty(await store.TaskTimesAsync(Span() with { Group = "steuer_mt" }, default));
        Assert.Empty(await store.CyclesAsync(Span() with { Version = 2 }, default));
        Assert.Empty(await store.StartedAsync(Span() with { ProcessId = "other" }, default));
        Assert.Empty(await store.EndedAsync(Span() with { From = Begin.AddDays(1) }, default));
        Assert.Empty(await store.EndedAsync(Span() with { TenantId = "elsewhere" }, default));
    }

    private static InsightSpan Span() => new(TestEngine.Tenant, "permit", Begin.AddDays(-1), Begin.AddDays(2), null, null);

    private static async Task ClaimAsync(TestEngine engine, InstanceKey key)
    {
        var task = await engine.QueryAsync(db => db.Tasks.SingleAsync(t => t.InstanceKey == key.Value));
        InstanceKey.Of(task.Key, out var number);
        var outcome = await engine.Workflow.SendAsync(TestEngine.Tenant, key, new AssignTask(number, "agent"), TestEngine.Agent);
        Assert.True(outcome.Accepted, outcome.Rejection?.Message);
    }
}
