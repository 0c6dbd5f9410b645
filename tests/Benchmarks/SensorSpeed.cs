using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;
using Microsoft.Data.Sqlite;

namespace Kommune.Workflow.Benchmarks;

/// <summary>
/// Sensors over MQTT into the real program: readings that start nothing, readings of which one in fifty starts a case, and a flood. One
/// node, the broker inside, 1,000 devices with a connection each, QoS 1, SQLite in FULL.
/// </summary>
internal static class SensorSpeed
{
    private const int Devices = 1_000;
    private const int PerSecond = 2_000;
    private const int OneIn = 50;
    private const int FloodPerSecond = 20_000;
    private static readonly TimeSpan Flood = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan SetUpMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TaskMax = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(RunSize size)
    {
        var folder = Directory.CreateTempSubdirectory("kommune-bench-").FullName;
        try
        {
            await using var host = await HostUnderTest.StartAsync(folder, null, "--plugins", Plugins());
            await host.SignInAsync("admin");
            var port = HostUnderTest.FreePort();
            await SetUpAsync(host, port);
            using var fleet = await SensorFleet.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Devices);
            using var tasks = new TaskWatch(Path.Combine(folder, "workflow.db"));
            fleet.Run(PerSecond, WarmUp, Crosses, tasks.Expect);
            await tasks.AllAsync(TaskMax);

            var before = host.ProcessorTime();
            var quiet = fleet.Run(PerSecond, size.Window, (_, _) => false, (_, _) => { });
            Print("sensors.quiet", quiet, host.ProcessorTime() - before);

            tasks.Clear();
            before = host.ProcessorTime();
            var busy = fleet.Run(PerSecond, size.Window, Crosses, tasks.Expect);
            var took = host.ProcessorTime() - before;
            var times = await tasks.AllAsync(TaskMax);
            Print("sensors.one_in_50", busy, took);
            Figures.Print("sensors.one_in_50.starts", times.Count / busy.AcknowledgedAfter.TotalSeconds, "cases/s");
            Figures.Print("sensors.one_in_50.task.p50", Figures.Percentile(times, 0.5), "ms");
            Figures.Print("sensors.one_in_50.task.p99", Figures.Percentile(times, 0.99), "ms");
            Figures.Print("sensors.one_in_50.peak_memory", host.Megabytes("VmHWM"), "MB");

            var stored = Stored(folder);
            before = host.ProcessorTime();
            var flood = fleet.Run(FloodPerSecond, Flood, (_, _) => false, (_, _) => { });
            Print("sensors.flood", flood, host.ProcessorTime() - before);
            Figures.Print("sensors.flood.lost", flood.Readings - (Stored(folder) - stored), "readings");
            Figures.Print("sensors.flood.peak_memory", host.Megabytes("VmHWM"), "MB");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Every device in its turn, so that the cases begin evenly.</summary>
    private static bool Crosses(int device, int number) => (device + number) % OneIn == 0;

    private static void Print(string name, SensorFleet.FleetRun run, TimeSpan processorTime)
    {
        Figures.Print(name + ".readings", run.Readings / run.AcknowledgedAfter.TotalSeconds, "readings/s");
        Figures.Print(name + ".acknowledged.p99", run.Slowest99, "ms");
        Figures.Print(name + ".cpu", processorTime.TotalMicroseconds / run.Readings, "us/reading");
    }

    private static async Task SetUpAsync(HostUnderTest host, int port)
    {
        using var settings = await host.Http.PutAsJsonAsync("/api/plugins/mqtt/settings", new { values = new { brokerPort = port } });
        settings.EnsureSuccessStatusCode();
        using var account = await host.Http.PutAsJsonAsync(
            $"/api/plugins/mqtt/accounts/{SensorFleet.User}", new { password = SensorFleet.Password });
        account.EnsureSuccessStatusCode();
        using var documents = await host.Http.PutAsJsonAsync("/api/plugins/mqtt/documents", Documents());
        documents.EnsureSuccessStatusCode();
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                using var first = await MqttPublisher.ConnectAsync(
                    new IPEndPoint(IPAddress.Loopback, port), "probe", (SensorFleet.User, SensorFleet.Password), _ => { });
                return;
            }
            catch (SocketException) when (waited.Elapsed < SetUpMax)
            {
                // The broker inside follows its settings within a second.
            }
        }
    }

    private static List<object> Documents()
    {
        List<object> documents =
        [
            new { kind = "sources", id = "mess", content = new
            {
                id = "mess", name = "Messung", topics = new[] { "mess/+/up" },
                payload = new { profile = "plainJson", topicPattern = "mess/{device}/up", timePath = "zeit" },
            } },
            new { kind = "types", id = "behaelter", content = new
            {
                id = "behaelter", name = "Behälter", geometry = new { empty = 2400, full = 300 }, fields = new object[]
                {
                    new { name = "fuellstand", label = "Füllstand", path = "abstand", kind = "distance", unit = "%" },
                    new { name = "batterie", label = "Batterie", path = "batterie", kind = "measure", unit = "%", min = 0, max = 100 },
                },
            } },
            Rule("voll", new
            {
                id = "voll", kind = "threshold", field = "fuellstand", limit = 80, clear = 70,
                onRaise = new { name = "behaelter-voll", key = "behaelter" },
                onClear = new { name = "behaelter-geleert", key = "behaelter" },
            }),
            Rule("batterie", new
            {
                id = "batterie", kind = "threshold", field = "batterie", direction = "below", limit = 15, clear = 30, count = 2, of = 2,
                onRaise = new { name = "sensor-stoerung", key = "geraet" },
            }),
            Rule("still", new
            {
                id = "still", kind = "silence", @for = "P1D", onRaise = new { name = "sensor-stoerung", key = "geraet" },
            }),
        ];
        documents.AddRange(Enumerable.Range(0, Devices).Select(SensorFleet.Id).Select(id => new
        {
            kind = "devices", id, content = new
            {
                id, name = id, typeId = "behaelter", registeredAt = DateTimeOffset.UtcNow, litres = 3000,
                place = new { latitude = 48.67, longitude = 10.15 },
                attributes = new { behaelter = id, fraktion = "Papier", standort = "Marktplatz" },
            },
        }));
        return documents;
    }

    private static object Rule(string id, object rule) =>
        new { kind = "rules", id, content = new { rule, name = id, typeId = "behaelter", active = true } };

    private static long Stored(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "workflow.db")};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from mqtt_readings";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The repository's plugins, as the build places them beside the program.</summary>
    private static string Plugins()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var repository = folder.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(
            repository.FullName, "engine", "Kommune.Workflow.Server", "bin", folder.Parent!.Name, folder.Name, "plugins");
    }

    /// <summary>Sees each task as soon as readers of the database do.</summary>
    private sealed class TaskWatch : IDisposable
    {
        // A key is sixteen million times its case's number; cases of concurrent commits appear out of order.
        private const long Behind = 200L << 24;
        private const string TitlePrefix = "Leerung einplanen: ";

        private readonly ConcurrentDictionary<string, long> expected = new(StringComparer.Ordinal);
        private readonly List<double> times = [];
        private readonly HashSet<long> seen = [];
        private readonly CancellationTokenSource stop = new();
        private readonly Thread thread;

        public TaskWatch(string file)
        {
            thread = new Thread(() => Watch(file)) { IsBackground = true };
            thread.Start();
        }

        public void Expect(int device, long due) => expected[SensorFleet.Id(device)] = due;

        public void Clear()
        {
            lock (times)
            {
                times.Clear();
            }
        }

        /// <summary>Milliseconds from when a reading was due to its task, once there is one for each.</summary>
        public async Task<List<double>> AllAsync(TimeSpan max)
        {
            for (var waited = Stopwatch.StartNew(); !expected.IsEmpty; await Task.Delay(5))
            {
                if (waited.Elapsed > max)
                {
                    throw new InvalidOperationException(
                        string.Create(CultureInfo.InvariantCulture, $"{expected.Count} crossings have no task."));
                }
            }

            lock (times)
            {
                return [.. times];
            }
        }

        public void Dispose()
        {
            stop.Cancel();
            thread.Join();
            stop.Dispose();
        }

        private void Watch(string file)
        {
            using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "select key, title from user_tasks where key > $after order by key";
            var after = command.Parameters.Add("$after", SqliteType.Integer);
            var last = 0L;
            while (!stop.IsCancellationRequested)
            {
                after.Value = Math.Max(0, last - Behind);
                using (var reader = command.ExecuteReader())
                {
                    while (reader.Read())
                    {
                        last = Math.Max(last, reader.GetInt64(0));
                        if (seen.Add(reader.GetInt64(0)))
                        {
                            Note(reader.GetString(1));
                        }
                    }
                }

                Thread.Sleep(5);
            }
        }

        private void Note(string title)
        {
            if (title.StartsWith(TitlePrefix, StringComparison.Ordinal) && expected.TryRemove(title[TitlePrefix.Length..], out var due))
            {
                lock (times)
                {
                    times.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
                }
            }
        }
    }
}
