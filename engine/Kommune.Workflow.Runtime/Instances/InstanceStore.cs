using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>The port to stored instances.</summary>
public interface IInstanceStore
{
    /// <summary>Takes the next <paramref name="count"/> numbers of a counter; durable before it answers.</summary>
    /// <returns>The first of them; counters begin at 1.</returns>
    Task<long> ReserveAsync(string counter, int count, CancellationToken cancellationToken);

    /// <summary>Everything needed to continue an instance; null when there is none with this key.</summary>
    ValueTask<StoredInstance?> LoadAsync(InstanceKey key, CancellationToken cancellationToken);

    /// <summary>Makes one step durable, together with the steps of others that arrive meanwhile.</summary>
    Task<CommitResult> CommitAsync(InstanceCommit commit);

    /// <summary>What became of the command with this id; null when none was decided.</summary>
    ValueTask<DecidedCommand?> FindCommandAsync(string tenantId, string commandId, CancellationToken cancellationToken);

    /// <summary>Keeps a rejection as the result of a command id, unless the id has a result.</summary>
    Task RememberAsync(string tenantId, string commandId, Rejection rejection, DateTimeOffset at);

    /// <summary>Whose an instance is; null when there is none with this key.</summary>
    ValueTask<InstanceOrigin?> FindOriginAsync(InstanceKey key, CancellationToken cancellationToken);

    /// <summary>Journal entries after a number, oldest first.</summary>
    ValueTask<IReadOnlyList<StoredEntry>> ReadJournalAsync(
        InstanceKey key, int afterEntry, int limit, CancellationToken cancellationToken);

    /// <summary>Heads of all instances after a key, for verification; by key.</summary>
    ValueTask<IReadOnlyList<InstanceHead>> ReadHeadsAsync(long afterKey, int limit, CancellationToken cancellationToken);

    /// <summary>Forgets finished instances whose time is over, with everything that belongs to them.</summary>
    /// <returns>How many were forgotten; fewer than <paramref name="limit"/>: none is left.</returns>
    Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);
}

/// <param name="Position">The journal position of an accepted command.</param>
/// <param name="Rejection">Why it was refused; null: accepted.</param>
public sealed record DecidedCommand(long Position, Rejection? Rejection);

/// <summary>An instance as stored: a snapshot, if one was written, and the journal entries after it.</summary>
public sealed record StoredInstance(
    string TenantId,
    long RootKey,
    int JournalCount,
    byte[] JournalHash,
    int SnapshotCount,
    byte[]? Snapshot,
    IReadOnlyList<byte[]> Entries);

public sealed record InstanceOrigin(string TenantId, long RootKey, long DefinitionKey, InstanceStatus Status);

/// <param name="Number">Its number in the journal, from 1.</param>
/// <param name="Bytes">MessagePack of a <see cref="JournalEntry"/>.</param>
/// <param name="Hash">Its link in the chain; see <see cref="JournalChain"/>.</param>
public sealed record StoredEntry(int Number, byte[] Bytes, byte[] Hash);

public sealed record InstanceHead(InstanceKey Key, int JournalCount, byte[] JournalHash);

/// <summary>One step of an instance, to be made durable.</summary>
public sealed record InstanceCommit
{
    public required string TenantId { get; init; }

    /// <summary>The state after the step; read before <see cref="IInstanceStore.CommitAsync"/> first yields.</summary>
    public required InstanceState State { get; init; }

    /// <summary>The version the instance runs on after the step.</summary>
    public required LoadedDefinition Definition { get; init; }
    public required JournalEntry Entry { get; init; }
    public required byte[] EntryBytes { get; init; }
    public required byte[] Hash { get; init; }

    /// <summary>Entries before this one; another number in the store is a conflict.</summary>
    public required int EarlierEntries { get; init; }

    /// <summary>The first local number the step could hand out: everything from it on is new.</summary>
    public required int FirstNewNumber { get; init; }
    public required long RootKey { get; init; }
    public IReadOnlyList<Effect> Effects { get; init; } = [];
    public string? CommandId { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When the instance may be forgotten; null while it runs.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The state's bytes, when a snapshot is due.</summary>
    public byte[]? Snapshot { get; init; }

    public InstanceKey Key => State.Key;

    /// <summary>The key of this entry: the instance's key plus its number.</summary>
    public long Position => Key.Inner(EarlierEntries + 1);
}

public enum CommitResult
{
    Committed,

    /// <summary>Somebody else wrote the instance since it was loaded: load again and decide anew.</summary>
    Conflict,

    /// <summary>A command with this id was accepted before.</summary>
    Duplicate,
}
