using System.Data.Common;
using System.Globalization;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Storage.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

/// <summary>The plugin's tables in a database of their own, of either kind; a transaction can be made to fail.</summary>
internal sealed class TestTables : ITables, IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Func<DbConnection> connect;
    private readonly Func<ValueTask> remove;

    private TestTables(Dialect dialect, Func<DbConnection> connect, Func<ValueTask> remove) =>
        (Dialect, this.connect, this.remove) = (dialect, connect, remove);

    public Dialect Dialect { get; }

    public Task Ready => Task.CompletedTask;

    /// <summary>How many of the next transactions fail after their work, as a full disk would.</summary>
    public int Failures { get; set; }

    /// <summary>Held while no transaction may begin: the database is busy, and everything behind it waits.</summary>
    public SemaphoreSlim Turn => turn;

    /// <summary>An empty database.</summary>
    /// <param name="dialect">Its kind.</param>
    /// <param name="migrations">How many of the plugin's migrations are applied; null: all.</param>
    public static async Task<TestTables> CreateAsync(Dialect dialect, int? migrations = null)
    {
        var tables = dialect == Dialect.Sqlite ? OnSqlite() : await OnPostgresAsync();
        await tables.MigrateAsync(0, migrations ?? SensorTables.Migrations.Length);
        return tables;
    }

    /// <summary>Applies the migrations after a number, up to another.</summary>
    public async Task MigrateAsync(int after, int until)
    {
        foreach (var migration in SensorTables.Migrations.Where(migration => migration.Number > after && migration.Number <= until))
        {
            await RunAsync(Dialect == Dialect.Sqlite ? migration.Sqlite : migration.Postgres ?? migration.Sqlite);
        }
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync();
        return await read(connection, cancellationToken);
    }

    public async Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var result = await write(transaction, cancellationToken);
            if (Failures-- > 0)
            {
                throw new IOException("disk full");
            }

            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task RunAsync(string text)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of a query, as text.</summary>
    public async Task<List<string>> ColumnAsync(string query)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        turn.Dispose();
        await remove();
    }

    private static TestTables OnSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("kommune-sensors-");
        var text = $"Data Source={Path.Combine(folder.FullName, "sensors.db")};Pooling=False";
        return new TestTables(Dialect.Sqlite, () => new SqliteConnection(text), () =>
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        });
    }

    private static async Task<TestTables> OnPostgresAsync()
    {
        Assert.SkipUnless(PostgresCluster.IsInstalled, "PostgreSQL is not installed; ./check installs it where it may.");
        var cluster = await PostgresCluster.SharedAsync();
        var name = await cluster.CreateDatabaseAsync();
        var text = cluster.ConnectionString(name);
        return new TestTables(Dialect.Postgres, () => new NpgsqlConnection(text), () => cluster.DropDatabaseAsync(name));
    }

    private async Task<DbConnection> OpenAsync()
    {
        var connection = connect();
        await connection.OpenAsync();
        return connection;
    }
}
