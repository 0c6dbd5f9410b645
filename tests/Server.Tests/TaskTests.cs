using System.Net;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

public sealed class TaskTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task A_task_goes_from_the_groups_inbox_through_its_form_into_the_record()
    {
        using var agent = await OpenAsync(Model.Review("durchgang"));
        var caseKey = await agent.StartAsync("durchgang");
        var row = (await agent.InboxAsync("view=groups&process=durchgang")).Single();
        var task = (string)row["key"]!;
        Assert.True((bool)row["unread"]!);

        await agent.DoAsync($"/api/tasks/{task}/claim");
        var page = await agent.GetAsync($"/api/tasks/{task}");
        Assert.Equal("agent", (string)page["assignee"]!["userName"]!);
        Assert.Equal("durchgang-form", (string)page["form"]!["id"]!);
        await agent.DoAsync($"/api/tasks/{task}/complete", new { variables = new { ergebnis = "in Ordnung", fremd = 1 } });

        var done = await agent.GetAsync($"/api/cases/{caseKey}");
        Assert.Equal("completed", (string)done["state"]!);
        Assert.Equal(["ergebnis"], Names(done["fields"]!));
        Assert.Equal("Ergebnis", (string)done["fields"]![0]!["label"]!);
        var kinds = Kinds(await agent.GetAsync($"/api/cases/{caseKey}/history"));
        Assert.Equal(["caseCompleted", "taskCompleted", "taskClaimed", "taskCreated", "caseStarted"], kinds);
        Assert.Contains(await agent.InboxAsync("view=done"), t => (string)t["key"]! == task);
        Assert.DoesNotContain(await agent.InboxAsync(), t => (string)t["key"]! == task);
    }

    [Fact]
    public async Task Completed_tasks_are_listed_by_when_they_were_completed_not_by_when_they_began()
    {
        using var agent = await OpenAsync(Model.Review("reihenfolge"));
        var tasks = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            tasks.Add(await agent.TaskOfAsync(await agent.StartAsync("reihenfolge")));
        }

        foreach (var task in new[] { tasks[1], tasks[2], tasks[0] })
        {
            await agent.DoAsync($"/api/tasks/{task}/complete", new { variables = new { ergebnis = "ja" } });
        }

        var first = await agent.GetAsync("/api/inbox?view=done&process=reihenfolge&limit=2");
        var second = await agent.GetAsync($"/api/inbox?view=done&process=reihenfolge&limit=2&after={first["next"]}");
        Assert.Equal([tasks[0], tasks[2]], first["rows"]!.AsArray().Select(row => (string)row!["key"]!));
        Assert.Equal([tasks[1]], second["rows"]!.AsArray().Select(row => (string)row!["key"]!));
    }

    [Fact]
    public async Task The_form_is_checked_again_and_nothing_changes_when_it_is_wrong()
    {
        using var agent = await OpenAsync(Model.Review("formpruefung"));
        var task = await agent.TaskOfAsync(await agent.StartAsync("formpruefung"));

        var problem = await agent.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"/api/tasks/{task}/complete", new { variables = new { betrag = -1 } });

        Assert.Equal(["ergebnis", "betrag"], problem["errors"]!.AsObject().Select(e => e.Key));
        Assert.Equal("open", (string)(await agent.GetAsync($"/api/tasks/{task}"))["state"]!);
    }

    [Fact]
    public async Task The_same_completion_twice_has_the_effect_of_once_and_a_second_one_is_a_conflict()
    {
        using var agent = await OpenAsync(Model.Review("zweimal"));
        var task = await agent.TaskOfAsync(await agent.StartAsync("zweimal"));
        var body = new { variables = new { ergebnis = "ja" } };

        using var first = await agent.PostAsync($"/api/tasks/{task}/complete", body, "einmal-1");
        using var again = await agent.PostAsync($"/api/tasks/{task}/complete", body, "einmal-1");

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        await agent.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"/api/tasks/{task}/complete", body);
    }

    [Fact]
    public async Task A_stranger_is_told_the_responsible_group_and_nothing_else()
    {
        using var agent = await OpenAsync(Model.Review("fremd"));
        var task = await agent.TaskOfAsync(await agent.StartAsync("fremd"));
        using var stranger = await server.SignInAsync("bauhof");

        foreach (var path in new[] { $"/api/tasks/{task}", $"/api/tasks/{task}/assignees" })
        {
            var problem = await stranger.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, path);
            Assert.Equal("Change-Agents", (string)problem["groups"]![0]!);
        }

        await stranger.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Post, $"/api/tasks/{task}/claim");
        await stranger.RefusedAsync(
            HttpStatusCode.Forbidden, HttpMethod.Post, $"/api/tasks/{task}/complete", new { variables = new { ergebnis = "x" } });
    }

    [Fact]
    public async Task A_task_somebody_else_took_is_a_conflict()
    {
        using var agent = await OpenAsync(Model.Review("vergeben"));
        var task = await agent.TaskOfAsync(await agent.StartAsync("vergeben"));
        await agent.DoAsync($"/api/tasks/{task}/claim");
        using var other = await server.SignInAsync("agent2");

        await other.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"/api/tasks/{task}/claim");
        var page = await other.GetAsync($"/api/tasks/{task}");
        Assert.False((bool)page["actions"]!["complete"]!["allowed"]!);
        Assert.NotEmpty((string)page["actions"]!["complete"]!["reason"]!);
    }

    [Fact]
    public async Task A_delegated_task_comes_back_with_what_was_entered()
    {
        using var agent = await OpenAsync(Model.Review("delegiert"));
        var task = await agent.TaskOfAsync(await agent.StartAsync("delegiert"));
        await agent.DoAsync($"/api/tasks/{task}/claim");
        await agent.DoAsync($"/api/tasks/{task}/delegate", new { to = "agent2", reason = "Bitte ansehen" });
        using var other = await server.SignInAsync("agent2");
        Assert.False((bool)(await other.GetAsync($"/api/tasks/{task}"))["actions"]!["complete"]!["allowed"]!);

        await other.DoAsync($"/api/tasks/{task}/resolve", new { variables = new { betrag = 12 } });

        var page = await agent.GetAsync($"/api/tasks/{task}");
        Assert.Equal("agent", (string)page["assignee"]!["userName"]!);
        Assert.Equal(12, (int)page["data"]!["betrag"]!);
    }

    [Fact]
    public async Task Four_eyes_hold_for_claiming_assigning_and_completing()
    {
        using var agent = await OpenAsync(Model.FourEyes("vier"));
        var caseKey = await agent.StartAsync("vier");
        await agent.DoAsync($"/api/tasks/{await agent.TaskOfAsync(caseKey, "erste")}/complete", new { variables = new { } });
        var second = await agent.TaskOfAsync(caseKey, "zweite");

        var row = (await agent.InboxAsync("process=vier")).Single();
        Assert.Equal("excluded", (string)row["fourEyes"]!["kind"]!);
        Assert.Equal("Erste Prüfung", (string)row["fourEyes"]!["taskName"]!);
        await agent.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"/api/tasks/{second}/claim");
        await agent.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"/api/tasks/{second}/complete", new { variables = new { } });
        using var other = await server.SignInAsync("agent2");
        await other.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"/api/tasks/{second}/assign", new { to = "agent" });

        await other.DoAsync($"/api/tasks/{second}/complete", new { variables = new { } });
    }

    [Fact]
    public async Task A_deputy_sees_and_does_the_tasks_and_the_record_shows_both()
    {
        using var agent = await OpenAsync(Model.Review("vertretung"));
        var caseKey = await agent.StartAsync("vertretung");
        var task = await agent.TaskOfAsync(caseKey);
        await agent.DoAsync($"/api/tasks/{task}/claim");
        var now = DateTimeOffset.UtcNow;
        var created = await agent.DoAsync("/api/substitutions", new
        {
            absent = (string?)null,
            deputy = "bauhof",
            from = now.AddDays(-1),
            until = now.AddDays(1),
        });
        Assert.Equal("active", (string)created!["state"]!);
        using var deputy = await server.SignInAsync("bauhof");
        var row = (await deputy.InboxAsync("view=deputy&process=vertretung")).Single();
        Assert.Equal("agent", (string)row["deputyFor"]!["userName"]!);

        await deputy.DoAsync($"/api/tasks/{task}/complete", new { variables = new { ergebnis = "vertreten" } });

        var line = (await agent.GetAsync($"/api/cases/{caseKey}/history"))["rows"]!.AsArray()
            .Single(l => (string)l!["kind"]! == "taskCompleted")!;
        Assert.Equal("bauhof", (string)line["by"]!["userName"]!);
        Assert.Equal("agent", (string)line["onBehalfOf"]!["userName"]!);
        await agent.DoAsync(HttpMethod.Delete, $"/api/substitutions/{created["key"]}");
        Assert.Empty(await deputy.InboxAsync("view=deputy"));
    }

    [Fact]
    public async Task Four_eyes_count_the_person_who_really_acted_also_for_a_deputy()
    {
        using var agent2 = await OpenAsync(Model.FourEyes("viervertretung"), "agent2");
        var now = DateTimeOffset.UtcNow;
        var created = await agent2.DoAsync(
            "/api/substitutions", new { deputy = "fahrer", from = now.AddDays(-1), until = now.AddDays(1) });
        var caseKey = await agent2.StartAsync("viervertretung");
        using var deputy = await server.SignInAsync("fahrer");
        await deputy.DoAsync($"/api/tasks/{await agent2.TaskOfAsync(caseKey, "erste")}/complete", new { variables = new { } });
        var second = await agent2.TaskOfAsync(caseKey, "zweite");

        await deputy.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"/api/tasks/{second}/complete", new { variables = new { } });
        await agent2.DoAsync($"/api/tasks/{second}/complete", new { variables = new { } });
        await agent2.DoAsync(HttpMethod.Delete, $"/api/substitutions/{created!["key"]}");
    }

    [Fact]
    public async Task Several_tasks_are_claimed_each_on_its_own()
    {
        using var agent = await OpenAsync(Model.Review("mehrere"));
        var free = await agent.TaskOfAsync(await agent.StartAsync("mehrere"));
        var taken = await agent.TaskOfAsync(await agent.StartAsync("mehrere"));
        using var other = await server.SignInAsync("agent2");
        await other.DoAsync($"/api/tasks/{taken}/claim");

        var result = await agent.DoAsync("/api/tasks/bulk", new { action = "claim", keys = new[] { free, taken, "1" } });

        Assert.Equal([true, false, false], result!["results"]!.AsArray().Select(r => (bool)r!["ok"]!));
        Assert.NotEmpty((string)result["results"]![1]!["detail"]!);
    }

    [Fact]
    public async Task A_follow_up_takes_the_task_out_of_the_list_until_its_day()
    {
        using var agent = await OpenAsync(Model.Review("wiedervorlage"));
        var task = await agent.TaskOfAsync(await agent.StartAsync("wiedervorlage"));

        await agent.DoAsync($"/api/tasks/{task}/follow-up", new { at = DateTimeOffset.UtcNow.AddDays(3), reason = "warten" });
        Assert.Empty(await agent.InboxAsync("process=wiedervorlage"));
        Assert.Single(await agent.InboxAsync("view=followUp&process=wiedervorlage"));

        await agent.DoAsync($"/api/tasks/{task}/follow-up", new { at = (DateTimeOffset?)null });
        Assert.Single(await agent.InboxAsync("process=wiedervorlage"));
    }

    [Fact]
    public async Task The_reason_a_person_gives_stands_in_the_cases_record()
    {
        using var agent = await OpenAsync(Model.Review("begruendet"));
        var caseKey = await agent.StartAsync("begruendet");
        var task = await agent.TaskOfAsync(caseKey);
        await agent.DoAsync($"/api/tasks/{task}/claim");
        await agent.DoAsync($"/api/tasks/{task}/follow-up", new { at = DateTimeOffset.UtcNow.AddDays(3), reason = "Unterlagen fehlen" });
        await agent.DoAsync($"/api/tasks/{task}/unclaim", new { reason = "Urlaub" });
        await agent.DoAsync($"/api/tasks/{task}/claim");
        await agent.DoAsync($"/api/tasks/{task}/unclaim");
        await agent.DoAsync($"/api/tasks/{task}/assign", new { to = "agent2", reason = "Ist eingearbeitet" });
        using var other = await server.SignInAsync("agent2");
        await other.DoAsync("/api/tasks/bulk", new { action = "delegate", keys = new[] { task }, to = "agent", reason = "Bitte ansehen" });

        await agent.RefusedAsync(
            HttpStatusCode.BadRequest,
            HttpMethod.Post,
            $"/api/tasks/{task}/follow-up",
            new { at = DateTimeOffset.UtcNow.AddDays(9), reason = new string('x', 2_001) });

        var lines = (await agent.GetAsync($"/api/cases/{caseKey}/history"))["rows"]!.AsArray()
            .Select(line => ((string)line!["kind"]!, (string?)line["reason"])).Reverse().Skip(3);
        Assert.Equal(
            [
                ("followUpSet", "Unterlagen fehlen"),
                ("taskUnclaimed", "Urlaub"),
                ("taskClaimed", null),
                ("taskUnclaimed", null),
                ("taskAssigned", "Ist eingearbeitet"),
                ("taskDelegated", "Bitte ansehen"),
            ],
            lines);
    }

    [Fact]
    public async Task The_same_refused_request_twice_is_refused_as_the_first_time()
    {
        using var agent = await OpenAsync(Model.FourEyes("abgelehnt"));
        var caseKey = await agent.StartAsync("abgelehnt");
        await agent.DoAsync($"/api/tasks/{await agent.TaskOfAsync(caseKey, "erste")}/complete", new { variables = new { } });
        var second = await agent.TaskOfAsync(caseKey, "zweite");
        using var other = await server.SignInAsync("agent2");
        await other.DoAsync($"/api/tasks/{second}/claim");
        var longReason = new { at = DateTimeOffset.UtcNow.AddDays(1), reason = new string('x', 2_001) };
        var shortReason = new { at = DateTimeOffset.UtcNow.AddDays(1), reason = "kurz" };

        using var refused = await other.PostAsync($"/api/tasks/{second}/follow-up", longReason, "einmal-2");
        using var again = await other.PostAsync($"/api/tasks/{second}/follow-up", shortReason, "einmal-2");
        using var anew = await other.PostAsync($"/api/tasks/{second}/follow-up", shortReason, "einmal-3");

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.NoContent),
            (refused.StatusCode, again.StatusCode, anew.StatusCode));
    }

    [Fact]
    public async Task A_draft_is_kept_for_its_author_only_until_the_task_is_done()
    {
        using var agent = await OpenAsync(Model.Review("entwurf"));
        var task = await agent.TaskOfAsync(await agent.StartAsync("entwurf"));
        await agent.DoAsync(HttpMethod.Put, $"/api/tasks/{task}/draft", new { data = new { ergebnis = "halb" } });
        using var other = await server.SignInAsync("agent2");

        Assert.Equal("halb", (string)(await agent.GetAsync($"/api/tasks/{task}"))["draft"]!["data"]!["ergebnis"]!);
        Assert.Null((await other.GetAsync($"/api/tasks/{task}"))["draft"]);
    }

    [Fact]
    public async Task The_inbox_pages_by_key_without_losing_or_repeating_a_task()
    {
        using var agent = await OpenAsync(Model.Review("seiten"));
        for (var i = 0; i < 5; i++)
        {
            await agent.StartAsync("seiten");
        }

        var seen = new List<string>();
        var next = "";
        do
        {
            var page = await agent.GetAsync($"/api/inbox?process=seiten&limit=2{(next.Length > 0 ? "&after=" + next : "")}");
            Assert.Equal(5, (int)page["total"]!);
            seen.AddRange(page["rows"]!.AsArray().Select(r => (string)r!["key"]!));
            next = (string?)page["next"] ?? "";
        }
        while (next.Length > 0);

        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public async Task A_view_is_shared_with_a_group()
    {
        using var agent = await server.SignInAsync("agent");
        var saved = await agent.DoAsync("/api/saved-views", new
        {
            name = "Dringend",
            query = new { view = "groups", priority = "high" },
            sharedWith = new[] { "change-agents" },
        });
        using var other = await server.SignInAsync("agent2");

        var shared = (await other.GetAsync("/api/saved-views")).AsArray().Single(v => (string)v!["name"]! == "Dringend")!;
        Assert.False((bool)shared["own"]!);
        Assert.NotNull((await other.GetAsync("/api/inbox/counts"))["saved"]![(string)saved!["key"]!]);
        await other.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Delete, $"/api/saved-views/{saved["key"]}");
        using var stranger = await server.SignInAsync("bauhof");
        Assert.Empty((await stranger.GetAsync("/api/saved-views")).AsArray());
    }

    private async Task<Browser> OpenAsync((string Name, string Content)[] model, string userName = "agent")
    {
        await server.DeployAsync(model);
        return await server.SignInAsync(userName);
    }

    private static IEnumerable<string> Kinds(JsonNode history) => history["rows"]!.AsArray().Select(l => (string)l!["kind"]!);

    private static IEnumerable<string> Names(JsonNode fields) => fields.AsArray().Select(f => (string)f!["name"]!);
}
