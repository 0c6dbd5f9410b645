using System.Net;
using System.Text;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

public sealed class BadInputTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Theory]
    [InlineData("{", "malformed")]
    [InlineData("[]", "another kind")]
    [InlineData("""{"userName":"agent"}""", "a part is missing")]
    [InlineData("""{"userName":null,"password":"x"}""", "null")]
    [InlineData("""{"userName":{"a":1},"password":"x"}""", "another type")]
    public async Task A_wrong_body_is_refused_with_what_is_wrong(string body, string why)
    {
        using var browser = server.Open();

        var problem = await browser.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Post, "/api/session", body);

        Assert.True(((string)problem["detail"]!).Length > 10, why);
    }

    [Fact]
    public async Task A_body_that_nests_too_deeply_is_refused()
    {
        using var agent = await OpenAsync("tief");
        var deep = "{\"variables\":{\"a\":" + new string('[', 200) + new string(']', 200) + "}}";

        await agent.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Post, "/api/processes/tief/cases", deep);
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_refused()
    {
        using var agent = await server.SignInAsync("agent");
        using var body = new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded");

        await agent.RefusedAsync(HttpStatusCode.UnsupportedMediaType, HttpMethod.Post, "/api/notifications/read", body);
    }

    [Theory]
    [InlineData("/api/tasks/abc", HttpStatusCode.BadRequest)]
    [InlineData("/api/tasks/99999999999999999999999", HttpStatusCode.BadRequest)]
    [InlineData("/api/tasks/-5", HttpStatusCode.BadRequest)]
    [InlineData("/api/tasks/12345", HttpStatusCode.NotFound)]
    [InlineData("/api/cases/12345", HttpStatusCode.NotFound)]
    [InlineData("/api/attachments/12345", HttpStatusCode.NotFound)]
    [InlineData("/api/processes/gibt-es-nicht", HttpStatusCode.NotFound)]
    [InlineData("/api/gibt-es-nicht", HttpStatusCode.NotFound)]
    [InlineData("/api/inbox?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/inbox?limit=100000", HttpStatusCode.BadRequest)]
    [InlineData("/api/inbox?view=alles", HttpStatusCode.BadRequest)]
    [InlineData("/api/inbox?after=quatsch", HttpStatusCode.BadRequest)]
    [InlineData("/api/cases?state=kaputt", HttpStatusCode.BadRequest)]
    [InlineData("/api/cases?variable=ohnegleich", HttpStatusCode.BadRequest)]
    public async Task An_unknown_or_malformed_address_is_refused(string path, HttpStatusCode status)
    {
        using var agent = await server.SignInAsync("agent");

        await agent.RefusedAsync(status, HttpMethod.Get, path);
    }

    [Fact]
    public async Task A_search_text_is_only_a_text()
    {
        using var agent = await OpenAsync("suchtext");
        await agent.StartAsync("suchtext");

        foreach (var text in new[] { "%", "_", "\\", "'; drop table instances; --", "\u0000" })
        {
            var page = await agent.GetAsync($"/api/cases?process=suchtext&q={Uri.EscapeDataString(text)}");
            Assert.Empty(page["rows"]!.AsArray());
        }
    }

    [Fact]
    public async Task A_substitution_must_make_sense()
    {
        using var agent = await server.SignInAsync("agent");
        var now = DateTimeOffset.UtcNow;

        var problem = await agent.RefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            HttpMethod.Post,
            "/api/substitutions",
            new { deputy = "niemand", from = now, until = now.AddDays(-1) });
        Assert.Equal(["deputy", "until"], problem["errors"]!.AsObject().Select(e => e.Key).Order());
        await agent.RefusedAsync(
            HttpStatusCode.Forbidden,
            HttpMethod.Post,
            "/api/substitutions",
            new { absent = "leitung", deputy = "agent", from = now, until = now.AddDays(1) });
    }

    private async Task<Browser> OpenAsync(string processId)
    {
        await server.DeployAsync(Model.Review(processId));
        return await server.SignInAsync("agent");
    }
}
