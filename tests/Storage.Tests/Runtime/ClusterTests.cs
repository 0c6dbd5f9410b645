using System.Collections.Concurrent;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kommune.Workflow.Storage.Tests.Runtime;

public sealed class ClusterTests
{
    [Fact]
    public async Task What_changes_at_one_node_is_told_at_the_other_once()
    {
        await using var database = await TestDatabase.CreateAsync("PostgreSQL");
        await using var one = await TestEngine.StartAsync(database.Options, Options(database));
        await using var other = await TestEngine.StartAsync(database.Options, Options(database));
        await one.DeployAsync("permit", Processes.UserTask);
        using var here = Listen(one);
        using var there = Listen(other);

        // Until both listen nothing is told: each further case is as good.
        var keys = new List<InstanceKey>();
        while (!there.Heard.Any(change => change.Kind == ChangeKind.Task))
        {
            keys.Add(await one.StartAsync("permit"));
        }

        var last = await one.StartAsync("permit");
        while (!there.Heard.Any(change => change.InstanceKey == last.Value && change.Kind == ChangeKind.Task))
        {
            await Task.Yield();
        }

        var row = await one.QueryAsync(db => db.Tasks.SingleAsync(t => t.InstanceKey == last.Value));
        var expected = new EngineChange(ChangeKind.Task, TestEngine.Tenant, row.Key, last.Value, "permit");
        Assert.Single(there.Heard, expected);
        Assert.Single(here.Heard, expected);
    }

    [Fact]
    public async Task Two_nodes_on_one_database_work_on_the_same_cases()
    {
        await using var database = await TestDatabase.CreateAsync("PostgreSQL");
        await using var one = await TestEngine.StartAsync(database.Options, Options(database));
        await using var other = await TestEngine.StartAsync(database.Options, Options(database));
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

    private static RuntimeOptions Options(TestDatabase database) => new()
    {
        ClusterConnectionString = database.Options.PostgresConnectionString,
        AdvertisedAddress = "127.0.0.1",
        ChangesGatheredFor = TimeSpan.FromMilliseconds(10),
    };

    private static Listener Listen(TestEngine engine) => new(engine.Services.GetRequiredService<ChangeFeed>());

    private sealed class Listener : IDisposable
    {
        private readonly ConcurrentQueue<EngineChange> heard = new();
        private readonly IDisposable subscription;

        public Listener(ChangeFeed feed) => subscription = feed.Subscribe(changes =>
        {
            foreach (var change in changes)
            {
                heard.Enqueue(change);
            }
        });

        public IReadOnlyCollection<EngineChange> Heard => heard;

        public void Dispose() => subscription.Dispose();
    }
}
