using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage.Tests;

/// <summary>A store that asks the test before each commit: what the test throws, the commit throws, and nothing is written.</summary>
internal sealed class BreakingStore(IInstanceStore store, Func<InstanceCommit, Task> breaks) : IInstanceStore
{
    public async Task<CommitResult> CommitAsync(InstanceCommit commit)
    {
        await breaks(commit);
        return await store.CommitAsync(commit);
    }

    public Task<long> ReserveAsync(string counter, int count, CancellationToken cancellationToken) =>
        store.ReserveAsync(counter, count, cancellationToken);

    public ValueTask<StoredInstance?> LoadAsync(InstanceKey key, CancellationToken cancellationToken) =>
        store.LoadAsync(key, cancellationToken);

    public ValueTask<DecidedCommand?> FindCommandAsync(string tenantId, string commandId, CancellationToken cancellationToken) =>
        store.FindCommandAsync(tenantId, commandId, cancellationToken);

    public Task RememberAsync(string tenantId, string commandId, Rejection rejection, DateTimeOffset at) =>
        store.RememberAsync(tenantId, commandId, rejection, at);

    public ValueTask<InstanceOrigin?> FindOriginAsync(InstanceKey key, CancellationToken cancellationToken) =>
        store.FindOriginAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<StoredEntry>> ReadJournalAsync(
        InstanceKey key, int afterEntry, int limit, CancellationToken cancellationToken) =>
        store.ReadJournalAsync(key, afterEntry, limit, cancellationToken);

    public ValueTask<IReadOnlyList<InstanceHead>> ReadHeadsAsync(long afterKey, int limit, CancellationToken cancellationToken) =>
        store.ReadHeadsAsync(afterKey, limit, cancellationToken);

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        store.DeleteExpiredAsync(now, limit, cancellationToken);
}
