using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.Tests.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Hosts;

public sealed class VerifyHistoryTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task A_changed_entry_is_reported_with_case_and_entry()
    {
        await server.DeployAsync(Model.Review("akte"));
        using var agent = await server.SignInAsync("agent");
        await agent.StartAsync("akte");
        var key = long.Parse(await agent.StartAsync("akte"), null);
        var task = await agent.TaskOfAsync($"{key}");
        await agent.DoAsync($"/api/tasks/{task}/complete", new { variables = new { ergebnis = "gut" } });
        var untouched = new StringWriter();
        Assert.Equal(0, await VerifyHistory.RunAsync(["--data", server.DataFolder], untouched));
        Assert.Contains("in 2 Vorgängen. Alle Aufzeichnungen sind unverändert.", untouched.ToString(), StringComparison.Ordinal);

        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        var last = await database.Journal.Where(j => j.Position > key).OrderBy(j => j.Position).Select(j => j.Position).LastAsync();
        await database.Journal.Where(j => j.Position == last)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.Entry, new byte[] { 1 }));

        var report = new StringWriter();
        Assert.Equal(1, await VerifyHistory.RunAsync(["--data", server.DataFolder], report));
        Assert.Contains(
            $"Vorgangs {key} (ohne Aktenzeichen) ist ab Eintrag {last - key} verändert", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_database_is_said_and_not_made()
    {
        var folder = Path.Combine(server.DataFolder, "gibt-es-nicht");
        var report = new StringWriter();

        Assert.Equal(2, await VerifyHistory.RunAsync(["--data", folder], report));

        Assert.Contains("keine Datenbank", report.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }
}
