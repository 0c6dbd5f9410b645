using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Plugins;

public sealed class PluginLeasesTests
{
    private readonly FakeTimeProvider time = new();
    private readonly Leases store = new();

    [Fact]
    public async Task Work_stops_as_soon_as_its_lease_is_held_elsewhere()
    {
        var (running, token) = await StartAsync();

        store.Answer = () => false;
        while (!token.IsCancellationRequested)
        {
            time.Advance(PluginLeases.Beat);
            await Task.Yield();
        }

        await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Work_stops_when_the_lease_cannot_be_extended_because_the_database_does_not_answer()
    {
        var (running, token) = await StartAsync();

        store.Answer = () => throw new TimeoutException();
        while (!token.IsCancellationRequested)
        {
            time.Advance(PluginLeases.Beat);
            await Task.Yield();
        }

        await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Of_two_nodes_the_second_begins_when_the_first_gives_the_lease_back()
    {
        using var stop = new CancellationTokenSource();
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        var one = Of().RunAsync("work", _ => first.Task, stop.Token);
        var other = Of().RunAsync("work", _ =>
        {
            second.SetResult();
            return Task.CompletedTask;
        }, stop.Token);
        Assert.False(second.Task.IsCompleted);

        first.SetResult();
        await one;
        while (!second.Task.IsCompleted)
        {
            time.Advance(PluginLeases.Beat);
            await Task.Yield();
        }

        await second.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await other;
    }

    private async Task<(Task Running, CancellationToken Token)> StartAsync()
    {
        var began = new TaskCompletionSource<CancellationToken>();
        var running = Of().RunAsync(
            "work",
            async token =>
            {
                began.SetResult(token);
                await new TaskCompletionSource().Task.WaitAsync(token);
            },
            CancellationToken.None);
        return (running, await began.Task);
    }

    private PluginLeases Of() => new(store, time, NullLogger<PluginLeases>.Instance);

    /// <summary>One lease, in memory.</summary>
    private sealed class Leases : IPluginStore
    {
        private string? holder;

        public Func<bool>? Answer { get; set; }

        public ITables Tables(string pluginId, Task ready) => throw new NotSupportedException();

        public Task MigrateAsync(string pluginId, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task<bool> TryLeaseAsync(
            string name, string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
        {
            if (Answer is { } answer)
            {
                return Task.FromResult(answer());
            }

            this.holder ??= holder;
            return Task.FromResult(this.holder == holder);
        }

        public Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken)
        {
            this.holder = this.holder == holder ? null : this.holder;
            return Task.CompletedTask;
        }
    }
}
