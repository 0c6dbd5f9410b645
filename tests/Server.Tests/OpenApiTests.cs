using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

public sealed class OpenApiTests(DemoServer server) : IClassFixture<DemoServer>
{
    /// <summary>Set to 1, the test writes the committed document instead of comparing with it.</summary>
    private const string UpdateVariable = "UPDATE_OPENAPI";

    [Fact]
    public async Task The_committed_description_is_the_one_served()
    {
        using var browser = await server.SignInAsync("agent");
        var served = (await browser.GetAsync("/openapi/v1.json")).ToJsonString(new() { WriteIndented = true }) + "\n";
        var file = Path.Combine(Root(), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            await File.WriteAllTextAsync(file, served);
        }

        Assert.True(
            await File.ReadAllTextAsync(file) == served,
            $"The API changed. Write docs/openapi.json anew by running this test with {UpdateVariable}=1 and review the difference.");
    }

    [Fact]
    public async Task Every_operation_has_a_name_and_says_what_it_does()
    {
        using var browser = await server.SignInAsync("agent");
        var paths = (await browser.GetAsync("/openapi/v1.json"))["paths"]!.AsObject();
        var operations = paths
            .Where(path => path.Key.StartsWith("/api/", StringComparison.Ordinal) || path.Key.StartsWith("/v2/", StringComparison.Ordinal))
            .SelectMany(path => path.Value!.AsObject().Select(o => (Name: $"{o.Key} {path.Key}", Operation: o.Value!)));

        Assert.All(operations, o =>
        {
            Assert.True(Has(o.Operation["operationId"]), o.Name + " has no operationId");
            Assert.True(Has(o.Operation["summary"]), o.Name + " has no summary");
        });
    }

    private static bool Has(JsonNode? text) => !string.IsNullOrEmpty((string?)text);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
