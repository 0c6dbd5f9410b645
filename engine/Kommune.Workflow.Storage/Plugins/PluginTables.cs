using System.Data.Common;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Storage;

/// <summary>The database as plugins write to it: beside the group commit, in turn with it.</summary>
internal sealed class PluginTables(SqlDatabase database, Task ready) : ITables
{
    public Dialect Dialect => database.IsPostgres ? Dialect.Postgres : Dialect.Sqlite;

    public Task Ready => ready;

    public async Task<T> ReadAsync<T>(
        Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        var answer = default(T);
        await database.Reads.UseAsync(
            async session => answer = await read(session.Connection, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        return answer!;
    }

    public async Task<T> WriteAsync<T>(
        Func<DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        await ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await database.TransactAsync(write, cancellationToken).ConfigureAwait(false);
    }
}
