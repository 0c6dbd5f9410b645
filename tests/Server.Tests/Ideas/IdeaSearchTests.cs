using System.Net;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Ideas;

/// <summary>A server with five ideas.</summary>
public abstract class FilledIdeaServer(bool postgres) : ProceduresServer(postgres)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        using var agent = await SignInAsync("agent");
        await EnterAsync(agent, "Übungsraum online buchen", "Räume sind doppelt belegt.", "Kultur", "Bücherei", "extern");
        await EnterAsync(agent, "Posteingang scannen", "Eingangspost wird von Hand an die Ämter verteilt.");
        await EnterAsync(agent, "Scannen der Eingangspost", "Die Post wird von Hand auf die Ämter verteilt.", department: "Kämmerei");
        await EnterAsync(agent, "Bäume bewässern", "Jungbäume vertrocknen.", "Energie und Umwelt", "Bauhof", "extern");
        var last = await EnterAsync(agent, "50 % weniger Papier_", "Zu viel Papier.", "Energie und Umwelt");
        await DecideAsync(agent, last, new { entscheidung = "In Bearbeitung" });
    }
}

public sealed class IdeasInSqlite() : FilledIdeaServer(postgres: false);

public sealed class IdeasInPostgres() : FilledIdeaServer(postgres: true);

public sealed class IdeaSearchInSqliteTests(IdeasInSqlite server) : IdeaSearchTests(server), IClassFixture<IdeasInSqlite>;

public sealed class IdeaSearchInPostgresTests(IdeasInPostgres server) : IdeaSearchTests(server), IClassFixture<IdeasInPostgres>;

public abstract class IdeaSearchTests(FilledIdeaServer server)
{
    [Theory]
    [InlineData("status=Idee", 4)]
    [InlineData("status=In Bearbeitung", 1)]
    [InlineData("theme=Kultur&theme=Energie und Umwelt", 3)]
    [InlineData("theme=Kultur&view=intern", 0)]
    [InlineData("department=Bauhof", 1)]
    [InlineData("view=extern", 2)]
    [InlineData("q=übungsraum", 1)]
    [InlineData("q=ÜBUNGSRAUM", 1)]
    [InlineData("q=ämter hand", 2)]
    [InlineData("q=RÄUME", 1)]
    [InlineData("q=Ubungsraum", 0)]
    [InlineData("q=ID-", 5)]
    [InlineData("q=50 %25", 1)]
    [InlineData("q=Papier_", 1)]
    [InlineData("q=\"", 0)]
    [InlineData("q=gibtesnicht", 0)]
    [InlineData("", 5)]
    public async Task The_list_shows_what_the_filters_leave(string query, int count)
    {
        using var reader = await server.SignInAsync("bauhof");

        Assert.Equal(count, (await reader.GetAsync($"/api/ideas?{query}"))["rows"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_last_changed_idea_comes_first_and_pages_join_without_gap()
    {
        using var reader = await server.SignInAsync("bauhof");
        var all = Titles(await reader.GetAsync("/api/ideas"));

        var paged = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = await reader.GetAsync($"/api/ideas?limit=2{(next.Length > 0 ? $"&after={next}" : "")}");
            paged.AddRange(Titles(page));
            next = (string?)page["next"];
        }

        Assert.Equal("50 % weniger Papier_", all[0]);
        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task Counts_follow_the_filters_but_each_facet_ignores_its_own()
    {
        using var reader = await server.SignInAsync("bauhof");

        var overview = await reader.GetAsync("/api/ideas/overview?theme=Energie und Umwelt&view=extern");

        Assert.Equal(5, (int)overview["total"]!);
        Assert.Equal(1, (int)overview["matching"]!);
        Assert.Equal(1, (int)overview["statuses"]!["Idee"]!);
        Assert.Equal(0, (int)overview["statuses"]!["In Bearbeitung"]!);
        Assert.Equal(9, overview["themes"]!.AsArray().Count);
        Assert.Equal(1, Count(overview["themes"]!, "Kultur"));
        Assert.Equal(1, Count(overview["themes"]!, "Energie und Umwelt"));
        Assert.Equal(1, (int)overview["views"]!["intern"]!);
        Assert.Equal(["Bauhof"], overview["departments"]!.AsArray().Select(d => (string)d!["name"]!));
    }

    [Fact]
    public async Task Likely_duplicates_are_proposed_while_writing_and_beside_the_idea()
    {
        using var agent = await server.SignInAsync("agent");

        var proposed = await agent.GetAsync("/api/ideas/similar?title=Eingangspost scannen&text=Post wird von Hand verteilt");
        var unrelated = await agent.GetAsync("/api/ideas/similar?title=Schwimmbad&text=Warmes Wasser im Winter");
        var scan = (await agent.GetAsync("/api/ideas?q=Posteingang"))["rows"]![0]!;
        var detail = await agent.GetAsync($"/api/ideas/{(string)scan["key"]!}");

        Assert.Equal(
            ["Posteingang scannen", "Scannen der Eingangspost"],
            proposed.AsArray().Select(i => (string)i!["title"]!).Order(StringComparer.Ordinal));
        Assert.Empty(unrelated.AsArray());
        Assert.Equal(["Scannen der Eingangspost"], detail["similar"]!.AsArray().Select(i => (string)i!["title"]!));
    }

    [Fact]
    public async Task An_idea_on_the_agenda_names_the_next_session()
    {
        using var reader = await server.SignInAsync("bauhof");

        var standing = (await reader.GetAsync("/api/ideas?status=Idee"))["rows"]![0]!["standing"]!;

        Assert.Equal("agenda", (string)standing["kind"]!);
        Assert.Equal(1, DateTimeOffset.Parse((string)standing["at"]!, null).Day);
    }

    [Fact]
    public async Task Wrong_requests_are_refused()
    {
        using var reader = await server.SignInAsync("bauhof");
        using var stranger = server.Open();

        await reader.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/ideas/1");
        await reader.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Get, "/api/ideas/abc");
        await reader.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Get, "/api/ideas?after=gestern");
        await reader.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Get, "/api/ideas?limit=0");
        await reader.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Get, $"/api/ideas?q={new string('x', 201)}");
        await reader.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Get, "/api/chronicle?after=gestern");
        await stranger.RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, "/api/ideas");
        await stranger.RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, "/api/chronicle");
    }

    private static List<string> Titles(JsonNode page) => [.. page["rows"]!.AsArray().Select(row => (string)row!["title"]!)];

    private static int Count(JsonNode facet, string name) =>
        (int)facet.AsArray().Single(f => (string)f!["name"]! == name)!["count"]!;
}
