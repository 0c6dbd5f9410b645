using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Hosts;

/// <summary>The real program in a process of its own, which can be killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);

    private readonly Process process;

    private ServerProcess(Process process, HttpClient http)
    {
        this.process = process;
        Http = http;
    }

    /// <summary>Signed in as a change agent with HTTP Basic.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts the program on a free port and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string dataFolder, string workflowsFolder, params string[] settings)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(Program).Assembly.Location, "--demo", "--urls", address, "--data", dataFolder, "--workflows", workflowsFolder,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var setting in settings)
        {
            start.ArgumentList.Add(setting);
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("agent:demo"u8));
        await WaitUntilReadyAsync(process, http);
        return new ServerProcess(process, http);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private static async Task WaitUntilReadyAsync(Process process, HttpClient http)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            Assert.False(process.HasExited, "The server ended while it started.");
            Assert.True(waited.Elapsed < StartMax, "The server did not become ready.");
            try
            {
                // A request is held until the server is open: no need to ask often.
                using var answer = await http.GetAsync("/api/inbox");
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Yield(); // Not listening yet.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
