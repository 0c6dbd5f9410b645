using System.Diagnostics;
using Kommune.Workflow.Execution;
using Microsoft.Data.Sqlite;

namespace Kommune.Workflow.Benchmarks;

/// <summary>What the machine's SQLite gives without an engine: WAL, FULL, transactions of 100 rows, one thread.</summary>
internal static class SqliteFloor
{
    private const int RowsPerTransaction = 100;

    /// <summary>Rows of so many bytes into a table without a second index.</summary>
    public static double RowsPerSecond(string folder, int bytesPerRow, TimeSpan window)
    {
        using var connection = Open(folder, "floor.db");
        Execute(connection, "create table floor (key integer primary key, data blob)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "insert into floor (data) values ($data)";
        insert.Parameters.AddWithValue("$data", new byte[bytesPerRow]);
        return Measure(connection, window, 1, () => insert.ExecuteNonQuery());
    }

    /// <summary>The rows of a finished instance, again and again under new keys, into the engine's own tables with their indexes.</summary>
    public static double SameRowsPerSecond(string folder, TimeSpan window)
    {
        (string Table, string Key)[] tables = [("instances", "key"), ("journal", "position"), ("variables", "scope_key")];
        using var connection = Open(folder, "floor-tables.db");
        Execute(connection, $"attach '{Path.Combine(folder, "workflow.db")}' as engine");
        var inserts = new List<(SqliteCommand Insert, long Offset)>();
        var sample = (long)Read(connection, "select max(key) from engine.instances where ended_at is not null")[0][0];
        foreach (var (table, key) in tables)
        {
            foreach (var sql in Read(connection, $"select sql from engine.sqlite_master where tbl_name = '{table}' and sql is not null"))
            {
                Execute(connection, (string)sql[0]);
            }

            inserts.Add(InsertLike(connection, table, key, sample));
        }

        Execute(connection, "detach engine");
        var next = sample;
        return Measure(connection, window, tables.Length, () =>
        {
            next += InstanceKey.LocalMax + 1L;
            foreach (var (insert, offset) in inserts)
            {
                insert.Parameters[0].Value = next + offset;
                insert.ExecuteNonQuery();
            }
        });
    }

    private static (SqliteCommand Insert, long Offset) InsertLike(SqliteConnection connection, string table, string key, long sample)
    {
        var last = sample + InstanceKey.LocalMax;
        var row = Read(connection, $"select {key}, * from engine.{table} where {key} between {sample} and {last}")[0];
        var names = Read(connection, $"select name from pragma_table_info('{table}')").ConvertAll(column => (string)column[0]);
        var kept = Enumerable.Range(0, names.Count).Where(i => names[i] != key && !(table == "variables" && names[i] == "key")).ToList();
        var insert = connection.CreateCommand();
        insert.CommandText = $"""
            insert into {table} ({key}, {string.Join(", ", kept.Select(i => names[i]))})
            values ($0, {string.Join(", ", kept.Select(i => $"${i + 1}"))})
            """;
        insert.Parameters.AddWithValue("$0", sample);
        kept.ForEach(i => insert.Parameters.AddWithValue($"${i + 1}", row[i + 1]));
        return (insert, (long)row[0] - sample);
    }

    private static double Measure(SqliteConnection connection, TimeSpan window, int rowsPerWrite, Action write)
    {
        var (rows, started) = (0L, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started) < window)
        {
            Execute(connection, "begin immediate");
            for (var i = 0; i < RowsPerTransaction; i += rowsPerWrite)
            {
                write();
                rows += rowsPerWrite;
            }

            Execute(connection, "commit");
        }

        return rows / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static SqliteConnection Open(string folder, string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, file)}");
        connection.Open();
        Execute(connection, "pragma journal_mode = wal; pragma synchronous = full");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<object[]> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
