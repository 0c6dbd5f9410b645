using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Kommune.Workflow.Storage.Tests;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

/// <summary>Two real programs on one PostgreSQL, one killed under load: the other goes on, and nothing is lost or doubled.</summary>
public sealed class ClusterKillTests : IDisposable
{
    private const int Callers = 6;

    /// <summary>Cases finished before one node is killed, and afterwards at the surviving one.</summary>
    private const int CasesPerPhase = 40;

    private static readonly TimeSpan FailOverMax = TimeSpan.FromSeconds(40);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-workflow-cluster-");

    /// <summary>Acknowledged case keys by the name each was started with.</summary>
    private readonly ConcurrentDictionary<string, string> started = new(StringComparer.Ordinal);

    /// <summary>Acknowledged completions: case keys.</summary>
    private readonly ConcurrentDictionary<string, bool> completed = new(StringComparer.Ordinal);

    [Fact]
    public async Task What_a_killed_node_acknowledged_is_there_once_at_the_other_which_goes_on()
    {
        Assert.SkipUnless(PostgresCluster.IsInstalled, "PostgreSQL is not installed; ./check installs it where it may.");
        var cluster = await PostgresCluster.SharedAsync();
        var database = await cluster.CreateDatabaseAsync();
        string[] settings = ["--postgres", cluster.ConnectionString(database), "--Cluster:Address", "127.0.0.1"];
        var workflows = WriteProcess();
        await using var killed = await ServerProcess.StartAsync(Path.Combine(folder.FullName, "one"), workflows, settings);
        await using var other = await ServerProcess.StartAsync(Path.Combine(folder.FullName, "two"), workflows, settings);

        await LoadAndKillAsync(killed, other);

        await AssertAllThereOnceAsync(other.Http);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string WriteProcess()
    {
        var process = folder.CreateSubdirectory("workflows").CreateSubdirectory("absturz");
        process.CreateSubdirectory("forms");
        foreach (var (name, content) in Model.Review("absturz"))
        {
            var path = name.EndsWith(".bpmn", StringComparison.Ordinal) ? name : Path.Combine("forms", name);
            File.WriteAllText(Path.Combine(process.FullName, path), content);
        }

        return process.Parent!.FullName;
    }

    private async Task LoadAndKillAsync(ServerProcess killed, ServerProcess other)
    {
        using var limit = new CancellationTokenSource(FailOverMax);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isKilled = false;
        var afterwards = 0;
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            // Half of the callers use each node; who finds his node gone turns to the other and sends the same again.
            var node = caller % 2 == 0 ? killed : other;
            for (var i = 0; Volatile.Read(ref afterwards) < CasesPerPhase; i++)
            {
                await WorkAsync(() => Volatile.Read(ref isKilled) ? other.Http : node.Http, $"{caller}-{i}", limit.Token);
                if (Volatile.Read(ref isKilled))
                {
                    Interlocked.Increment(ref afterwards);
                }
                else if (completed.Count >= CasesPerPhase)
                {
                    enough.TrySetResult();
                }
            }
        })).ToList();
        var all = Task.WhenAll(callers);
        await await Task.WhenAny(enough.Task, all);
        await killed.KillAsync();
        Volatile.Write(ref isKilled, true);
        await all;
    }

    private async Task WorkAsync(Func<HttpClient> node, string name, CancellationToken limit)
    {
        var key = (string)(await SendAsync(node, "/api/processes/absturz/cases", new { variables = new { name } }, name, limit))!["key"]!;
        started[name] = key;
        var task = (string)(await ReadAsync(node, $"/api/cases/{key}", limit))["tasks"]![0]!["key"]!;
        await SendAsync(node, $"/api/tasks/{task}/complete", new { variables = new { ergebnis = name } }, $"{name}-fertig", limit);
        completed[key] = true;
    }

    private static async Task<JsonNode?> SendAsync(
        Func<HttpClient> node, string path, object body, string commandId, CancellationToken limit)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", commandId);
            if (await TryAsync(() => node().SendAsync(request, limit)) is { } answer)
            {
                using (answer)
                {
                    var text = await answer.Content.ReadAsStringAsync(limit);
                    return text.Length == 0 ? null : JsonNode.Parse(text);
                }
            }

            limit.ThrowIfCancellationRequested();
        }
    }

    private static async Task<JsonNode> ReadAsync(Func<HttpClient> node, string path, CancellationToken limit)
    {
        while (true)
        {
            if (await TryAsync(() => node().GetAsync(path, limit)) is { } answer)
            {
                using (answer)
                {
                    return (await answer.Content.ReadFromJsonAsync<JsonNode>(limit))!;
                }
            }

            limit.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A good answer; null when the node is gone or still finds out that its partner is.</summary>
    private static async Task<HttpResponseMessage?> TryAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            var answer = await send();
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            Assert.True((int)answer.StatusCode >= 500, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            answer.Dispose();
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
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

        // Every request was repeated until it was answered: no case is missing, none is there twice, all are done.
        Assert.Equal(started.Values.Order(), found.Keys.Order());
        Assert.Equal(started.Count, completed.Count);
        Assert.All(found.Values, state => Assert.Equal("completed", state));
        foreach (var key in completed.Keys.Take(30))
        {
            var history = await http.GetFromJsonAsync<JsonNode>($"/api/cases/{key}/history");
            Assert.Single(history!["rows"]!.AsArray(), line => (string)line!["kind"]! == "taskCompleted");
        }
    }
}
