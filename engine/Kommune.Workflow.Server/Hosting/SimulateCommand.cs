using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>
/// <c>simulate sensors [--bins 500] [--speed 600] [--url http://127.0.0.1:5080]</c>: has a running demo simulate a town until Ctrl+C.
/// </summary>
internal static class SimulateCommand
{
    private const string Usage = "Aufruf: simulate sensors [--bins 500] [--speed 600] [--url http://127.0.0.1:5080]";
    private const string DemoPassword = "demo";
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(5);

    private sealed record State(bool Running, int Bins, double Speed, long Published);

    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (arguments is not ["sensors", .. var options] || !TryRead(options, out var bins, out var speed, out var url))
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            stop.Cancel();
        };
        using var client = new HttpClient { BaseAddress = new Uri(url, "api/plugins/mqtt/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{DemoPassword}")));
        try
        {
            using var started = await client.PostAsJsonAsync("simulation", new { bins, speed }, stop.Token);
            if (!started.IsSuccessStatusCode)
            {
                var reason = await started.Content.ReadAsStringAsync(stop.Token);
                await output.WriteLineAsync($"{url} simuliert nicht: {(int)started.StatusCode} {reason}");
                return 1;
            }

            await output.WriteLineAsync(
                $"{bins} Behälter melden sich. Ansehen: {new Uri(url, "leerungen")} als disposition. Ende mit Strg+C.");
            using var timer = new PeriodicTimer(BetweenReports);
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                var state = await client.GetFromJsonAsync<State>("simulation", stop.Token);
                await output.WriteLineAsync(string.Create(CultureInfo.GetCultureInfo("de-DE"), $"{state?.Published:N0} Messungen"));
            }
        }
        catch (OperationCanceledException)
        {
            using var ended = await client.DeleteAsync("simulation", CancellationToken.None);
        }
        catch (HttpRequestException e)
        {
            await output.WriteLineAsync($"{url} antwortet nicht: {e.Message} Starten Sie zuerst die Anwendung mit --demo.");
            return 1;
        }

        return 0;
    }

    private static bool TryRead(string[] options, out int bins, out double speed, out Uri url)
    {
        (bins, speed, url) = (500, 600, new Uri("http://127.0.0.1:5080"));
        for (var i = 0; i < options.Length; i += 2)
        {
            var value = i + 1 < options.Length ? options[i + 1] : "";
            switch (options[i])
            {
                case "--bins" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out bins):
                case "--speed" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out speed):
                case "--url" when Uri.TryCreate(value, UriKind.Absolute, out url!):
                    continue;
                default:
                    return false;
            }
        }

        return true;
    }
}
