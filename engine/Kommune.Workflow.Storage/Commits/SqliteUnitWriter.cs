using System.Data.Common;
using Kommune.Workflow.Runtime;
using Microsoft.Data.Sqlite;

namespace Kommune.Workflow.Storage;

/// <summary>Writes units to SQLite on one connection, with the write-ahead log synchronised at each commit.</summary>
internal sealed class SqliteUnitWriter(StorageOptions options, SqliteWriteGate gate) : IUnitWriter
{
    private static readonly SqlText Begin = new("begin immediate", "");
    private static readonly SqlText Commit = new("commit", "");
    private static readonly SqlText Rollback = new("rollback", "");

    private SqlSession? session;

    public async ValueTask<bool> TryWriteAsync(IReadOnlyList<CommitUnit> units)
    {
        using var turn = await gate.EnterAsync(CancellationToken.None).ConfigureAwait(false);
        Execute(Begin);
        try
        {
            foreach (var unit in units)
            {
                if (Write(unit) != CommitResult.Committed)
                {
                    Execute(Rollback);
                    return false;
                }
            }

            Execute(Commit);
            return true;
        }
        catch
        {
            await GiveUpAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<CommitResult> WriteAloneAsync(CommitUnit unit)
    {
        using var turn = await gate.EnterAsync(CancellationToken.None).ConfigureAwait(false);
        Execute(Begin);
        try
        {
            var result = Write(unit);
            Execute(result == CommitResult.Committed ? Commit : Rollback);
            return result;
        }
        catch
        {
            await GiveUpAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => session?.DisposeAsync() ?? ValueTask.CompletedTask;

    private CommitResult Write(CommitUnit unit)
    {
        foreach (var statement in unit.Statements)
        {
            if (Execute(statement.Sql, statement.Values) == 0 && statement.WithoutRow is { } failure)
            {
                return failure;
            }
        }

        return CommitResult.Committed;
    }

    private int Execute(SqlText sql, params object?[] values)
    {
        session ??= new SqlSession(SqliteConnections.OpenWriter(options));
        return session.Command(sql, values).ExecuteNonQuery();
    }

    // Closing the connection rolls its transaction back, whatever state it is in.
    private async ValueTask GiveUpAsync()
    {
        var broken = session;
        session = null;
        await broken!.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>SQLite has one writer at a time: whoever writes waits here, in order, instead of polling for the file's lock.</summary>
internal sealed class SqliteWriteGate : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);

    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(gate);
    }

    public void Dispose() => gate.Dispose();

    internal readonly struct Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}

internal static class SqliteConnections
{
    private const string Pragmas =
        "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 30000; pragma foreign_keys = on; "
        + "pragma temp_store = memory; pragma wal_autocheckpoint = 4000;";

    // The one writer keeps the upper pages of all indexes at hand; readers come in numbers and keep SQLite's 2 MB.
    private const string WriterCache = "pragma cache_size = -16384;";

    public static DbConnection Open(StorageOptions options) => Open(options, Pragmas);

    public static DbConnection OpenWriter(StorageOptions options) => Open(options, Pragmas + WriterCache);

    private static SqliteConnection Open(StorageOptions options, string pragmas)
    {
        var connection = new SqliteConnection(options.SqliteConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        command.ExecuteNonQuery();
        return connection;
    }
}
