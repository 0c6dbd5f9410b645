using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Kommune.Workflow.Storage.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kommune.Workflow.Benchmarks;

/// <summary>The inbox of one person among many open tasks, asked over HTTP with sign-in, on both databases.</summary>
internal static class InboxSpeed
{
    // Enough that the compiler is done with what it saw: a server answers for weeks.
    private const int WarmUps = 1_000;
    private const int Samples = 300;

    // One task in a thousand is the reader's own, one in ten is offered to the reader's group.
    private const string Fill =
        """
        insert into instances (key, tenant_id, process_id, definition_key, version, status, incident_count, title, started_at, root_key,
            journal_count, journal_hash)
        select n * 16777216, '<default>', 'idee', (select max(key) from definitions), 1, 1, 0, 'Vorgang ' || n, 1700000000000,
            n * 16777216, 1, {empty}
        from ({numbers}) numbers;
        insert into user_tasks (key, tenant_id, instance_key, element_instance_key, element_id, process_id, definition_key, version,
            title, state, assignee, candidate_groups, candidate_users, barred, due_sort, due_at, priority, created_at)
        select n * 16777216 + 2, '<default>', n * 16777216, n * 16777216 + 1, 'pruefen', 'idee', (select max(key) from definitions), 1,
            'Antrag prüfen ' || n, 0,
            case when n % 1000 = 0 then 'agent' when n % 3 = 0 then 'user' || (n % 500) end,
            case when n % 10 = 1 then '["change-agents"]' else '["group' || (n % 50) || '"]' end,
            '[]', '[]', 1700000000000 + (n * 7919) % 100000000, 1700000000000 + (n * 7919) % 100000000, 50, 1700000000000
        from ({numbers}) numbers;
        insert into task_candidates (task_key, kind, candidate, tenant_id, unassigned, due_sort)
        select key, 0, case when candidate_groups = '["change-agents"]' then 'change-agents' else 'group' || ((key / 16777216) % 50) end,
            tenant_id, {unassigned}, due_sort
        from user_tasks;
        """;

    public static async Task RunAsync(RunSize size)
    {
        await MeasureAsync("sqlite", size.OpenTasks, null);
        if (size.Postgres && PostgresCluster.IsInstalled)
        {
            var cluster = await PostgresCluster.SharedAsync();
            await MeasureAsync("postgres", size.OpenTasks, cluster.ConnectionString(await cluster.CreateDatabaseAsync()));
        }
    }

    private static async Task MeasureAsync(string name, int tasks, string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("kommune-bench-").FullName;
        try
        {
            await using (await HostUnderTest.StartAsync(folder, postgres))
            {
                // Only makes the tables and the accounts.
            }

            await FillAsync(folder, postgres, tasks);
            await using var host = await HostUnderTest.StartAsync(folder, postgres);
            await host.SignInAsync("agent");
            var times = new List<double>();
            for (var i = 0; i < WarmUps + Samples; i++)
            {
                var before = Stopwatch.GetTimestamp();
                using var answer = await host.Http.GetAsync("/api/inbox?view=all&limit=50");
                answer.EnsureSuccessStatusCode();
                if (i >= WarmUps)
                {
                    times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
                }
            }

            var figure = string.Create(CultureInfo.InvariantCulture, $"inbox.{name}.{tasks}_tasks");
            Figures.Print(figure + ".p50", Figures.Percentile(times, 0.5), "ms");
            Figures.Print(figure + ".p99", Figures.Percentile(times, 0.99), "ms");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(string folder, string? postgres, int tasks)
    {
        var count = tasks.ToString(CultureInfo.InvariantCulture);
        await using DbConnection connection = postgres is null
            ? new SqliteConnection($"Data Source={Path.Combine(folder, "workflow.db")}")
            : new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        var numbers = postgres is null
            ? "with recursive s(n) as (select 1000000 union all select n + 1 from s where n < 1000000 + " + count + " - 1) select n from s"
            : "select n::bigint from generate_series(1000000, 1000000 + " + count + " - 1) n";
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 600;
        command.CommandText = Fill
            .Replace("{numbers}", numbers, StringComparison.Ordinal)
            .Replace("{empty}", postgres is null ? "x'00'" : "'\\x00'::bytea", StringComparison.Ordinal)
            .Replace("{unassigned}", postgres is null ? "assignee is null" : "(assignee is null)", StringComparison.Ordinal)
            + (postgres is null ? "" : "analyze;");
        await command.ExecuteNonQueryAsync();
    }
}
