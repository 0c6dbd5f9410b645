using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Kommune.Workflow.Server.Tests.Hosts;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

public sealed class SessionTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task A_demo_account_signs_in_and_out()
    {
        using var browser = await server.SignInAsync("agent");
        var session = await browser.GetAsync("/api/session");
        Assert.Equal("agent", (string)session["user"]!["userName"]!);
        Assert.Equal("change-agents", (string)session["user"]!["groups"]![0]!["id"]!);

        await browser.DoAsync(HttpMethod.Delete, "/api/session");

        Assert.Null((await browser.GetAsync("/api/session"))["user"]);
    }

    [Theory]
    [InlineData("agent", "falsch")]
    [InlineData("niemand", "demo")]
    public async Task A_wrong_name_and_a_wrong_password_are_answered_alike(string userName, string password)
    {
        using var browser = server.Open();

        var problem = await browser.RefusedAsync(
            HttpStatusCode.Unauthorized, HttpMethod.Post, "/api/session", new { userName, password });

        Assert.Equal("Benutzername oder Kennwort stimmen nicht.", (string)problem["detail"]!);
    }

    [Theory]
    [InlineData("/api/inbox")]
    [InlineData("/api/cases")]
    public async Task Nothing_is_read_without_signing_in(string path)
    {
        using var browser = server.Open();

        await browser.RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, path);
    }

    [Fact]
    public async Task A_change_with_the_cookie_but_without_the_token_is_refused()
    {
        using var browser = await server.SignInAsync("agent");

        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await browser.Http.PostAsync("/api/notifications/read", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task With_demo_http_basic_works()
    {
        using var browser = server.Open();
        browser.Http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String("admin:demo"u8));

        await browser.GetAsync("/api/operations");
    }

    [Fact]
    public async Task An_api_key_has_its_permissions_and_no_others_until_it_is_deleted()
    {
        using var admin = await server.SignInAsync("admin");
        var created = await admin.DoAsync("/api/api-keys", new { name = "auswertung", permissions = new[] { "operations" } });
        using var program = server.Open();
        program.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)created!["secret"]!);

        await program.GetAsync("/api/operations");
        await program.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "/api/users");
        await admin.DoAsync(HttpMethod.Delete, $"/api/api-keys/{created["apiKey"]!["key"]}");
        await program.RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, "/api/operations");
    }

    [Fact]
    public async Task A_closed_account_loses_its_session_at_once()
    {
        using var admin = await server.SignInAsync("admin");
        var request = new { userName = "aushilfe", name = "Aushilfe", active = true, groups = Array.Empty<string>() };
        var created = await admin.DoAsync("/api/users", request);
        using var person = await server.SignInAsync("aushilfe", (string)created!["oneTimePassword"]!);

        await admin.DoAsync(HttpMethod.Put, "/api/users/aushilfe", request with { active = false });

        await person.RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, "/api/inbox");
    }

    [Fact]
    public async Task A_one_time_password_must_be_changed_before_anything_else()
    {
        using var admin = await server.SignInAsync("admin");
        var created = await admin.DoAsync("/api/users", new { userName = "neu", name = "Neu", active = true, groups = new[] { "bauhof" } });
        var oneTime = (string)created!["oneTimePassword"]!;
        using var person = await server.SignInAsync("neu", oneTime);

        await person.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "/api/inbox");
        await person.DoAsync("/api/me/password", new { current = oneTime, next = "ein langes neues Kennwort" });

        await person.GetAsync("/api/inbox");
    }

    [Fact]
    public async Task Only_the_administration_sees_accounts()
    {
        using var agent = await server.SignInAsync("agent");

        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Get, "/api/users");
        await agent.RefusedAsync(
            HttpStatusCode.Forbidden, HttpMethod.Post, "/api/groups", new { id = "x", name = "X", permissions = Array.Empty<string>() });
    }

    [Fact]
    public async Task Every_answer_says_what_a_page_may_load()
    {
        using var browser = server.Open();
        using var answer = await browser.Http.GetAsync("/api/session");

        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }
}
