using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Processes;
using Microsoft.AspNetCore.Hosting;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Orchestration;

public sealed class BatchOperationTests
{
    private const int Cases = 200;
    private static readonly string ByProcess = """{"filter": {"processDefinitionId": "viele"}}""";

    [Fact]
    public async Task A_batch_operation_goes_on_after_a_crash_and_changes_every_instance_once()
    {
        var folder = Directory.CreateTempSubdirectory("kommune-workflow-");
        try
        {
            var (data, workflows) = (Path.Combine(folder.FullName, "data"), WriteProcedure(folder));
            string operation;
            await using (var first = await StartAsync(data, workflows))
            {
                await Task.WhenAll(Enumerable.Range(0, Cases).Select(_ =>
                    PostAsync(first.Http, "/v2/process-instances", """{"processDefinitionId": "viele"}""")));
                operation = (string)(await PostAsync(first.Http, "/v2/process-instances/cancellation", ByProcess))["batchOperationKey"]!;
                await first.KillAsync();
            }

            await using var second = await StartAsync(data, workflows);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            JsonNode state;
            do
            {
                patience.Token.ThrowIfCancellationRequested();
                state = JsonNode.Parse(await second.Http.GetStringAsync($"/v2/batch-operations/{operation}"))!;
            }
            while (state["endDate"] is null);

            Assert.Equal((Cases, 0), ((int)state["operationsCompletedCount"]!, (int)state["operationsFailedCount"]!));
            var ended = await PostAsync(
                second.Http,
                "/v2/process-instances/search",
                """{"filter": {"processDefinitionId": "viele", "state": "TERMINATED"}, "page": {"limit": 1}}""");
            Assert.Equal(Cases, (int)ended["page"]!["totalItems"]!);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task More_changes_or_operations_than_the_limits_allow_are_refused_and_change_nothing()
    {
        await using var server = new LimitedServer();
        await server.InitializeAsync();
        await server.DeployAsync(Model.Review("viele"));
        using var operations = await server.SignInAsync("prozess");
        string[] keys =
            [await operations.StartAsync("viele"), await operations.StartAsync("viele"), await operations.StartAsync("viele")];

        var problem = await operations.RefusedAsync(
            System.Net.HttpStatusCode.BadRequest, HttpMethod.Post, "/v2/process-instances/cancellation", ByProcess);

        Assert.Contains("at most 2 changes", (string)problem["detail"]!, StringComparison.Ordinal);
        foreach (var key in keys)
        {
            Assert.Equal("ACTIVE", (string)(await operations.GetAsync($"/v2/process-instances/{key}"))["state"]!);
        }
    }

    private static async Task<ServerProcess> StartAsync(string data, string workflows)
    {
        var server = await ServerProcess.StartAsync(data, workflows);
        server.Http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String("admin:demo"u8));
        return server;
    }

    private static string WriteProcedure(DirectoryInfo folder)
    {
        var workflows = folder.CreateSubdirectory("workflows");
        var procedure = workflows.CreateSubdirectory("viele");
        var forms = procedure.CreateSubdirectory("forms");
        var files = Model.Review("viele");
        File.WriteAllText(Path.Combine(procedure.FullName, files[0].Name), files[0].Content);
        File.WriteAllText(Path.Combine(forms.FullName, files[1].Name), files[1].Content);
        return workflows.FullName;
    }

    private static async Task<JsonNode> PostAsync(HttpClient http, string path, string json)
    {
        using var answer = await http.PostAsync(path, JsonContent.Create(JsonNode.Parse(json)));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private sealed class LimitedServer() : TestServer(demo: true)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Limits:BatchItemsMax", "2");
        }
    }
}
