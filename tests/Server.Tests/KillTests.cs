using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

/// <summary>Kill -9 of the real program under load: what it acknowledged is there afterwards, exactly once.</summary>
public sealed class KillTests : IDisposable
{
    private const int Rounds = 3;
    private const int Callers = 8;

    /// <summary>Acknowledged starts after which the program is killed, in the middle of more.</summary>
    private const int StartsPerRound = 60;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-workflow-kill-");

    /// <summary>Acknowledged case keys by the name each was started with.</summary>
    private readonly ConcurrentDictionary<string, string> started = new(StringComparer.Ordinal);

    /// <summary>Acknowledged completions: case keys.</summary>
    private readonly ConcurrentDictionary<string, bool> completed = new(StringComparer.Ordinal);

    /// <summary>What the last caller saw that gave up.</summary>
    private string? failure;

    [Fact]
    public async Task Every_acknowledged_start_and_completion_survives_exactly_once()
    {
        var data = Path.Combine(folder.FullName, "data");
        var workflows = WriteProcess();
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(data, workflows);
            await LoadAndKillAsync(server, round);
        }

        await using var last = await ServerProcess.StartAsync(data, workflows);
        await RepeatLastStartsAsync(last.Http);
        await AssertAllThereOnceAsync(last.Http);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string WriteProcess()
    {
        var workflows = folder.CreateSubdirectory("workflows");
        var process = workflows.CreateSubdirectory("absturz");
        process.CreateSubdirectory("forms");
        foreach (var (name, content) in Model.Review("absturz"))
        {
            var path = name.EndsWith(".bpmn", StringComparison.Ordinal) ? name : Path.Combine("forms", name);
            File.WriteAllText(Path.Combine(process.FullName, path), content);
        }

        return workflows.FullName;
    }

    private async Task LoadAndKillAsync(ServerProcess server, int round)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var acknowledged = 0;
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; await WorkAsync(server.Http, $"{round}-{caller}-{i}"); i++)
            {
                if (Interlocked.Increment(ref acknowledged) == StartsPerRound)
                {
                    enough.SetResult();
                }
            }
        })).ToList();
        var gaveUp = Task.WhenAll(callers);
        Assert.True(await Task.WhenAny(enough.Task, gaveUp) == enough.Task, "The server failed before it was killed: " + failure);
        await server.KillAsync();
        await gaveUp;
    }

    /// <summary>Starts a case and completes its task; false when the server is gone.</summary>
    private async Task<bool> WorkAsync(HttpClient http, string name)
    {
        try
        {
            var key = await StartAsync(http, name);
            started[name] = key;
            var page = await http.GetFromJsonAsync<JsonNode>($"/api/cases/{key}");
            var task = (string)page!["tasks"]![0]!["key"]!;
            using var answer = await http.PostAsJsonAsync($"/api/tasks/{task}/complete", new { variables = new { ergebnis = name } });
            answer.EnsureSuccessStatusCode();
            completed[key] = true;
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            failure = e.Message;
            return false;
        }
    }

    private static async Task<string> StartAsync(HttpClient http, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/processes/absturz/cases")
        {
            Content = JsonContent.Create(new { variables = new { name } }),
        };
        request.Headers.Add("Idempotency-Key", name);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["key"]!;
    }

    /// <summary>A caller that got no answer sends again: what was started already is answered, not started again.</summary>
    private async Task RepeatLastStartsAsync(HttpClient http)
    {
        foreach (var (name, key) in started.Take(20))
        {
            Assert.Equal(key, await StartAsync(http, name));
        }
    }

    private async Task AssertAllThereOnceAsync(HttpClient http)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var after = "";
        do
        {
            var page = await http.GetFromJsonAsync<JsonNode>($"/api/cases?process=absturz&limit=200{after}");
            foreach (var row in page!["rows"]!.AsArray())
            {
                Assert.True(found.TryAdd((string)row!["key"]!, (string)row["state"]!));
            }

            after = (string?)page["next"] is { } next ? "&after=" + next : "";
        }
        while (after.Length > 0);

        Assert.Equal(started.Count, started.Values.Distinct().Count());
        Assert.All(started.Values, key => Assert.Contains(key, found.Keys));
        Assert.All(completed.Keys, key => Assert.Equal("completed", found[key]));

        // Beyond what was acknowledged there can be at most the one call each caller had under way when the program died.
        Assert.InRange(found.Count, started.Count, started.Count + (Rounds * Callers));
        foreach (var key in completed.Keys.Take(50))
        {
            var history = await http.GetFromJsonAsync<JsonNode>($"/api/cases/{key}/history");
            Assert.Single(history!["rows"]!.AsArray(), line => (string)line!["kind"]! == "taskCompleted");
        }
    }
}
