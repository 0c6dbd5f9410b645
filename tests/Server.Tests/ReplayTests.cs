using System.Net;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

public sealed class ReplayTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task A_finished_case_is_replayed_with_its_data_before_and_after_each_step()
    {
        await server.DeployAsync(Model.Review("zeitreise"));
        using var agent = await server.SignInAsync("agent");
        var key = await agent.StartAsync("zeitreise", new { betrag = 10 });
        var task = await agent.TaskOfAsync(key);
        await agent.DoAsync($"/api/tasks/{task}/claim");
        await agent.DoAsync($"/api/tasks/{task}/complete", new { variables = new { ergebnis = "ja", betrag = 12 } });

        var steps = (await agent.GetAsync($"/api/cases/{key}/replay"))["steps"]!.AsArray();

        Assert.Equal(3, steps.Count);
        Assert.Equal(["caseStarted", "taskCreated"], Kinds(steps[0]!));
        Assert.Equal(["taskClaimed"], Kinds(steps[1]!));
        Assert.Equal(["taskCompleted", "caseCompleted"], Kinds(steps[2]!));
        Assert.Equal("active", StatusOf(steps[0]!, "pruefen"));
        Assert.Equal("completed", StatusOf(steps[2]!, "pruefen"));
        Assert.Equal("f1", (string)steps[0]!["flows"]![0]!);
        var amount = steps[2]!["changed"]!.AsArray().Single(change => (string)change!["name"]! == "betrag")!;
        Assert.Equal((10, 12), ((int)amount["before"]!, (int)amount["after"]!));
        Assert.Equal(key, (string)amount["scopeKey"]!);
    }

    [Fact]
    public async Task Only_those_who_may_see_the_case_may_travel_through_it()
    {
        await server.DeployAsync(Model.Review("zeitreise-sicht"));
        using var agent = await server.SignInAsync("agent");
        var key = await agent.StartAsync("zeitreise-sicht");
        using var stranger = await server.SignInAsync("bauhof");

        await stranger.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, $"/api/cases/{key}/replay");
        await agent.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/cases/16777216000000/replay");
    }

    private static IEnumerable<string> Kinds(JsonNode step) => step["lines"]!.AsArray().Select(line => (string)line!["kind"]!);

    private static string? StatusOf(JsonNode step, string elementId) =>
        (string?)step["elements"]!.AsArray().Single(element => (string)element!["elementId"]! == elementId)!["status"];
}
