using System.Data.Common;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Storage;

/// <summary>Plugins' tables, and leases, in the database.</summary>
internal sealed class SqlPluginStore(SqlDatabase database) : IPluginStore
{
    private static readonly SqlText AppliedText = new(
        "select number from plugin_migrations where plugin_id = $1 order by number", "t");

    private static readonly SqlText LeaseText = new(
        """
        insert into work_leases (name, holder, until) values ($1, $2, $4)
        on conflict (name) do update set holder = excluded.holder, until = excluded.until
            where work_leases.holder = excluded.holder or work_leases.until < $3
        returning until
        """,
        "ttll");

    private static readonly SqlText ReleaseText = new("delete from work_leases where name = $1 and holder = $2 returning until", "tt");

    public ITables Tables(string pluginId, Task ready) => new PluginTables(database, ready);

    public async Task MigrateAsync(string pluginId, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        var applied = await database.Reads
            .QueryAsync(AppliedText, [pluginId], row => row.GetInt32(0), cancellationToken)
            .ConfigureAwait(false);
        if (applied.Count > migrations.Count)
        {
            throw new PluginException(
                $"Die Datenbank kennt schon die Migration {applied.Count}; diese Fassung der Erweiterung nur {migrations.Count}.");
        }

        foreach (var migration in migrations.Skip(applied.Count))
        {
            await database.TransactAsync(
                (transaction, cancellation) => ApplyAsync(pluginId, migration, transaction, cancellation), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<bool> TryLeaseAsync(
        string name, string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        object?[] values = [name, holder, now.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds()];
        return await database.WriteScalarAsync(LeaseText, values, cancellationToken).ConfigureAwait(false) is not null;
    }

    public async Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken) =>
        await database.WriteScalarAsync(ReleaseText, [name, holder], cancellationToken).ConfigureAwait(false);

    /// <summary>Applies one migration, unless another node came first: its row is written before its statements run.</summary>
    private async Task<bool> ApplyAsync(
        string pluginId, Migration migration, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var mark = transaction.Connection!.CreateCommand();
        mark.Transaction = transaction;
        mark.CommandText = FormattableString.Invariant(
            $"""
            insert into plugin_migrations (plugin_id, number, at)
            values ('{pluginId}', {migration.Number}, {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()})
            on conflict do nothing
            """);
        if (await mark.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        await using var command = transaction.Connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = database.IsPostgres ? migration.Postgres ?? migration.Sqlite : migration.Sqlite;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }
}
