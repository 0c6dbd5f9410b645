using System.Net;
using Kommune.Workflow.Server.Tests.Hosts;
using Microsoft.AspNetCore.Hosting;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Access;

/// <summary>A server whose people sign in at a provider, too.</summary>
public sealed class ServerWithProvider() : TestServer(demo: true)
{
    public IdentityProvider Provider { get; } = new();

    public override async ValueTask InitializeAsync()
    {
        await Provider.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("OpenIdConnect:Authority", Provider.Authority);
        builder.UseSetting("OpenIdConnect:ClientId", IdentityProvider.ClientId);
        builder.UseSetting("OpenIdConnect:ClientSecret", IdentityProvider.ClientSecret);
        builder.UseSetting("OpenIdConnect:AllowHttp", "true");
        builder.UseSetting("OpenIdConnect:Name", "Stadt-Konto");
        builder.UseSetting("OpenIdConnect:CreateAccounts", "true");
        builder.UseSetting("OpenIdConnect:GroupsClaim", "groups");
        builder.UseSetting("OpenIdConnect:Groups:ad-bauhof", "bauhof");
    }
}

public sealed class OpenIdConnectTests(ServerWithProvider server) : IClassFixture<ServerWithProvider>, IDisposable
{
    private readonly HttpClient provider = new(new HttpClientHandler { AllowAutoRedirect = false });

    [Fact]
    public async Task A_person_signs_in_and_comes_back_to_the_page_asked_for()
    {
        server.Provider.IsUsedBy("Agent", "Change-Agent 1", "change-agents");
        using var browser = server.Open();
        Assert.Equal("Stadt-Konto", (string)(await browser.GetAsync("/api/session"))["singleSignOn"]!);

        Assert.Equal("/vorgaenge?state=active", await SignInAsync(browser, "/vorgaenge?state=active"));

        var me = (await browser.GetAsync("/api/session"))["user"]!;
        Assert.Equal("agent", (string)me["userName"]!);
        Assert.Equal(["change-agents"], me["groups"]!.AsArray().Select(g => (string)g!["id"]!));
        await browser.DoAsync("/api/notifications/read", new { keys = Array.Empty<string>() });
    }

    [Fact]
    public async Task Groups_follow_the_claim_as_far_as_they_exist_here()
    {
        server.Provider.IsUsedBy("neu.bauhof", "Neue Person", "ad-bauhof", "kaemmerei", "gibt-es-nicht");
        using var first = server.Open();
        await SignInAsync(first);
        var me = (await first.GetAsync("/api/session"))["user"]!;
        Assert.Equal("Neue Person", (string)me["name"]!);
        Assert.Equal(["bauhof", "kaemmerei"], me["groups"]!.AsArray().Select(g => (string)g!["id"]!).Order());
        Assert.False((bool)me["mustChangePassword"]!);

        server.Provider.IsUsedBy("neu.bauhof", "Neue Person", "ad-bauhof");
        using var second = server.Open();
        await SignInAsync(second);

        Assert.Equal(["bauhof"], (await first.GetAsync("/api/session"))["user"]!["groups"]!.AsArray().Select(g => (string)g!["id"]!));
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("signature")]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("expiry")]
    public async Task A_token_that_does_not_fit_opens_no_session(string fault)
    {
        server.Provider.IsUsedBy("agent", "Change-Agent 1", "change-agents");
        server.Provider.Fault = fault;
        using var browser = server.Open();

        Assert.Equal("/anmelden?fehler=abgelehnt", await SignInAsync(browser));

        Assert.Null((await browser.GetAsync("/api/session"))["user"]);
    }

    [Fact]
    public async Task An_answer_nobody_asked_for_opens_no_session()
    {
        using var browser = server.Open();

        using var answer = await browser.Http.GetAsync("/api/session/oidc/callback?code=one-time&state=made-up");

        Assert.Equal("/anmelden?fehler=abgelehnt", answer.Headers.Location?.OriginalString);
        Assert.Null((await browser.GetAsync("/api/session"))["user"]);
    }

    [Fact]
    public async Task A_closed_account_stays_closed()
    {
        server.Provider.IsUsedBy("gesperrt", "Gesperrte Person");
        using var first = server.Open();
        await SignInAsync(first);
        using var admin = await server.SignInAsync("admin");
        await admin.DoAsync(
            HttpMethod.Put,
            "/api/users/gesperrt",
            new { userName = "gesperrt", name = "Gesperrte Person", active = false, groups = Array.Empty<string>() });

        using var again = server.Open();

        Assert.Equal("/anmelden?fehler=unbekannt", await SignInAsync(again));
        Assert.Null((await first.GetAsync("/api/session"))["user"]);
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org")]
    public async Task Signing_in_leads_to_no_other_site(string returnTo)
    {
        server.Provider.IsUsedBy("agent", "Change-Agent 1", "change-agents");
        using var browser = server.Open();

        Assert.Equal("/", await SignInAsync(browser, returnTo));
    }

    public void Dispose()
    {
        server.Provider.Fault = null;
        provider.Dispose();
    }

    /// <summary>Goes the way of a browser; where it ends.</summary>
    private async Task<string?> SignInAsync(Browser browser, string returnTo = "/")
    {
        using var toProvider = await browser.Http.GetAsync("/api/session/oidc?returnTo=" + Uri.EscapeDataString(returnTo));
        Assert.Equal(HttpStatusCode.Redirect, toProvider.StatusCode);
        using var back = await provider.GetAsync(toProvider.Headers.Location);
        using var answer = await browser.Http.GetAsync(back.Headers.Location!.PathAndQuery);
        return answer.Headers.Location?.OriginalString;
    }
}

public sealed class WithoutProviderTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task Without_a_provider_none_is_offered()
    {
        using var browser = server.Open();

        Assert.Null((await browser.GetAsync("/api/session"))["singleSignOn"]);
        await browser.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/session/oidc");
    }
}
