using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

/// <summary>Kill -9 of the real program while it moves cases: each is moved once or reported, and nothing done is done again.</summary>
public sealed class MigrationKillTests : IDisposable
{
    /// <summary>Twelve batches of a migration.</summary>
    private const int Cases = 600;

    /// <summary>Every so many-th case stands where the new version has no place.</summary>
    private const int BlockedEvery = 6;

    private const string Process = "umstellung";
    private const int CallersMax = 8;

    private static readonly TimeSpan PatienceMax = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-workflow-migration-kill-");

    [Fact]
    public async Task Migration_goes_on_after_a_crash_and_moves_or_reports_each_case_exactly_once()
    {
        var data = Path.Combine(folder.FullName, "data");
        var workflows = folder.CreateSubdirectory("workflows").FullName;
        string migration;
        IReadOnlyDictionary<string, bool> cases;
        await using (var server = await StartAsync(data, workflows))
        {
            await DeployAsync(server.Http, ("pruefen", "Prüfen"), ("alt", "Buchen"));
            cases = await StartCasesAsync(server.Http);
            await DeployAsync(server.Http, ("davor", "Davor"), ("pruefen", "Prüfen"), ("neu", "Bescheiden"));
            migration = await OrderAsync(server.Http);
            await UntilAsync(server.Http, migration, found => (int)found["moved"]! + (int)found["stayed"]! > 0);
            await server.KillAsync();
        }

        await using var again = await StartAsync(data, workflows);
        var left = (int)(await ReadAsync(again.Http, $"/api/migrations/{migration}"))["remaining"]!;
        Assert.True(left > 0, "The program was to be killed in the middle of the migration, but it had ended.");
        var done = await UntilAsync(again.Http, migration, found => (string)found["state"]! == "done");
        Assert.Equal((Cases - (Cases / BlockedEvery), Cases / BlockedEvery), ((int)done["moved"]!, (int)done["stayed"]!));
        await AssertReportAsync(again.Http, migration, cases);
        await AssertEachMovedOnceAsync(again.Http, cases);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<ServerProcess> StartAsync(string data, string workflows)
    {
        var server = await ServerProcess.StartAsync(data, workflows);
        server.Http.DefaultRequestHeaders.Authorization = SignIn("admin:demo"u8);
        return server;
    }

    private static AuthenticationHeaderValue SignIn(ReadOnlySpan<byte> account) => new("Basic", Convert.ToBase64String(account));

    private static async Task DeployAsync(HttpClient http, params (string Id, string Name)[] tasks)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in Model.Tasks(Process, tasks))
        {
            form.Add(new StringContent(content), "resources", name);
        }

        using var answer = await http.PostAsync("/v2/deployments", form);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Case keys, each with whether its first task is done already, so that the new version has no place for it.</summary>
    private static async Task<IReadOnlyDictionary<string, bool>> StartCasesAsync(HttpClient http)
    {
        var cases = new Dictionary<string, bool>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(Enumerable.Range(0, Cases), new ParallelOptions { MaxDegreeOfParallelism = CallersMax }, async (i, _) =>
        {
            var key = (string)(await DoAsync(http, $"/api/processes/{Process}/cases"))!["key"]!;
            var isBlocked = i % BlockedEvery == 0;
            if (isBlocked)
            {
                var task = (string)(await ReadAsync(http, $"/api/cases/{key}"))["tasks"]![0]!["key"]!;
                await DoAsync(http, $"/api/tasks/{task}/complete", signIn: SignIn("agent:demo"u8));
            }

            lock (cases)
            {
                cases.Add(key, isBlocked);
            }
        });
        return cases;
    }

    private static async Task<string> OrderAsync(HttpClient http) => (string)(await DoAsync(
        http, $"/api/processes/{Process}/migrations", new { toVersion = 2, comment = "Neue Satzung" }))!["key"]!;

    /// <summary>Every case stands in the report once, with what became of it and why.</summary>
    private static async Task AssertReportAsync(HttpClient http, string migration, IReadOnlyDictionary<string, bool> cases)
    {
        var reported = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        var after = "";
        do
        {
            var page = await ReadAsync(http, $"/api/migrations/{migration}/cases?limit=200{after}");
            foreach (var row in page["rows"]!.AsArray())
            {
                Assert.True(reported.TryAdd((string)row!["caseKey"]!, row));
            }

            after = (string?)page["next"] is { } next ? "&after=" + next : "";
        }
        while (after.Length > 0);

        Assert.Equal(cases.Keys.Order(StringComparer.Ordinal), reported.Keys.Order(StringComparer.Ordinal));
        Assert.All(cases, known =>
        {
            var row = reported[known.Key];
            Assert.Equal(known.Value ? "stayed" : "moved", (string)row["outcome"]!);
            Assert.Equal(known.Value, ((string?)row["reason"])?.Contains("Buchen", StringComparison.Ordinal) ?? false);
        });
    }

    /// <summary>By the record of each case: moved at most once, nothing completed twice; time travel ends where it stands.</summary>
    private static async Task AssertEachMovedOnceAsync(HttpClient http, IReadOnlyDictionary<string, bool> cases) =>
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = CallersMax }, async (known, _) =>
        {
            var (key, isBlocked) = known;
            var lines = (await ReadAsync(http, $"/api/cases/{key}/history"))["rows"]!.AsArray();
            Assert.Equal(isBlocked ? 0 : 1, lines.Count(line => (string)line!["kind"]! == "caseMigrated"));
            Assert.Equal(isBlocked ? 1 : 0, lines.Count(line => (string)line!["kind"]! == "taskCompleted"));
            var found = await ReadAsync(http, $"/api/cases/{key}");
            Assert.Equal(isBlocked ? 1 : 2, (int)found["version"]!);
            Assert.Equal(isBlocked ? "Buchen" : "Prüfen", (string)Assert.Single(found["currentSteps"]!.AsArray())!);
            var last = (await ReadAsync(http, $"/api/cases/{key}/replay"))["steps"]!.AsArray()[^1]!;
            var active = Assert.Single(last["elements"]!.AsArray(), element => (string?)element!["status"] == "active")!;
            Assert.Equal(isBlocked ? "alt" : "pruefen", (string)active["elementId"]!);
        });

    private static async Task<JsonNode> UntilAsync(HttpClient http, string migration, Func<JsonNode, bool> holds)
    {
        using var limit = new CancellationTokenSource(PatienceMax);
        while (true)
        {
            var found = await ReadAsync(http, $"/api/migrations/{migration}");
            if (holds(found))
            {
                return found;
            }

            Assert.False(limit.IsCancellationRequested, "The migration came to no end: " + found.ToJsonString());
            await Task.Yield();
        }
    }

    private static async Task<JsonNode> ReadAsync(HttpClient http, string path) => (await http.GetFromJsonAsync<JsonNode>(path))!;

    private static async Task<JsonNode?> DoAsync(
        HttpClient http, string path, object? body = null, AuthenticationHeaderValue? signIn = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = JsonContent.Create(body ?? new { variables = new { } });
        request.Headers.Authorization = signIn;
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
