using System.Net;
using Kommune.Workflow.Server.Sessions;
using Kommune.Workflow.Server.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

public sealed class SetupTests(FreshServer server) : IClassFixture<FreshServer>
{
    [Fact]
    public async Task The_set_up_link_creates_the_first_administrator_once()
    {
        var code = server.Services.GetRequiredService<SetupLink>().Address.Split('#')[1];
        using var browser = server.Open();
        Assert.True((bool)(await browser.GetAsync("/api/session"))["setupNeeded"]!);
        object Request(string used, string password) => new { code = used, userName = "leitung-it", name = "Leitung IT", password };

        await browser.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, "/api/setup", Request("falsch", "ein langes Kennwort"));
        await browser.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/api/setup", Request(code, "kurz"));
        var session = await browser.DoAsync("/api/setup", Request(code, "ein langes Kennwort"));

        Assert.Contains("administration", session!["user"]!["permissions"]!.AsArray().Select(p => (string)p!));
        Assert.False((bool)session["setupNeeded"]!);
        using var other = server.Open();
        await other.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, "/api/setup", Request(code, "ein langes Kennwort"));
    }

    [Fact]
    public async Task Without_demo_there_is_no_http_basic_and_no_demo_account()
    {
        using var browser = server.Open();
        browser.Http.DefaultRequestHeaders.Add("Authorization", "Basic " + Convert.ToBase64String("admin:demo"u8));

        await browser.RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, "/api/inbox");
        await browser.RefusedAsync(
            HttpStatusCode.Unauthorized, HttpMethod.Post, "/api/session", new { userName = "admin", password = "demo" });
    }
}
