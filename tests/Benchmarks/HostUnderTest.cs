using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace Kommune.Workflow.Benchmarks;

/// <summary>The real program as a process of its own.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private static readonly CookieContainer Cookies = new();

    private readonly Process process;

    private HostUnderTest(Process process, HttpClient http, TimeSpan firstAnswer) =>
        (this.process, Http, FirstAnswer) = (process, http, firstAnswer);

    public HttpClient Http { get; }

    /// <summary>From the start of the process to the answer of the first request.</summary>
    public TimeSpan FirstAnswer { get; }

    public static async Task<HostUnderTest> StartAsync(string folder, string? postgres = null, params string[] settings)
    {
        var port = FreePort();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [ServerFile(), "--demo", "--urls", url, "--data", folder, .. Postgres(postgres), .. settings];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { BaseAddress = new Uri(url) };
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync("/api/session");
                answer.EnsureSuccessStatusCode();
                return new HostUnderTest(process, http, Stopwatch.GetElapsedTime(began));
            }
            catch (HttpRequestException exception) when (exception.StatusCode is null && !process.HasExited)
            {
                await Task.Delay(10);
            }
        }
    }

    /// <summary>A figure of the kernel about the program: VmRSS is what it holds now, VmHWM the most it ever held.</summary>
    public double Megabytes(string figure)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").Single(text => text.StartsWith(figure, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Processor time it has taken, all threads.</summary>
    public TimeSpan ProcessorTime()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Signs in with an account of the demo, once: a password is slow to check on purpose.</summary>
    public async Task SignInAsync(string userName)
    {
        SendToken();
        using var answer = await Http.PostAsJsonAsync("/api/session", new { userName, password = "demo" });
        answer.EnsureSuccessStatusCode();
        SendToken();
    }

    // Changes carry the token of the page; signing in gives a new one.
    private void SendToken()
    {
        var token = Cookies.GetCookies(Http.BaseAddress!)["XSRF-TOKEN"]!.Value;
        Http.DefaultRequestHeaders.Remove("X-XSRF-TOKEN");
        Http.DefaultRequestHeaders.Add("X-XSRF-TOKEN", Uri.UnescapeDataString(token));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static string[] Postgres(string? connectionString) => connectionString is null ? [] : ["--postgres", connectionString];

    // The server is built beside the benchmarks, in the same configuration.
    private static string ServerFile() => Path.Combine(AppContext.BaseDirectory, "Kommune.Workflow.Server.dll");

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
