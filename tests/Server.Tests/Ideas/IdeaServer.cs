using System.Text.Json.Nodes;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Tests.Hosts;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Kommune.Workflow.Server.Tests.Ideas;

/// <summary>A server with the procedures of the repository.</summary>
public abstract class ProceduresServer(bool postgres) : TestServer(demo: true, postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static string Repository { get; } = FindRepository();

    /// <summary>Enters an idea; its key.</summary>
    public static Task<string> EnterAsync(
        Browser browser,
        string title,
        string problem = "Eingangspost wird von Hand verteilt.",
        string theme = "Digitale Verwaltung",
        string department = "Hauptamt",
        string view = "intern") => browser.StartAsync("idee", new
        {
            titel = title,
            problemstellung = problem,
            loesungsansatz = $"Ein Werkzeug für: {title}",
            mehrwert = "Alle gewinnen Zeit.",
            beschreibung = "Es läuft im Alltag mit.",
            fachbereich = department,
            themenwelt = theme,
            sicht = view,
        });

    /// <summary>Completes the only open task of an idea.</summary>
    public static async Task DecideAsync(Browser browser, string idea, object answers)
    {
        var detail = await browser.GetAsync($"/api/ideas/{idea}");
        var task = (string)detail["openTasks"]!.AsArray().Single()!["key"]!;
        await browser.DoAsync($"/api/tasks/{task}/complete", new { variables = answers });
    }

    /// <summary>Asks again after each change in the engine until the answer is as wanted.</summary>
    public async Task<JsonNode> UntilAsync(Func<Task<JsonNode>> ask, Func<JsonNode, bool> isReady)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var changed = new SemaphoreSlim(0);
        using var subscription = Services.GetRequiredService<ChangeFeed>().Subscribe(_ => changed.Release());
        while (true)
        {
            var answer = await ask();
            if (isReady(answer))
            {
                return answer;
            }

            await changed.WaitAsync(limit.Token);
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("workflows", Path.Combine(Repository, "workflows"));
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Kommune.Workflow.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}

/// <summary>The same in SQLite.</summary>
public sealed class IdeaServer() : ProceduresServer(postgres: false);
