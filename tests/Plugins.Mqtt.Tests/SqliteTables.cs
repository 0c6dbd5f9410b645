using System.Data.Common;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;
using Microsoft.Data.Sqlite;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

/// <summary>The plugin's tables in a file of their own; a transaction can be made to fail.</summary>
internal sealed class SqliteTables : ITables, IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"sensors-{Guid.NewGuid():N}.db");
    private readonly SemaphoreSlim turn = new(1, 1);

    public SqliteTables()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL;" + string.Concat(SensorTables.Migrations.Select(migration => migration.Sqlite));
        command.ExecuteNonQuery();
    }

    public Dialect Dialect => Dialect.Sqlite;

    public Task Ready => Task.CompletedTask;

    /// <summary>How many of the next transactions fail after their work, as a full disk would.</summary>
    public int Failures { get; set; }

    public async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = Open();
        return await read(connection, cancellationToken);
    }

    public async Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await using var connection = Open();
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

    public List<string> Column(string query)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }

        return rows;
    }

    public void Dispose()
    {
        turn.Dispose();
        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
        {
            File.Delete(file);
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
