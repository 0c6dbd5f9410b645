using Kommune.Workflow.Execution;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Storage;

public sealed class HistoryTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Changed_entry_is_found(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("permit", Processes.UserTask);
        await engine.StartAsync("permit");
        var key = await engine.StartAsync("permit");
        await engine.CompleteTaskAsync(key);
        Assert.Null((await engine.History.VerifyAsync()).Break);

        await engine.QueryAsync(db => db.Journal.Where(j => j.Position == key.Inner(2))
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.Entry, new byte[] { 1 })));

        var broken = (await engine.History.VerifyAsync()).Break;
        Assert.Equal((key, 2), (broken?.Instance, broken?.Entry));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Missing_last_entry_is_found(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("permit", Processes.UserTask);
        var key = await engine.StartAsync("permit");
        await engine.CompleteTaskAsync(key);

        await engine.QueryAsync(db => db.Journal.Where(j => j.Position == key.Inner(2)).ExecuteDeleteAsync());

        Assert.Equal(2, (await engine.History.VerifyAsync()).Break?.Entry);
    }

    [Fact]
    public async Task Record_says_who_did_what_and_for_whom()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("permit", Processes.UserTask);
        var key = await engine.StartAsync("permit");
        var task = await engine.QueryAsync(db => db.Tasks.SingleAsync());
        InstanceKey.Of(task.Key, out var number);

        await engine.Workflow.SendAsync(TestEngine.Tenant, key, new CompleteTask(number), new Actor("agent2", "agent"));

        var entry = (await engine.History.ReadAsync(key))[^1];
        Assert.Equal((2, new Actor("agent2", "agent")), (entry.Number, entry.Entry.Actor));
        Assert.Contains(entry.Entry.Events, e => e is TaskEnded { Completed: true, UserId: "agent2" });
    }
}
