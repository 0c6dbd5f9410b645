using Kommune.Workflow.Execution;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Runtime;

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
        Assert.Equal("15", await engine.QueryAsync(db => db.Variables.Where(v => v.ScopeKey == key.Value).Select(v => v.Value).SingleAsync()));
        Assert.Equal(0, await engine.QueryAsync(db => db.ElementInstances.CountAsync()));
    }
}
