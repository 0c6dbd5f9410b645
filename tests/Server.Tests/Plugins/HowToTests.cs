using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kommune.Workflow.Server.Tests.Hosts;
using Microsoft.AspNetCore.Hosting;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Plugins;

/// <summary>Does what <c>docs/how-to/write-a-plugin.md</c> says, word for word, against the program of this build.</summary>
public sealed partial class HowToTests : IDisposable
{
    private static readonly TimeSpan CommandTimeMax = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-how-to-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_plugin_written_by_following_the_page_does_its_work_in_a_case()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "how-to", "write-a-plugin.md"));
        var blocks = Block().Matches(page).Select(m => (Kind: m.Groups[1].Value, Text: m.Groups[2].Value)).ToList();
        foreach (var (kind, text) in blocks)
        {
            switch (kind)
            {
                case "bash": await RunAsync(text); break;
                case "csharp":
                    await File.WriteAllTextAsync(Path.Combine(folder.FullName, PathIn().Match(text).Groups[1].Value), text);
                    break;
                default: break;
            }
        }

        await using var server = new HowToServer(Plugins);
        await server.InitializeAsync();
        using var browser = await server.SignInAsync("admin");
        await server.DeployAsync(("process.bpmn", blocks.Single(block => block.Kind == "xml").Text));

        var key = await browser.StartAsync("begruessung", new { antragsteller = "Anna" });

        Assert.Equal("Guten Tag, Anna!", await ResultAsync(browser, key));
        var template = (await browser.GetAsync("/api/element-templates")).AsArray()
            .Single(candidate => (string)candidate!["id"]! == "kommune.gruss-greet")!;
        Assert.Equal("Grüßen", (string)template["name"]!);
        Assert.Equal(
            new (string?, string?)[] { ("type", null), ("name", "Name"), ("marks", "Ausrufezeichen"), (null, "Gruß: Name der Variablen") },
            template["properties"]!.AsArray().Select(property => (
                (string?)property!["binding"]!["name"] ?? (string?)property["binding"]!["property"], (string?)property["label"])));
    }

    private string Plugins => Path.Combine(folder.FullName, "plugins");

    private static async Task<string> ResultAsync(Browser browser, string key)
    {
        var until = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(60);
        while (true)
        {
            var page = await browser.DoAsync("/v2/variables/search", new { filter = new { processInstanceKey = key, name = "gruss" } });
            if (page!["items"]!.AsArray() is [{ } variable, ..])
            {
                return (string)JsonNode.Parse((string)variable["value"]!)!;
            }

            Assert.True(TimeProvider.System.GetUtcNow() < until, "The task was not done.");
            await Task.Yield();
        }
    }

    /// <summary>Runs commands in the folder, with templates of its own and no package source but what this build already brought.</summary>
    private async Task RunAsync(string commands)
    {
        Directory.CreateDirectory(Plugins);
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "NuGet.config"),
            "<configuration><packageSources><clear /></packageSources></configuration>");
        var hive = Path.Combine(folder.FullName, "templates");
        var isolated = commands.Replace("dotnet new ", $"dotnet new --debug:custom-hive '{hive}' ", StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList = { "-euc", isolated },
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PROGRAM"] = AppContext.BaseDirectory.TrimEnd('/');
        start.Environment["REPOSITORY"] = Root();
        start.Environment["PLUGINS"] = Plugins;
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(CommandTimeMax);
        var said = process.StandardOutput.ReadToEndAsync(patience.Token);
        var complained = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{commands}\n{await said}\n{await complained}");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    /// <summary>The first line of a program says in which file it stands.</summary>
    [GeneratedRegex(@"^// (\S+)\n")]
    private static partial Regex PathIn();

    private sealed class HowToServer(string plugins) : TestServer(demo: true)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("plugins", plugins);
        }
    }
}
