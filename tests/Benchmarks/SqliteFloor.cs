using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Kommune.Workflow.Benchmarks;

/// <summary>What the machine's SQLite gives without an engine: WAL, FULL, rows of the same bytes in transactions of 100.</summary>
internal static class SqliteFloor
{
    private const int RowsPerTransaction = 100;

    public static double RowsPerSecond(string folder, int bytesPerRow, TimeSpan window)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "floor.db")}");
        connection.Open();
        Execute("pragma journal_mode = wal; pragma synchronous = full; create table floor (key integer primary key, data blob)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "insert into floor (data) values ($data)";
        insert.Parameters.AddWithValue("$data", new byte[bytesPerRow]);
        insert.Prepare();
        var (rows, started) = (0L, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started) < window)
        {
            Execute("begin immediate");
            for (var i = 0; i < RowsPerTransaction; i++)
            {
                insert.ExecuteNonQuery();
            }

            Execute("commit");
            rows += RowsPerTransaction;
        }

        return rows / Stopwatch.GetElapsedTime(started).TotalSeconds;

        void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
