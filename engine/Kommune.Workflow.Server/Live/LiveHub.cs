using System.Threading.Channels;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Cluster;
using Microsoft.AspNetCore.SignalR;

namespace Kommune.Workflow.Server.Live;

/// <summary>Tells signed-in people at once that something changed. It carries keys only: each reads again what he may see.</summary>
internal sealed class LiveHub : Hub
{
    /// <summary>What is called in the browser, with a list of <see cref="LiveChange"/>.</summary>
    public const string Changed = "changed";

    /// <summary>What is called when a draft of a procedure was saved or ended, with a <see cref="DraftChange"/>.</summary>
    public const string DraftChanged = "draftChanged";
}

/// <summary>A draft has this revision now.</summary>
public sealed record DraftChange(string ProcedureId, long Revision);

/// <param name="Kind">
/// <c>task</c>, <c>case</c>, <c>idea</c>, <c>incident</c>, <c>notification</c>, <c>chronicle</c>, <c>process</c>,
/// <c>substitution</c>.
/// </param>
/// <param name="Key">The thing's key.</param>
/// <param name="CaseKey">The case it belongs to, or null.</param>
public sealed record LiveChange(string Kind, string Key, string? CaseKey);

/// <summary>Gathers changes for a moment and sends them to everybody signed in.</summary>
internal sealed class LiveForwarding(ChangeFeed feed, IHubContext<LiveHub> hub, TimeProvider time) : BackgroundService
{
    /// <summary>How long changes are gathered.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    /// <summary>Changes in one call; further ones follow in the next.</summary>
    private const int BatchMax = 500;

    /// <summary>Changes kept while clients are slow; beyond it the oldest are dropped, for pages read again anyway.</summary>
    private const int PendingMax = 10_000;

    private readonly Channel<EngineChange> pending = Channel.CreateBounded<EngineChange>(
        new BoundedChannelOptions(PendingMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(changes =>
        {
            foreach (var change in changes)
            {
                pending.Writer.TryWrite(change);
            }
        });
        while (await pending.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Interval, time, stoppingToken);
            var batch = new HashSet<LiveChange>();
            while (batch.Count < BatchMax && pending.Reader.TryRead(out var change))
            {
                batch.UnionWith(View(change));
            }

            await hub.Clients.All.SendAsync(LiveHub.Changed, batch, stoppingToken);
        }
    }

    private static IEnumerable<LiveChange> View(EngineChange change)
    {
        var caseKey = change.InstanceKey == 0 ? null : ClusterKey.Text(change.InstanceKey);
        var kind = change.Kind switch
        {
            ChangeKind.Instance => "case",
            ChangeKind.Task => "task",
            ChangeKind.Incident or ChangeKind.Job => "incident",
            ChangeKind.Definition => "process",
            ChangeKind.Notification => "notification",
            ChangeKind.Substitution => "substitution",
            _ => "chronicle",
        };
        yield return new LiveChange(kind, ClusterKey.Text(change.Key), caseKey);
        if (change is { Kind: ChangeKind.Instance, ProcessId: "idee" })
        {
            yield return new LiveChange("idea", ClusterKey.Text(change.Key), caseKey);
        }
    }
}
