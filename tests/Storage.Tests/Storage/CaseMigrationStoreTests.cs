using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kommune.Workflow.Storage.Tests.Storage;

public sealed class CaseMigrationStoreTests
{
    private static readonly DateTimeOffset Now = new(2026, 9, 15, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task An_order_lists_the_running_cases_of_its_versions_and_no_others(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        var first = await engine.DeployAsync("permit", Processes.UserTask);
        var finished = await engine.StartAsync("permit");
        await engine.CompleteTaskAsync(finished);
        var running = await engine.StartAsync("permit");
        await engine.DeployAsync("other", Processes.UserTask);
        await engine.StartAsync("other");

        await StoreOf(engine).AddAsync(Order(7), [first.Key]);

        var item = await engine.QueryAsync(db => db.CaseMigrationItems.AsNoTracking().SingleAsync());
        Assert.Equal((7, running.Value, first.Key), (item.MigrationKey, item.InstanceKey, item.SourceDefinitionKey));
        Assert.Equal(CaseMigrationOutcome.Pending, item.Outcome);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task One_node_at_a_time_works_on_an_order_and_another_takes_over_when_its_lease_is_over(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        var store = StoreOf(engine);
        await store.AddAsync(Order(7), []);

        Assert.True(await store.LeaseAsync(7, Now, Lease, default));
        Assert.False(await store.LeaseAsync(7, Now.AddSeconds(29), Lease, default));
        Assert.True(await store.LeaseAsync(7, Now.AddSeconds(30), Lease, default));
        await store.EndAsync(7, Now.AddMinutes(1));
        Assert.False(await store.LeaseAsync(7, Now.AddMinutes(9), Lease, default));
        Assert.Empty(await engine.QueryAsync(db => CaseMigrationStore.UnfinishedAsync(db, default)));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task What_became_of_a_case_is_noted_once(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        var version = await engine.DeployAsync("permit", Processes.UserTask);
        var key = await engine.StartAsync("permit");
        var store = StoreOf(engine);
        await store.AddAsync(Order(7), [version.Key]);
        CaseMigrationItemRow Item(CaseMigrationOutcome outcome, string? reason) =>
            new() { InstanceKey = key.Value, Outcome = outcome, Reason = reason };

        await store.DecideAsync(7, [Item(CaseMigrationOutcome.Stayed, "Kein Platz.")], Now);
        await store.DecideAsync(7, [Item(CaseMigrationOutcome.Moved, null)], Now);

        var item = await engine.QueryAsync(db => db.CaseMigrationItems.AsNoTracking().SingleAsync());
        Assert.Equal((CaseMigrationOutcome.Stayed, "Kein Platz."), (item.Outcome, item.Reason));
    }

    private static CaseMigrationStore StoreOf(TestEngine engine) => engine.Services.GetRequiredService<CaseMigrationStore>();

    private static CaseMigrationRow Order(long key) => new()
    {
        Key = key,
        TenantId = TestEngine.Tenant,
        ProcessId = "permit",
        TargetDefinitionKey = 99,
        TargetVersion = 2,
        RequestedBy = "agent",
        RequestedAt = Now,
    };
}
