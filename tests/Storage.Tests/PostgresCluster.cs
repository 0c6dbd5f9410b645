using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Kommune.Workflow.Storage.Tests;

/// <summary>A throw-away PostgreSQL server of this test run, with fsync on, stopped when the run ends.</summary>
/// <remarks>PostgreSQL refuses to run as root: then it runs as the user <c>postgres</c>, which Debian's package creates.</remarks>
public sealed class PostgresCluster
{
    private static readonly Lazy<Task<PostgresCluster>> Shared = new(StartAsync);

    private readonly int port;
    private int databases;

    private PostgresCluster(int port) => this.port = port;

    /// <summary>Whether initdb and pg_ctl are on the PATH or under /usr/lib/postgresql.</summary>
    public static bool IsInstalled => Find("initdb") is not null;

    /// <summary>The server of this run.</summary>
    public static Task<PostgresCluster> SharedAsync() => Shared.Value;

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = "kommune",
        Database = database,
    }.ToString();

    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref databases)}");
        await ExecuteAsync($"create database {name}");
        return name;
    }

    public async ValueTask DropDatabaseAsync(string name)
    {
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync($"drop database {name} with (force)");
    }

    private static async Task<PostgresCluster> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("kommune-postgres-").FullName;
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", directory);
        }

        var port = FreePort();
        var data = Path.Combine(directory, "data");
        await RunAsServerUserAsync(Find("initdb")!, "-D", data, "-U", "kommune", "--auth=trust", "--encoding=UTF8", "--no-instructions");
        await RunAsServerUserAsync(
            Find("pg_ctl")!, "-D", data, "-w", "-l", Path.Combine(directory, "log"),
            "-o", string.Create(CultureInfo.InvariantCulture, $"-p {port} -k {directory} -c listen_addresses=127.0.0.1"), "start");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            RunAsServerUserAsync(Find("pg_ctl")!, "-D", data, "-m", "immediate", "stop").Wait();
            Directory.Delete(directory, recursive: true);
        };
        return new PostgresCluster(port);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string? Find(string program)
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(debian)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
    }

    private static Task RunAsServerUserAsync(string program, params string[] arguments) => Environment.UserName == "root"
        ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments])
        : RunAsync(program, arguments);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server inherits these streams and keeps them open: they must not be pipes somebody waits for.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" >/dev/null");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"Expected {program} to succeed, but it ended with {process.ExitCode}.");
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
