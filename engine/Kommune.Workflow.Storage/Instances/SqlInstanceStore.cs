using System.Text.Json;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Instances in the database.</summary>
internal sealed class SqlInstanceStore(SqlDatabase database) : IInstanceStore
{
    private static readonly SqlText ReserveText = new(
        """
        insert into counters (name, value) values ($1, $2)
        on conflict (name) do update set value = counters.value + excluded.value
        returning value
        """,
        "tl");

    private static readonly SqlText HeadText = new(
        """
        select i.tenant_id, i.root_key, i.journal_count, i.journal_hash, s.journal_count, s.state
        from instances i left join snapshots s on s.instance_key = i.key where i.key = $1
        """,
        "l");

    private static readonly SqlText JournalText = new(
        "select position, entry, hash from journal where position > $1 and position <= $2 order by position limit $3", "lll");

    private static readonly SqlText CommandText = new(
        "select position, rejection from command_ids where tenant_id = $1 and command_id = $2", "tt");

    private static readonly SqlText RememberText = new(
        """
        insert into command_ids (tenant_id, command_id, position, rejection, at) values ($1, $2, 0, $3, $4) on conflict do nothing
        """,
        "tttl");

    private static readonly SqlText OriginText = new(
        "select tenant_id, root_key, definition_key, status from instances where key = $1", "l");

    private static readonly SqlText HeadsText = new(
        "select key, journal_count, journal_hash from instances where key > $1 order by key limit $2", "ll");

    private static readonly SqlText ExpiredText = new(
        "select key from instances where expires_at <= $1 order by expires_at limit $2", "ll");

    public async Task<long> ReserveAsync(string counter, int count, CancellationToken cancellationToken)
    {
        var last = await database.WriteScalarAsync(ReserveText, [counter, (long)count], cancellationToken).ConfigureAwait(false);
        return last!.Value - count + 1;
    }

    public async ValueTask<StoredInstance?> LoadAsync(InstanceKey key, CancellationToken cancellationToken)
    {
        var heads = await database.Reads.QueryAsync(
            HeadText,
            [key.Value],
            row => new StoredInstance(
                row.GetString(0),
                row.GetInt64(1),
                row.GetInt32(2),
                row.Bytes(3),
                row.IsDBNull(4) ? 0 : row.GetInt32(4),
                row.IsDBNull(5) ? null : row.Bytes(5),
                []),
            cancellationToken).ConfigureAwait(false);
        if (heads is not [var head])
        {
            return null;
        }

        var entries = await database.Reads.QueryAsync(
            JournalText,
            [key.Inner(head.SnapshotCount), key.Inner(head.JournalCount), (long)InstanceKey.LocalMax],
            row => row.Bytes(1),
            cancellationToken).ConfigureAwait(false);
        return head with { Entries = entries };
    }

    public Task<CommitResult> CommitAsync(InstanceCommit commit) => database.Group.CommitAsync(CommitStatements.Of(commit));

    public async ValueTask<DecidedCommand?> FindCommandAsync(
        string tenantId, string commandId, CancellationToken cancellationToken)
    {
        var found = await database.Reads
            .QueryAsync(
                CommandText,
                [tenantId, commandId],
                row => new DecidedCommand(row.GetInt64(0), CommandIdRow.ReadRejection(row.Text(1))),
                cancellationToken)
            .ConfigureAwait(false);
        return found is [var decided] ? decided : null;
    }

    public Task RememberAsync(string tenantId, string commandId, Rejection rejection, DateTimeOffset at) =>
        database.WriteAsync([new SqlStatement(
            RememberText, [tenantId, commandId, JsonSerializer.Serialize(rejection), at.ToUnixTimeMilliseconds()])]);

    public async ValueTask<InstanceOrigin?> FindOriginAsync(InstanceKey key, CancellationToken cancellationToken)
    {
        var found = await database.Reads.QueryAsync(
            OriginText,
            [key.Value],
            row => new InstanceOrigin(row.GetString(0), row.GetInt64(1), row.GetInt64(2), (InstanceStatus)row.GetInt16(3)),
            cancellationToken).ConfigureAwait(false);
        return found is [var origin] ? origin : null;
    }

    public async ValueTask<IReadOnlyList<StoredEntry>> ReadJournalAsync(
        InstanceKey key, int afterEntry, int limit, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            JournalText,
            [key.Inner(afterEntry), key.Inner(InstanceKey.LocalMax), (long)limit],
            row => new StoredEntry((int)(row.GetInt64(0) - key.Value), row.Bytes(1), row.Bytes(2)),
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<InstanceHead>> ReadHeadsAsync(
        long afterKey, int limit, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            HeadsText,
            [afterKey, (long)limit],
            row => new InstanceHead(new InstanceKey(row.GetInt64(0)), row.GetInt32(1), row.Bytes(2)),
            cancellationToken).ConfigureAwait(false);

    public async Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var keys = await database.Reads
            .QueryAsync(
                ExpiredText, [now.ToUnixTimeMilliseconds(), (long)limit], row => new InstanceKey(row.GetInt64(0)), cancellationToken)
            .ConfigureAwait(false);
        await Task.WhenAll(keys.Select(key => database.WriteAsync(DeletionSql.Of(key)))).ConfigureAwait(false);
        return keys.Count;
    }
}
