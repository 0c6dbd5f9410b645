using System.Collections.Concurrent;
using System.Data.Common;

namespace Kommune.Workflow.Storage;

/// <summary>An open connection with the statements prepared on it. Not safe to share between threads.</summary>
internal sealed class SqlSession(DbConnection connection) : IAsyncDisposable
{
    private readonly Dictionary<SqlText, DbCommand> prepared = [];

    public DbConnection Connection => connection;

    /// <summary>A prepared command with these values bound.</summary>
    public DbCommand Command(SqlText sql, params ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql.Text;
            sql.AddParameters(command);
            command.Prepare();
            prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in prepared.Values)
        {
            await command.DisposeAsync().ConfigureAwait(false);
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>Sessions for reading, kept open between uses.</summary>
internal sealed class SqlSessions(Func<CancellationToken, ValueTask<DbConnection>> open, int atOnceMax) : IAsyncDisposable
{
    /// <summary>Sessions kept while nobody uses them.</summary>
    private const int IdleMax = 16;

    private readonly ConcurrentBag<SqlSession> idle = [];
    private readonly SemaphoreSlim free = new(atOnceMax);

    /// <summary>Runs a query and maps its rows.</summary>
    public async ValueTask<List<T>> QueryAsync<T>(
        SqlText sql, object?[] values, Func<DbDataReader, T> map, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await UseAsync(
            async session =>
            {
                var command = session.Command(sql, values);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(map(reader));
                }
            },
            cancellationToken).ConfigureAwait(false);
        return rows;
    }

    /// <summary>Uses a session; after an exception it is thrown away, because its connection may be broken.</summary>
    public async ValueTask UseAsync(Func<SqlSession, ValueTask> use, CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await UseFreeAsync(use, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            free.Release();
        }
    }

    private async ValueTask UseFreeAsync(Func<SqlSession, ValueTask> use, CancellationToken cancellationToken)
    {
        if (!idle.TryTake(out var session))
        {
            session = new SqlSession(await open(cancellationToken).ConfigureAwait(false));
        }

        try
        {
            await use(session).ConfigureAwait(false);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if (idle.Count < IdleMax)
        {
            idle.Add(session);
        }
        else
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (idle.TryTake(out var session))
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }

        free.Dispose();
    }
}
