using System.Net;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Ideas;

/// <summary>Ideas over HTTP, from being entered to their end, with what people are told on the way.</summary>
public class IdeaLifeTests(IdeaServer server) : IClassFixture<IdeaServer>
{
    [Fact]
    public async Task An_idea_goes_from_Idee_to_Umgesetzt_and_its_author_is_told_everything()
    {
        // given
        using var agent = await server.SignInAsync("agent");
        using var agent2 = await server.SignInAsync("agent2");
        using var leitung = await server.SignInAsync("leitung");
        var idea = await IdeaServer.EnterAsync(agent, "Digitale Poststelle");

        // when
        await agent2.DoAsync($"/api/cases/{idea}/comments", new { text = "Das spart auch uns Zeit." });
        await IdeaServer.DecideAsync(agent2, idea, new { entscheidung = "Idee zur Entscheidung" });
        await server.UntilAsync(() => agent2.GetAsync($"/api/ideas/{idea}"), detail => detail["openTasks"]!.AsArray().Count == 1);
        await IdeaServer.DecideAsync(agent2, idea, new { nutzen = 5, aufwand = 2, synergien = "Kämmerei" });
        await IdeaServer.DecideAsync(leitung, idea, new { entscheidung = "In Bearbeitung" });
        await IdeaServer.DecideAsync(leitung, idea, new { entscheidung = "Umgesetzt", ergebnis = "Post ist am selben Tag im Amt." });

        // then
        var detail = await agent.GetAsync($"/api/ideas/{idea}");
        Assert.Equal("Umgesetzt", (string)detail["status"]!);
        Assert.Equal("Post ist am selben Tag im Amt.", (string)detail["ergebnis"]!);
        Assert.Equal(5, (int)detail["score"]!["nutzen"]!);
        Assert.Equal(1, (int)detail["comments"]!);
        Assert.Equal("agent", (string)detail["author"]!["userName"]!);
        Assert.Equal("result", (string)detail["standing"]!["kind"]!);
        Assert.Empty(detail["openTasks"]!.AsArray());
        Assert.StartsWith("ID-", (string)detail["number"]!, StringComparison.Ordinal);

        var told = await server.UntilAsync(
            () => agent.GetAsync("/api/notifications"),
            page => page["rows"]!.AsArray().Count(n => (string?)n!["target"]?["key"] == idea) == 5);
        var texts = told["rows"]!.AsArray().Select(n => (string)n!["text"]!).ToList();
        Assert.Contains("Ihre Idee „Digitale Poststelle“ ist im Ideenspeicher", texts);
        Assert.Contains("Neuer Kommentar zu „Digitale Poststelle“", texts);
        Assert.Contains("Ihre Idee „Digitale Poststelle“ hat jetzt den Status „Umgesetzt“", texts);

        var chronicle = await server.UntilAsync(
            () => leitung.GetAsync("/api/chronicle"),
            page => page["rows"]!.AsArray().Count(c => (string?)c!["ideaKey"] == idea) == 4);
        var changes = chronicle["rows"]!.AsArray().Where(c => (string?)c!["ideaKey"] == idea)
            .ToDictionary(c => (string)c!["to"]!, c => ((string?)c!["from"], (string)c["kind"]!, (string?)c["by"]?["userName"]));
        Assert.Equal((null, "entered", "agent"), changes["Idee"]);
        Assert.Equal(("Idee", "statusChanged", "agent2"), changes["Idee zur Entscheidung"]);
        Assert.Equal(("Idee zur Entscheidung", "statusChanged", "leitung"), changes["In Bearbeitung"]);
        Assert.Equal(("In Bearbeitung", "statusChanged", "leitung"), changes["Umgesetzt"]);
    }

    [Fact]
    public async Task A_session_of_the_circle_gathers_all_ideas_and_hands_each_its_outcome()
    {
        // given
        using var agent = await server.SignInAsync("agent");
        using var agent2 = await server.SignInAsync("agent2");
        var first = await IdeaServer.EnterAsync(agent, "Sensoren im Stadtgarten");
        var second = await IdeaServer.EnterAsync(agent, "Leihlaptops für Vereine");
        var session = await agent2.StartAsync("innovationszirkel");
        var page = await server.UntilAsync(() => agent2.GetAsync($"/api/cases/{session}"), c => c["tasks"]!.AsArray().Count == 1);
        var task = await agent2.GetAsync($"/api/tasks/{(string)page["tasks"]![0]!["key"]!}");
        var agenda = task["data"]!["protokoll"]!.AsArray().Select(entry => (string)entry!["titel"]!).ToList();

        // when
        await agent2.DoAsync($"/api/tasks/{(string)task["key"]!}/complete", new
        {
            variables = new
            {
                protokoll = agenda.Select(title => title == "Sensoren im Stadtgarten"
                    ? (object)new { entscheidung = "Verworfen", begruendung = "Gibt es schon." } : new { }),
            },
        });

        // then
        Assert.Contains("Leihlaptops für Vereine", agenda);
        var discarded = await server.UntilAsync(() => agent.GetAsync($"/api/ideas/{first}"), i => (string)i["status"]! == "Verworfen");
        Assert.Equal("Gibt es schon.", (string)discarded["begruendung"]!);
        Assert.Equal("Idee", (string)(await agent.GetAsync($"/api/ideas/{second}"))["status"]!);
    }

    [Fact]
    public async Task Discarding_without_a_reason_is_refused_and_changes_nothing()
    {
        using var agent = await server.SignInAsync("agent");
        var idea = await IdeaServer.EnterAsync(agent, "Ohne Grund verwerfen");
        var task = (string)(await agent.GetAsync($"/api/ideas/{idea}"))["openTasks"]![0]!["key"]!;

        var problem = await agent.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"/api/tasks/{task}/complete",
            new { variables = new { entscheidung = "Verworfen" } });

        Assert.Contains("begruendung", problem["errors"]!.AsObject().Select(e => e.Key));
        Assert.Equal("Idee", (string)(await agent.GetAsync($"/api/ideas/{idea}"))["status"]!);
    }

    [Fact]
    public async Task Ideas_are_entered_by_change_agents_and_read_by_everybody()
    {
        using var agent = await server.SignInAsync("agent");
        using var clerk = await server.SignInAsync("steueramt");
        var idea = await IdeaServer.EnterAsync(agent, "Lesbar für alle");

        var detail = await clerk.GetAsync($"/api/ideas/{idea}");
        await clerk.DoAsync($"/api/cases/{idea}/comments", new { text = "Gute Idee." });

        Assert.False((bool)detail["openTasks"]![0]!["complete"]!["allowed"]!);
        Assert.False((bool)(await clerk.GetAsync("/api/ideas/overview"))["create"]!["allowed"]!);
        Assert.True((bool)(await agent.GetAsync("/api/ideas/overview"))["create"]!["allowed"]!);
    }

    [Fact]
    public async Task A_missing_text_is_named()
    {
        using var agent = await server.SignInAsync("agent");

        var problem = await agent.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/api/processes/idee/cases",
            new { variables = new { titel = "Nur ein Titel" } });

        Assert.Equal(
            ["beschreibung", "fachbereich", "loesungsansatz", "mehrwert", "problemstellung", "sicht", "themenwelt"],
            problem["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal));
    }
}
