using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;

/// <summary>A mosquitto of this test, with the settings our operators are asked for; it can be killed and started again.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private const string DebianPath = "/usr/sbin/mosquitto";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-mosquitto-");
    private readonly string settings;
    private Process? process;

    private Mosquitto(int port, TestCertificates? certificates)
    {
        Port = port;
        settings = Path.Combine(folder.FullName, "mosquitto.conf");
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"listener {port} 127.0.0.1"),
            "user root",
            "allow_anonymous true",
            "persistence true",
            $"persistence_location {folder.FullName}/",
            "autosave_on_changes true",
            "autosave_interval 1",
            "max_queued_messages 100000",
        };
        if (certificates is not null)
        {
            using var server = certificates.Server();
            File.WriteAllText(Path.Combine(folder.FullName, "ca.pem"), certificates.Authority.ExportCertificatePem());
            File.WriteAllText(Path.Combine(folder.FullName, "server.pem"), TestCertificates.Pem(server));
            lines.AddRange(
            [
                $"cafile {folder.FullName}/ca.pem", $"certfile {folder.FullName}/server.pem", $"keyfile {folder.FullName}/server.pem",
                "require_certificate true", "use_identity_as_username true",
            ]);
        }

        File.WriteAllLines(settings, lines);
    }

    public int Port { get; }

    /// <summary>Where it was found; null: it is not installed.</summary>
    public static string? Program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(directory => Path.Combine(directory, "mosquitto")).Append(DebianPath).FirstOrDefault(File.Exists);

    public static async Task<Mosquitto> StartAsync(TestCertificates? certificates = null)
    {
        var broker = new Mosquitto(TestPorts.Free(), certificates);
        await broker.StartAgainAsync();
        return broker;
    }

    /// <summary>Starts it with what it kept.</summary>
    public async Task StartAgainAsync()
    {
        // What it says goes into a file: a full pipe would stop it.
        var start = new ProcessStartInfo("/bin/sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec {Program} -c {settings} >>{folder.FullName}/log 2>&1");
        process = Process.Start(start)!;
        while (true)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "log")));
            }

            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Yield(); // Not listening yet.
            }
        }
    }

    /// <summary>Ends it as an operator does; it writes down what it keeps.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        folder.Delete(recursive: true);
    }
}
