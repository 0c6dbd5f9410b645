using Kommune.Workflow.Execution;
using Microsoft.Data.Sqlite;

namespace Kommune.Workflow.Benchmarks;

/// <summary>Durable throughput of the runtime on SQLite, every answer after its commit, beside the raw floor of the same run.</summary>
internal static class EngineSpeed
{
    /// <summary>Rows a ten-script instance leaves: itself, its journal entry, its variable.</summary>
    private const int RowsPerInstance = 3;

    private const int Callers = 64;

    public static async Task RunAsync(RunSize size)
    {
        var folder = Directory.CreateTempSubdirectory("kommune-bench-").FullName;
        try
        {
            await using var engine = await EngineUnderTest.StartAsync(folder);
            await Throughput.ForAsync(Callers, size.Window / 3, () => engine.StartInstanceAsync(BenchProcesses.Scripts));
            var bytesBefore = Bytes(folder);
            var rowsBefore = Count(folder);
            var cpuBefore = Environment.CpuUsage.TotalTime;
            var many = await Throughput.ForAsync(Callers, size.Window, () => engine.StartInstanceAsync(BenchProcesses.Scripts));
            var cpu = Environment.CpuUsage.TotalTime - cpuBefore;
            var instances = Count(folder) - rowsBefore;
            var bytes = (double)(Bytes(folder) - bytesBefore) / instances;
            var floor = SqliteFloor.RowsPerSecond(folder, (int)(bytes / RowsPerInstance), size.Window / 3);
            var sameRows = SqliteFloor.SameRowsPerSecond(folder, size.Window / 3);
            Figures.Print("durable.ten_scripts.64_callers", many.PerSecond, "instances/s");
            Figures.Print("durable.ten_scripts.64_callers.p99", many.Slowest99, "ms");
            Figures.Print("durable.ten_scripts.rows", many.PerSecond * RowsPerInstance, "rows/s", floor);
            Figures.Print("durable.ten_scripts.same_rows", many.PerSecond * RowsPerInstance, "rows/s", sameRows);
            Figures.Print("durable.ten_scripts.cpu", cpu.TotalMicroseconds / instances, "us/instance");
            Figures.Print("durable.ten_scripts.bytes", bytes, "bytes/instance");
            var one = await Throughput.ForAsync(1, size.Window / 3, () => engine.StartInstanceAsync(BenchProcesses.Scripts));
            Figures.Print("durable.ten_scripts.1_caller", one.PerSecond, "instances/s");
            await MeasureTasksAsync(engine, size.WaitingInstances);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureTasksAsync(EngineUnderTest engine, int count)
    {
        var keys = new InstanceKey[count];
        var started = await Throughput.OverAsync(
            Callers,
            [.. Enumerable.Range(0, count)],
            async i => keys[i] = await engine.StartInstanceAsync(BenchProcesses.Task));
        Figures.Print("durable.user_task.start", started.PerSecond, "instances/s");
        Figures.Print("durable.user_task.start.p99", started.Slowest99, "ms");
        var task = await engine.FindTaskAsync(keys[0]);
        var completed = await Throughput.OverAsync(Callers, keys, key => engine.CompleteTaskAsync(key, task));
        Figures.Print("durable.user_task.complete", completed.PerSecond, "tasks/s");
        Figures.Print("durable.user_task.complete.p99", completed.Slowest99, "ms");
    }

    private static long Bytes(string folder) =>
        Scalar(folder, "select page_count * page_size from pragma_page_count(), pragma_page_size()");

    private static long Count(string folder) => Scalar(folder, "select count(*) from instances");

    private static long Scalar(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "workflow.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
