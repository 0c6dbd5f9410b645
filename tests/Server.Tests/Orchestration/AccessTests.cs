using System.Net;
using System.Text.RegularExpressions;
using Kommune.Workflow.Server.Tests.Hosts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Orchestration;

/// <summary>Who may ask what under <c>/v2</c>.</summary>
public sealed partial class AccessTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task Nothing_but_status_and_license_is_answered_without_signing_in()
    {
        using var stranger = server.Open();
        foreach (var (method, path) in Routes())
        {
            using var answer = await stranger.SendAsync(method, path, method == HttpMethod.Get ? null : "{}");
            var open = path is "/v2/status" or "/v2/license";
            Assert.True(
                open ? answer.IsSuccessStatusCode : answer.StatusCode == HttpStatusCode.Unauthorized,
                $"{method} {path}: {(int)answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("POST", "/v2/process-instances/search")]
    [InlineData("GET", "/v2/process-instances/1")]
    [InlineData("POST", "/v2/process-instances/1/cancellation")]
    [InlineData("POST", "/v2/element-instances/search")]
    [InlineData("GET", "/v2/element-instances/1")]
    [InlineData("POST", "/v2/variables/search")]
    [InlineData("GET", "/v2/variables/1")]
    [InlineData("POST", "/v2/incidents/search")]
    [InlineData("GET", "/v2/incidents/1")]
    [InlineData("POST", "/v2/incidents/1/resolution")]
    [InlineData("POST", "/v2/jobs/search")]
    [InlineData("POST", "/v2/jobs/1/completion")]
    [InlineData("POST", "/v2/clock/reset")]
    public async Task What_operators_and_programs_do_is_forbidden_to_others(string method, string path)
    {
        using var agent = server.OpenAs("agent");

        await agent.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Parse(method), path, method == "GET" ? null : "{}");
    }

    [Fact]
    public async Task A_change_by_cookie_needs_the_antiforgery_token()
    {
        using var admin = await server.SignInAsync("admin");

        // Straight through the client: the cookie goes along, the token does not.
        using var answer = await admin.Http.PostAsync(
            "/v2/signals/broadcast", new StringContent("""{"signalName":"a"}""", null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Without_demo_the_clock_has_no_address()
    {
        await using var fresh = new FreshServer();

        Assert.DoesNotContain(Patterns(fresh), pattern => pattern.StartsWith("/v2/clock", StringComparison.Ordinal));
        Assert.Contains(Patterns(server), pattern => pattern.StartsWith("/v2/clock", StringComparison.Ordinal));
    }

    private IEnumerable<(HttpMethod Method, string Path)> Routes() =>
        from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.RoutePattern.RawText!.StartsWith("/v2/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        select (HttpMethod.Parse(method), Parameter().Replace(endpoint.RoutePattern.RawText!, "1").TrimEnd('/'));

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();

    private static IEnumerable<string> Patterns(TestServer host) => host.Services.GetRequiredService<EndpointDataSource>()
        .Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!);
}
