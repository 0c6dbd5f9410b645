using System.Net;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Procedures;
using Kommune.Workflow.Server.Tests.Processes;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

public sealed class SimulationTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task The_basis_names_who_works_how_long_things_take_and_where_ways_part()
    {
        await server.DeployAsync(Model.Tasks("basis", ("pruefen", "Prüfen"), ("buchen", "Buchen")));
        using var operations = await server.SignInAsync("prozess");

        var basis = await operations.GetAsync("/api/processes/basis/simulation-basis");

        var group = Assert.Single(basis["groups"]!.AsArray())!;
        Assert.Equal(("change-agents", "Change-Agents"), ((string)group["id"]!, (string)group["name"]!));
        Assert.True((int)group["people"]! >= 1);
        Assert.Equal(["pruefen", "buchen"], basis["steps"]!.AsArray().Select(s => (string)s!["elementId"]!));
        Assert.All(basis["steps"]!.AsArray(), s => Assert.False((bool)s!["measured"]!));
    }

    [Fact]
    public async Task Two_versions_are_compared_over_the_same_cases()
    {
        await server.DeployAsync(Model.Tasks("vergleich", ("pruefen", "Prüfen"), ("buchen", "Buchen")));
        await server.DeployAsync(Model.Tasks("vergleich", ("pruefen", "Prüfen")));
        using var operations = await server.SignInAsync("prozess");
        var wish = new
        {
            compareWith = 1,
            cases = 200,
            arrivalsPerDay = 10,
            seed = 7,
            workingHours = new { days = new[] { 1, 2, 3, 4, 5 }, from = "08:00", to = "16:00" },
            people = new Dictionary<string, int> { ["change-agents"] = 2 },
            durations = new { pruefen = new { medianMinutes = 30, p90Minutes = 60 }, buchen = new { medianMinutes = 30, p90Minutes = 60 } },
        };

        var first = (await operations.DoAsync("/api/processes/vergleich/simulations?version=2", wish))!;
        var again = (await operations.DoAsync("/api/processes/vergleich/simulations?version=2", wish))!;

        Assert.Equal(200, (int)first["result"]!["finished"]!);
        Assert.Equal(2, (int)first["result"]!["version"]!);
        Assert.Equal(1, (int)first["comparison"]!["version"]!);
        Assert.True(Median(first, "result") < Median(first, "comparison"));
        Assert.Equal(Median(first, "result"), Median(again, "result"));
        Assert.Equal(400, (int)first["comparison"]!["groups"]![0]!["tasks"]!);
    }

    [Fact]
    public async Task Draft_is_simulated_before_it_is_published_and_compared_with_a_version()
    {
        using var owner = await server.SignInAsync("prozess");
        await owner.DoAsync("/api/procedures", new { id = "entwurf-probe", name = "Probe" });
        await SaveAsync(owner, ("pruefen", "Prüfen"), ("buchen", "Buchen"));
        var revision = (long)(await owner.GetAsync("/api/procedures/entwurf-probe/draft"))["revision"]!;
        await owner.DoAsync("/api/procedures/entwurf-probe/publication", new { revision, comment = "Erste Fassung" });
        await owner.DoAsync("/api/procedures/entwurf-probe/draft", new { });
        await SaveAsync(owner, ("pruefen", "Prüfen"));

        var basis = await owner.GetAsync("/api/procedures/entwurf-probe/draft/simulation-basis");
        var answer = (await owner.DoAsync(
            "/api/procedures/entwurf-probe/draft/simulations", new { compareWith = 1, cases = 50, arrivalsPerDay = 10 }))!;

        Assert.Equal("pruefen", (string)Assert.Single(basis["steps"]!.AsArray())!["elementId"]!);
        Assert.Contains("<userTask id=\"pruefen\"", (string)basis["model"]!, StringComparison.Ordinal);
        Assert.Null(answer["result"]!["version"]);
        Assert.Equal(50, (int)answer["result"]!["groups"]![0]!["tasks"]!);
        Assert.Equal(1, (int)answer["comparison"]!["version"]!);
        Assert.Equal(100, (int)answer["comparison"]!["groups"]![0]!["tasks"]!);

        async Task SaveAsync(Browser browser, params (string Id, string Name)[] tasks)
        {
            var known = (long)(await browser.GetAsync("/api/procedures/entwurf-probe/draft"))["revision"]!;
            await DraftFiles.SaveAsync(
                browser, "entwurf-probe", known, ("process.bpmn", Model.Tasks("entwurf-probe", tasks)[0].Content));
        }
    }

    [Fact]
    public async Task Draft_with_errors_is_not_simulated_and_others_may_not_try()
    {
        using var owner = await server.SignInAsync("prozess");
        using var agent = await server.SignInAsync("agent");
        await owner.DoAsync("/api/procedures", new { id = "kaputte-probe", name = "Probe" });
        const string Path = "/api/procedures/kaputte-probe/draft/simulations";
        var wish = new { cases = 5, arrivalsPerDay = 1 };

        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Post, Path, wish);
        await owner.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path + "?process=nirgends", wish);
        var revision = (long)(await owner.GetAsync("/api/procedures/kaputte-probe/draft"))["revision"]!;
        await DraftFiles.SaveAsync(owner, "kaputte-probe", revision, ("process.bpmn", "<x/>"));
        var problem = await owner.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, wish);

        Assert.NotNull(problem["errors"]!["findings"]);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_a_sentence_for_each_value()
    {
        await server.DeployAsync(Model.Tasks("unsinn", ("pruefen", "Prüfen")));
        using var agent = await server.SignInAsync("agent");
        using var operations = await server.SignInAsync("prozess");
        const string Path = "/api/processes/unsinn/simulations";

        var problem = await operations.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, new
        {
            cases = 0,
            arrivalsPerDay = -1,
            people = new Dictionary<string, int> { ["a"] = 0 },
            workingHours = new { days = Array.Empty<int>(), from = "16:00", to = "08:00" },
            durations = new { pruefen = new { medianMinutes = 30, p90Minutes = 10 } },
        });

        Assert.Equal(
            ["arrivalsPerDay", "cases", "durations", "people", "workingHours"],
            problem["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal));
        await operations.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path + "?version=9", new { cases = 1, arrivalsPerDay = 1 });
        await operations.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/processes/nirgends/simulation-basis");
        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Post, Path, new { cases = 1, arrivalsPerDay = 1 });
    }

    private static double Median(JsonNode answer, string part) => (double)answer[part]!["cycle"]!["medianSeconds"]!;
}
