using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

/// <summary>The real program with small limits: only it reads requests from a socket.</summary>
public sealed class SmallServer : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-workflow-");
    private ServerProcess? process;

    public HttpClient Http => process!.Http;

    public async ValueTask InitializeAsync()
    {
        process = await ServerProcess.StartAsync(
            Path.Combine(folder.FullName, "data"),
            folder.CreateSubdirectory("workflows").FullName,
            "--Limits:BodyBytesMax=20000",
            "--Limits:ApiBodyBytesMax=10000",
            "--Limits:DeploymentBytesMax=15000",
            "--Limits:AttachmentBytesMax=1000",
            "--Limits:SignInsPerMinute=5");
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("admin:demo"u8));
    }

    public async ValueTask DisposeAsync()
    {
        await process!.DisposeAsync();
        folder.Delete(recursive: true);
    }
}

public sealed class LimitTests(SmallServer server) : IClassFixture<SmallServer>
{
    [Theory]
    [InlineData("/v2/process-instances", 9_000, HttpStatusCode.NotFound)]
    [InlineData("/v2/process-instances", 12_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/api/tasks/bulk", 19_000, HttpStatusCode.BadRequest)]
    [InlineData("/api/tasks/bulk", 22_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_beyond_its_limit_is_refused(string path, int bytes, HttpStatusCode status)
    {
        var json = $$"""{"processDefinitionId": "{{new string('x', bytes)}}"}""";
        using var body = new StringContent(json, Encoding.UTF8, "application/json");

        using var answer = await server.Http.PostAsync(path, body);

        await ExpectAsync(status, answer);
    }

    [Fact]
    public async Task A_deployment_beyond_its_limit_is_refused_as_a_whole()
    {
        using var body = new MultipartFormDataContent();
        foreach (var (name, content) in Model.Review("gross"))
        {
            body.Add(new StringContent(content), "resources", name);
        }

        body.Add(new StringContent(new string(' ', 20_000)), "resources", "fill.txt");

        using var answer = await server.Http.PostAsync("/v2/deployments", body);

        await ExpectAsync(HttpStatusCode.RequestEntityTooLarge, answer);
        var found = await server.Http.PostAsync("/v2/process-definitions/search", JsonContent.Create(new { }));
        Assert.Equal(0, (int)JsonNode.Parse(await found.Content.ReadAsStringAsync())!["page"]!["totalItems"]!);
    }

    [Fact]
    public async Task Attempts_to_sign_in_are_limited_by_address()
    {
        var last = HttpStatusCode.Continue;
        for (var attempt = 0; attempt <= 5; attempt++)
        {
            using var answer = await server.Http.PostAsync(
                "/api/session", JsonContent.Create(new { userName = "niemand", password = "x" }));
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public void A_limit_that_is_not_positive_stops_the_start()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Limits:SignInsPerMinute"] = "0", ["Limits:SessionTimeout"] = "-00:01:00" }).Build();

        var error = Assert.Throws<InvalidOperationException>(() => ServerLimits.Read(settings));

        Assert.Contains("Limits:SignInsPerMinute, Limits:SessionTimeout", error.Message, StringComparison.Ordinal);
    }

    private static async Task ExpectAsync(HttpStatusCode status, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty((string)JsonNode.Parse(text)!["detail"]!);
    }
}
