using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Runtime;

public sealed class ClusterTests
{
    [Fact]
    public async Task Two_nodes_on_one_database_work_on_the_same_cases()
    {
        await using var database = await TestDatabase.CreateAsync("PostgreSQL");
        var options = new RuntimeOptions
        {
            ClusterConnectionString = database.Options.PostgresConnectionString,
            AdvertisedAddress = "127.0.0.1",
        };
        await using var one = await TestEngine.StartAsync(database.Options, options);
        await using var other = await TestEngine.StartAsync(database.Options, options);
        await one.DeployAsync("permit", Processes.UserTask);
        await one.DeployAsync("invoice", Processes.WaitForMessage, Processes.Message);

        var starts = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : other).StartAsync("permit")));
        var completions = await Task.WhenAll(starts.Select((key, i) => (i % 3 == 0 ? one : other).CompleteTaskAsync(key)));
        var waiting = await one.StartAsync("invoice", """{"number": "17"}""");
        await other.Workflow.PublishMessageAsync(
            TestEngine.Tenant, new MessagePublication("paid", "17", TimeSpan.FromHours(1)), TestEngine.Agent);

        Assert.All(completions, outcome => Assert.Null(outcome.Rejection));
        Assert.Equal(InstanceStatus.Completed, (await other.InstanceAsync(waiting)).Status);
        Assert.Equal(41, await one.QueryAsync(db => db.Instances.CountAsync(i => i.Status == InstanceStatus.Completed)));
        Assert.Null((await one.History.VerifyAsync()).Break);
    }
}
