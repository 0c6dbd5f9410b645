using System.Net;
using System.Text.Json;
using Kommune.Workflow.Server.Imports;
using Kommune.Workflow.Server.Tests.Hosts;
using Xunit;

namespace Kommune.Workflow.Server.Tests;

/// <summary>Definitions of Elsa 3 are deployed, started and worked off like every other process.</summary>
public sealed class ElsaTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task A_definition_of_Elsa_is_deployed_and_its_task_stands_in_the_inbox()
    {
        using var http = server.CreateClient();
        using var answer = await DeployAsync(http, ("antrag.json", Definition("elsa-antrag", "Elsa.RunTask")));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var agent = await server.SignInAsync("agent");

        var caseKey = await agent.StartAsync("elsa-antrag");

        var row = (await agent.InboxAsync("process=elsa-antrag")).Single();
        Assert.Equal("Antrag prüfen", (string)row["title"]!);
        await agent.DoAsync($"/api/tasks/{row["key"]}/complete", new { variables = new { } });
        Assert.Equal("completed", (string)(await agent.GetAsync($"/api/cases/{caseKey}"))["state"]!);
    }

    [Fact]
    public async Task One_definition_that_cannot_run_keeps_all_from_being_deployed()
    {
        using var http = server.CreateClient();

        using var answer = await DeployAsync(
            http, ("gut.json", Definition("elsa-gut", "Elsa.RunTask")), ("schlecht.json", Definition("elsa-schlecht", "Elsa.RunCSharp")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("C#", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var agent = await server.SignInAsync("agent");
        Assert.Equal(HttpStatusCode.NotFound, (await agent.PostAsync("/api/processes/elsa-gut/cases", new { })).StatusCode);
    }

    [Fact]
    public async Task The_import_reports_what_runs_and_what_does_not()
    {
        var folder = Directory.CreateTempSubdirectory("kommune-workflow-elsa-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "gut.json"), Definition("elsa-a", "Elsa.RunTask"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "schlecht.json"), Definition("elsa-b", "Elsa.RunCSharp"));
            using var report = new StringWriter();

            var exitCode = await ImportCommand.RunAsync(["elsa", folder.FullName], report);

            Assert.Equal(1, exitCode);
            Assert.Contains("läuft       elsa-a (gut.json)", report.ToString(), StringComparison.Ordinal);
            Assert.Contains("läuft nicht elsa-b (schlecht.json)", report.ToString(), StringComparison.Ordinal);
            Assert.Contains("Aktivität eins: C#-Skripte", report.ToString(), StringComparison.Ordinal);
            Assert.Contains("1 von 2 Definitionen laufen hier.", report.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<HttpResponseMessage> DeployAsync(HttpClient http, params (string Name, string Content)[] files)
    {
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("admin:demo"u8));
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
        {
            form.Add(new StringContent(content), "resources", name);
        }

        return await http.PostAsync("/v2/deployments", form);
    }

    private static string Definition(string id, string type) => JsonSerializer.Serialize(new
    {
        id = $"{id}-1",
        definitionId = id,
        name = id,
        version = 1,
        root = new
        {
            id = "eins",
            type,
            version = 1,
            taskName = new { typeName = "String", expression = new { type = "Literal", value = "Antrag prüfen" } },
            payload = new { typeName = "ObjectDictionary", expression = new { type = "Object", value = """{"assignee": "agent"}""" } },
        },
    });
}
