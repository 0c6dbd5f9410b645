using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

/// <summary>A server with one case about a «Müll-Straße» and a stuck one.</summary>
public abstract class FilledServer(bool postgres) : TestServer(demo: true, postgres)
{
    public string CaseKey { get; private set; } = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await DeployAsync([.. Model.Review("suche"), .. Model.Broken("kaputt")]);
        using var agent = await SignInAsync("agent");
        CaseKey = await agent.StartAsync("suche", new { ort = "Müllerstraße, Ecke Ölmühle" });
        await agent.StartAsync("suche");
        await agent.StartAsync("kaputt");
    }
}

public sealed class FilledSqlite() : FilledServer(postgres: false);

public sealed class FilledPostgres() : FilledServer(postgres: true);

public sealed class SearchInSqliteTests(FilledSqlite server) : SearchTests(server), IClassFixture<FilledSqlite>;

public sealed class SearchInPostgresTests(FilledPostgres server) : SearchTests(server), IClassFixture<FilledPostgres>;

/// <summary>Every search finds a word whatever the case of its letters, umlauts and ß included, on both databases.</summary>
public abstract class SearchTests(FilledServer server)
{
    [Theory]
    [InlineData("müller")]
    [InlineData("MÜLLER")]
    [InlineData("STRASSE, ecke öl")]
    [InlineData("Mu\u0308llerstraße")]
    public async Task A_case_is_found_by_a_text_of_its_variables(string words)
    {
        using var agent = await server.SignInAsync("agent");

        Assert.Equal([server.CaseKey], await KeysAsync(agent, $"/api/cases?q={Uri.EscapeDataString(words)}", "rows"));
        Assert.Equal([server.CaseKey], await KeysAsync(agent, $"/api/search?q={Uri.EscapeDataString(words)}", "cases"));
    }

    [Theory]
    [InlineData("PRÜFEN", 2)]
    [InlineData("antrag prü", 2)]
    [InlineData("prufen", 0)]
    [InlineData("antrag_", 0)]
    [InlineData("%25", 0)]
    public async Task A_task_is_found_by_its_title(string words, int count)
    {
        using var agent = await server.SignInAsync("agent");

        Assert.Equal(count, (await agent.InboxAsync($"q={words}")).Count);
    }

    [Theory]
    [InlineData("KÄMMER", "kaemmerei")]
    [InlineData("bürgerBÜRO", "buero")]
    public async Task A_person_is_found_by_name_or_office(string words, string userName)
    {
        using var admin = await server.SignInAsync("admin");

        var found = await admin.GetAsync($"/api/people?q={words}");

        Assert.Contains(userName, found.AsArray().Select(p => (string)p!["userName"]!));
    }

    [Fact]
    public async Task A_process_is_found_by_its_name()
    {
        using var agent = await server.SignInAsync("agent");

        Assert.Equal(["Prüfung"], (await agent.GetAsync("/api/search?q=PRÜFUNG"))["processes"]!.AsArray().Select(p => (string)p!["name"]!));
    }

    [Fact]
    public async Task An_incident_is_found_by_its_message()
    {
        using var operations = await server.SignInAsync("prozess");
        var incident = (await operations.GetAsync("/api/incidents"))["rows"]!.AsArray().Single()!;
        var word = ((string)incident["message"]!).Split(' ')[0];

        Assert.Single((await operations.GetAsync($"/api/incidents?q={word.ToUpperInvariant()}"))["rows"]!.AsArray());
        Assert.Empty((await operations.GetAsync("/api/incidents?q=gibtesnicht"))["rows"]!.AsArray());
    }

    private static async Task<IEnumerable<string>> KeysAsync(Browser browser, string path, string list) =>
        (await browser.GetAsync(path))[list]!.AsArray().Select(row => (string)row!["key"]!);
}
