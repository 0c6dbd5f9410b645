using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Kommune.Workflow.Storage;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

public sealed class CaseTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task Cases_are_found_by_number_process_state_text_and_variable()
    {
        using var agent = await OpenAsync(Model.Review("suche"));
        var key = await agent.StartAsync("suche");
        var task = await agent.TaskOfAsync(key);
        await agent.DoAsync($"/api/tasks/{task}/complete", new { variables = new { ergebnis = "Straßenlaterne", betrag = 42 } });
        await agent.StartAsync("suche");

        Assert.Equal([key], await FindAsync(agent, "q=laterne"));
        Assert.Equal([key], await FindAsync(agent, "process=suche&state=completed"));
        Assert.Equal([key], await FindAsync(agent, "variable=betrag=42&variable=ergebnis=Straßenlaterne"));
        Assert.Empty(await FindAsync(agent, "variable=betrag=43"));
    }

    [Fact]
    public async Task A_case_is_seen_by_those_involved_and_by_operations()
    {
        using var agent = await OpenAsync(Model.Review("sicht"));
        var key = await agent.StartAsync("sicht");
        using var stranger = await server.SignInAsync("bauhof");
        using var operations = await server.SignInAsync("prozess");

        var problem = await stranger.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, $"/api/cases/{key}");
        Assert.Equal("Change-Agents", (string)problem["groups"]![0]!);
        Assert.Empty(await FindAsync(stranger, "process=sicht"));
        Assert.Equal([key], await FindAsync(operations, "process=sicht"));
        Assert.Equal("active", (string)(await operations.GetAsync($"/api/cases/{key}"))["state"]!);
    }

    [Fact]
    public async Task A_case_is_cancelled_by_operations_with_a_reason()
    {
        using var agent = await OpenAsync(Model.Review("abbruch"));
        var key = await agent.StartAsync("abbruch");
        using var operations = await server.SignInAsync("prozess");

        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Post, $"/api/cases/{key}/cancel", new { reason = "x" });
        await operations.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"/api/cases/{key}/cancel", new { reason = " " });
        await operations.DoAsync($"/api/cases/{key}/cancel", new { reason = "Doppelt" });

        var page = await operations.GetAsync($"/api/cases/{key}");
        Assert.Equal("canceled", (string)page["state"]!);
        var ended = (await operations.GetAsync($"/api/cases/{key}/history"))["rows"]!.AsArray()
            .Single(l => (string)l!["kind"]! == "caseCanceled")!;
        Assert.Equal("Doppelt", (string)ended["reason"]!);
        await operations.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"/api/cases/{key}/cancel", new { reason = "noch einmal" });
    }

    [Fact]
    public async Task A_comment_is_on_the_record_without_its_text_and_can_be_deleted_by_its_author()
    {
        using var agent = await OpenAsync(Model.Review("kommentar"));
        var key = await agent.StartAsync("kommentar");
        var comment = await agent.DoAsync($"/api/cases/{key}/comments", new { text = "Bitte <b>prüfen</b>" });
        using var other = await server.SignInAsync("agent2");

        await other.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Delete, $"/api/comments/{comment!["key"]}");
        await agent.DoAsync(HttpMethod.Delete, $"/api/comments/{comment["key"]}");

        Assert.Empty((await agent.GetAsync($"/api/cases/{key}/comments")).AsArray());
        var history = await agent.GetAsync($"/api/cases/{key}/history");
        Assert.Contains("commentDeleted", history.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("prüfen", history.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_comment_or_file_sent_twice_is_there_once_also_after_the_case_has_ended()
    {
        using var agent = await OpenAsync(Model.Review("nachtrag"));
        var key = await agent.StartAsync("nachtrag");
        await agent.DoAsync($"/api/tasks/{await agent.TaskOfAsync(key)}/complete", new { variables = new { ergebnis = "ja" } });

        using var first = await agent.PostAsync($"/api/cases/{key}/comments", new { text = "Erledigt" }, "nachtrag-1");
        using var again = await agent.PostAsync($"/api/cases/{key}/comments", new { text = "Erledigt" }, "nachtrag-1");
        for (var i = 0; i < 2; i++)
        {
            using var plan = File("Plan.pdf", "%PDF-1.7 …"u8.ToArray());
            using var attached = await agent.SendAsync(HttpMethod.Post, $"/api/cases/{key}/attachments", plan, "nachtrag-2");
            Assert.Equal(HttpStatusCode.Created, attached.StatusCode);
        }

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Single((await agent.GetAsync($"/api/cases/{key}/comments")).AsArray());
        Assert.Single((await agent.GetAsync($"/api/cases/{key}/attachments")).AsArray());
        var kinds = (await agent.GetAsync($"/api/cases/{key}/history"))["rows"]!.AsArray().Select(l => (string)l!["kind"]!).ToList();
        Assert.Equal(["attachmentAdded", "commentAdded"], kinds.Take(2));
        Assert.Single(kinds, "commentAdded");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task A_comment_needs_a_text(string? text)
    {
        using var agent = await OpenAsync(Model.Review("leer"));
        var key = await agent.StartAsync("leer");

        using var answer = await agent.PostAsync($"/api/cases/{key}/comments", new { text });

        Assert.True(answer.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest, answer.StatusCode.ToString());
    }

    [Fact]
    public async Task A_file_is_attached_downloaded_and_never_shown_inline()
    {
        using var agent = await OpenAsync(Model.Review("datei"));
        var key = await agent.StartAsync("datei");
        using var plan = File("../Plan.pdf", "%PDF-1.7 …"u8.ToArray());
        var attached = await agent.DoAsync(HttpMethod.Post, $"/api/cases/{key}/attachments", plan);

        Assert.Equal("Plan.pdf", (string)attached!["fileName"]!);
        using var download = await agent.Http.GetAsync($"/api/attachments/{attached["key"]}");
        Assert.Equal("attachment", download.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("%PDF-1.7 …", await download.Content.ReadAsStringAsync());
        using var stranger = await server.SignInAsync("bauhof");
        await stranger.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, $"/api/attachments/{attached["key"]}");
    }

    [Theory]
    [InlineData("virus.exe", "MZ…")]
    [InlineData("seite.html", "<html>")]
    [InlineData("bild.png", "%PDF-1.7")]
    [InlineData("leer.pdf", "")]
    public async Task A_file_of_another_kind_is_refused(string name, string content)
    {
        using var agent = await OpenAsync(Model.Review("dateiart"));
        var key = await agent.StartAsync("dateiart");

        await agent.RefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            HttpMethod.Post,
            $"/api/cases/{key}/attachments",
            File(name, Encoding.UTF8.GetBytes(content)));
    }

    [Fact]
    public async Task A_stuck_case_is_repaired_and_goes_on()
    {
        using var operations = await OpenAsync(Model.Job("haengt"), "prozess");
        var key = await operations.StartAsync("haengt");
        await SendAsync(await LeaseAsync(), job => new FailJob(job, Retries: 0, "Register antwortet nicht", TimeSpan.Zero));
        var incident = (await operations.GetAsync("/api/incidents?process=haengt"))["rows"]![0]!;
        Assert.Equal("jobNoRetries", (string)incident["kind"]!);
        Assert.Equal("incident", (string)(await operations.GetAsync($"/api/cases/{key}"))["state"]!);

        await operations.DoAsync(
            $"/api/incidents/{incident["key"]}/retry",
            new { variables = new[] { new { scopeKey = key, values = new { betrag = 5 } } } });

        Assert.Equal("active", (string)(await operations.GetAsync($"/api/cases/{key}"))["state"]!);
        await SendAsync(await LeaseAsync(), job => new CompleteJob(job));
        Assert.Equal("completed", (string)(await operations.GetAsync($"/api/cases/{key}"))["state"]!);
        using var agent = await server.SignInAsync("agent");
        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "/api/incidents");
    }

    [Fact]
    public async Task Operations_see_counts_and_health()
    {
        using var operations = await server.SignInAsync("prozess");

        var page = await operations.GetAsync("/api/operations");

        Assert.All(page["checks"]!.AsArray(), check => Assert.Equal("ok", (string)check!["status"]!));
        Assert.Equal("SQLite", (string)page["database"]!);
    }

    [Fact]
    public async Task Search_finds_what_the_caller_may_see()
    {
        using var agent = await OpenAsync(Model.Review("globalsuche"));
        var key = await agent.StartAsync("globalsuche");
        var task = await agent.TaskOfAsync(key);
        await agent.DoAsync($"/api/tasks/{task}/complete", new { variables = new { ergebnis = "Unverwechselbar" } });
        using var stranger = await server.SignInAsync("bauhof");

        Assert.Single((await agent.GetAsync("/api/search?q=unverwechselbar"))["cases"]!.AsArray());
        Assert.Empty((await stranger.GetAsync("/api/search?q=unverwechselbar"))["cases"]!.AsArray());
    }

    private async Task<long> LeaseAsync()
    {
        var request = new JobRequest
        {
            Type = "rechnen",
            Worker = "test",
            JobsMax = 1,
            Lease = TimeSpan.FromMinutes(1),
            Wait = TimeSpan.FromSeconds(10),
        };
        return (await server.Engine.ActivateJobsAsync(request)).Single().Key;
    }

    private async Task SendAsync(long key, Func<int, Command> command)
    {
        var instance = InstanceKey.Of(key, out var local);
        var outcome = await server.Engine.SendAsync(TenantScope.Default, instance, command(local), Actor.Engine);
        Assert.True(outcome.Accepted, outcome.Rejection?.Message);
    }

    private static MultipartFormDataContent File(string name, byte[] content)
    {
        var part = new ByteArrayContent(content);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return new MultipartFormDataContent { { part, "file", name } };
    }

    private static async Task<IEnumerable<string>> FindAsync(Browser browser, string query) =>
        (await browser.GetAsync("/api/cases?" + query))["rows"]!.AsArray().Select(r => (string)r!["key"]!);

    private async Task<Browser> OpenAsync((string Name, string Content)[] model, string userName = "agent")
    {
        await server.DeployAsync(model);
        return await server.SignInAsync(userName);
    }
}
