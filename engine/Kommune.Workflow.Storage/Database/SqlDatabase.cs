using System.Data.Common;
using Kommune.Workflow.Runtime;
using Npgsql;

namespace Kommune.Workflow.Storage;

/// <summary>The database below EF: sessions for prepared reads, the group commit, and single writes.</summary>
internal sealed class SqlDatabase : IAsyncDisposable
{
    private readonly SqliteWriteGate? gate;
    private readonly NpgsqlDataSource? source;
    private readonly SqlSessions writes;

    public SqlDatabase(StorageOptions options, SqliteWriteGate gate)
    {
        if (options.UsesPostgres)
        {
            source = NpgsqlDataSource.Create(options.PreparingPostgresConnectionString);
            Reads = new SqlSessions(
                async cancellation => await source.OpenConnectionAsync(cancellation).ConfigureAwait(false), options.ReadersMax);
            Group = new CommitGroup(new PostgresUnitWriter(source), options.CommitsQueuedMax);
            writes = Reads;
        }
        else
        {
            this.gate = gate;
            Reads = new SqlSessions(_ => ValueTask.FromResult(SqliteConnections.Open(options)), options.ReadersMax);
            Group = new CommitGroup(new SqliteUnitWriter(options, gate), options.CommitsQueuedMax);
            writes = new SqlSessions(_ => ValueTask.FromResult(SqliteConnections.OpenWriter(options)), options.ReadersMax);
        }
    }

    public SqlSessions Reads { get; }

    public CommitGroup Group { get; }

    public bool IsPostgres => source is not null;

    /// <summary>Makes statements durable together.</summary>
    /// <exception cref="DbException">The database refuses them.</exception>
    public async Task WriteAsync(List<SqlStatement> statements) => await Group.CommitAsync(statements).ConfigureAwait(false);

    /// <summary>Runs one statement that writes and answers a number.</summary>
    public async ValueTask<long?> WriteScalarAsync(SqlText sql, object?[] values, CancellationToken cancellationToken)
    {
        if (gate is null)
        {
            return await ScalarAsync().ConfigureAwait(false);
        }

        using var turn = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        return await ScalarAsync().ConfigureAwait(false);

        async ValueTask<long?> ScalarAsync()
        {
            long? answer = null;
            await Reads.UseAsync(
                async session => answer =
                    await session.Command(sql, values).ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?,
                cancellationToken).ConfigureAwait(false);
            return answer;
        }
    }

    /// <summary>Runs several statements as one transaction, on a connection of its own.</summary>
    public async Task<T> TransactAsync<T>(
        Func<DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        using var turn = gate is null ? default(SqliteWriteGate.Turn?) : await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var answer = default(T);
        await writes.UseAsync(
            async session =>
            {
                await using var transaction = await session.Connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                answer = await write(transaction, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return answer!;
    }

    public async ValueTask DisposeAsync()
    {
        await writes.DisposeAsync().ConfigureAwait(false);
        await Group.DisposeAsync().ConfigureAwait(false);
        await Reads.DisposeAsync().ConfigureAwait(false);
        if (source is not null)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }
}

internal static class Rows
{
    public static DateTimeOffset Time(this DbDataReader reader, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static byte[] Bytes(this DbDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);
}
