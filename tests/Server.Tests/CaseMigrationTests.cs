using System.Net;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Procedures;
using Kommune.Workflow.Server.Tests.Processes;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

public sealed class CaseMigrationTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task The_preview_tries_every_running_case_and_changes_nothing()
    {
        using var agent = await OpenAsync(Model.Tasks("vorschau", ("pruefen", "Prüfen"), ("alt", "Buchen")));
        var first = await agent.StartAsync("vorschau");
        var second = await agent.StartAsync("vorschau");
        await agent.DoAsync($"/api/tasks/{await agent.TaskOfAsync(second)}/complete", new { variables = new { } });
        await server.DeployAsync(Model.Tasks("vorschau", ("pruefen", "Prüfen"), ("neu", "Bescheiden")));
        using var operations = await server.SignInAsync("prozess");

        var preview = (await operations.DoAsync("/api/processes/vorschau/migration-previews", new { toVersion = 2 }))!;

        Assert.Equal((2, 2, 1), ((int)preview["running"]!, (int)preview["checked"]!, (int)preview["movable"]!));
        var blocked = Assert.Single(preview["blocked"]!.AsArray())!;
        Assert.Equal(second, (string)blocked["key"]!);
        Assert.Contains("Buchen", (string)blocked["reason"]!, StringComparison.Ordinal);
        Assert.Equal(("pruefen", "id", 1), Place(preview, "pruefen"));
        Assert.Equal((null, "gone", 1), Place(preview, "alt"));
        Assert.Equal(1, (int)(await operations.GetAsync($"/api/cases/{first}"))["version"]!);

        var chosen = (await operations.DoAsync(
            "/api/processes/vorschau/migration-previews",
            new { toVersion = 2, mapping = new[] { new { source = "alt", target = "neu" } } }))!;
        Assert.Equal(2, (int)chosen["movable"]!);
        Assert.Equal(("neu", "manual", 1), Place(chosen, "alt"));
    }

    [Fact]
    public async Task Cases_are_moved_those_without_a_place_stay_and_say_why()
    {
        using var agent = await OpenAsync(Model.Tasks("umzug", ("pruefen", "Prüfen"), ("alt", "Buchen")));
        var moving = await agent.StartAsync("umzug");
        var staying = await agent.StartAsync("umzug");
        await agent.DoAsync($"/api/tasks/{await agent.TaskOfAsync(staying)}/complete", new { variables = new { } });
        await server.DeployAsync(Model.Tasks("umzug", ("davor", "Davor"), ("pruefen", "Prüfen"), ("neu", "Bescheiden")));
        using var operations = await server.SignInAsync("prozess");

        var order = (await operations.DoAsync("/api/processes/umzug/migrations", new { toVersion = 2, comment = "Neue Satzung" }))!;
        var done = await DoneAsync(operations, (string)order["key"]!);

        Assert.Equal((0, 1, 1), ((int)done["remaining"]!, (int)done["moved"]!, (int)done["stayed"]!));
        Assert.Equal("Neue Satzung", (string)done["comment"]!);
        var report = (await operations.GetAsync($"/api/migrations/{order["key"]}/cases"))["rows"]!.AsArray();
        Assert.Equal([(staying, "stayed"), (moving, "moved")], report.Select(r => ((string)r!["caseKey"]!, (string)r["outcome"]!)));
        Assert.Contains("Buchen", (string)report[0]!["reason"]!, StringComparison.Ordinal);
        Assert.Equal(2, (int)(await agent.GetAsync($"/api/cases/{moving}"))["version"]!);
        Assert.Equal(1, (int)(await agent.GetAsync($"/api/cases/{staying}"))["version"]!);

        // What was done stays done: the new step before it does not come up.
        await agent.DoAsync($"/api/tasks/{await agent.TaskOfAsync(moving, "pruefen")}/complete", new { variables = new { } });
        Assert.NotNull(await agent.TaskOfAsync(moving, "neu"));
        Assert.DoesNotContain(
            (await agent.GetAsync($"/api/cases/{moving}"))["visits"]!.AsArray(), v => (string)v!["elementId"]! == "davor");
    }

    [Fact]
    public async Task An_order_that_cannot_be_carried_out_is_refused_and_changes_nothing()
    {
        using var agent = await OpenAsync(Model.Tasks("ablehnung", ("pruefen", "Prüfen")));
        using var operations = await server.SignInAsync("prozess");
        const string Path = "/api/processes/ablehnung/migrations";
        const string Preview = "/api/processes/ablehnung/migration-previews";

        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Post, Preview, new { toVersion = 1 });
        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Post, Path, new { toVersion = 1, comment = "x" });
        await operations.RefusedAsync(
            HttpStatusCode.NotFound, HttpMethod.Post, "/api/processes/nirgends/migrations", new { toVersion = 1, comment = "x" });
        await operations.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, new { toVersion = 9, comment = "x" });
        await operations.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Post, Path, new { comment = "x" });
        await operations.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, Path, new { toVersion = 1, comment = "x" });
        await agent.StartAsync("ablehnung");
        await server.DeployAsync(Model.Tasks("ablehnung", ("pruefen", "Prüfen"), ("neu", "Neu")));
        await operations.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, new { toVersion = 2, comment = " " });
        await operations.RefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            HttpMethod.Post,
            Preview,
            new { toVersion = 2, mapping = new[] { new { source = "pruefen", target = "nirgends" } } });
        Assert.Empty((await operations.GetAsync("/api/processes/ablehnung/migrations")).AsArray());
    }

    [Fact]
    public async Task Who_may_publish_a_procedure_may_migrate_its_cases_and_study_it_and_nobody_else()
    {
        using var admin = await server.SignInAsync("admin");
        using var publisher = await server.SignInAsync("disposition");
        using var editor = await server.SignInAsync("bauhof");
        using var stranger = await server.SignInAsync("steueramt");
        var folder = await admin.DoAsync("/api/procedure-folders", new
        {
            name = "Fuhrpark",
            viewers = Array.Empty<string>(),
            editors = new[] { "bauhof" },
            publishers = new[] { "disposition" },
        });
        await admin.DoAsync("/api/procedures", new { id = "fuhrpark", name = "Fuhrpark", folder = (string)folder!["id"]! });
        await PublishAsync(("pruefen", "Prüfen"));
        var running = await publisher.StartAsync("fuhrpark");
        await PublishAsync(("pruefen", "Prüfen"), ("buchen", "Buchen"));

        var rights = await publisher.GetAsync("/api/processes/fuhrpark");
        Assert.Equal([true, true, true], Rights(rights));
        Assert.Equal([false, true, true], Rights(await editor.GetAsync("/api/processes/fuhrpark")));
        Assert.Equal([false, false, false], Rights(await stranger.GetAsync("/api/processes/fuhrpark")));
        var wish = new { toVersion = 2 };
        const string Preview = "/api/processes/fuhrpark/migration-previews";
        await editor.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Post, Preview, wish);
        Assert.Equal(1, (int)(await publisher.DoAsync(Preview, wish))!["movable"]!);
        var order = (await publisher.DoAsync("/api/processes/fuhrpark/migrations", new { toVersion = 2, comment = "Neue Satzung" }))!;
        var done = await DoneAsync(publisher, (string)order["key"]!);
        Assert.Equal("disposition", (string)done["by"]!["userName"]!);
        await stranger.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, $"/api/migrations/{order["key"]}");
        Assert.Equal(2, (int)(await publisher.GetAsync($"/api/cases/{running}"))["version"]!);
        Assert.NotNull((await editor.GetAsync("/api/processes/fuhrpark/simulation-basis"))["steps"]);
        Assert.NotNull((await editor.GetAsync("/api/insight/fuhrpark"))["from"]);
        await stranger.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "/api/processes/fuhrpark/simulation-basis");

        async Task PublishAsync(params (string Id, string Name)[] tasks)
        {
            var detail = await admin.GetAsync("/api/procedures/fuhrpark");
            var draft = detail["draft"] is null
                ? (await admin.DoAsync("/api/procedures/fuhrpark/draft", new { }))!
                : await admin.GetAsync("/api/procedures/fuhrpark/draft");
            var revision = await DraftFiles.SaveAsync(
                admin, "fuhrpark", (long)draft["revision"]!, ("process.bpmn", Model.Tasks("fuhrpark", tasks)[0].Content));
            await publisher.DoAsync("/api/procedures/fuhrpark/publication", new { revision, comment = "Neu" });
        }

        static IEnumerable<bool> Rights(JsonNode process) =>
            new[] { "migrate", "simulate", "insight" }.Select(right => (bool)process[right]!["allowed"]!);
    }

    private async Task<Browser> OpenAsync((string Name, string Content)[] files)
    {
        await server.DeployAsync(files);
        return await server.SignInAsync("agent");
    }

    private static (string? Target, string How, int Cases) Place(JsonNode preview, string elementId)
    {
        var place = preview["places"]!.AsArray().Single(p => (string)p!["elementId"]! == elementId)!;
        return ((string?)place["target"], (string)place["how"]!, (int)place["cases"]!);
    }

    /// <summary>Asks until the migration is done; fails after some seconds.</summary>
    private static async Task<JsonNode> DoneAsync(Browser browser, string key)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var migration = await browser.GetAsync($"/api/migrations/{key}");
            if ((string)migration["state"]! == "done")
            {
                return migration;
            }

            Assert.False(limit.IsCancellationRequested, "The migration did not end.");
            await Task.Yield();
        }
    }
}
