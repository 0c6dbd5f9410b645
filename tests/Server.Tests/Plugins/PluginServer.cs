using Kommune.Workflow.Server.Tests.Hosts;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kommune.Workflow.Server.Tests.Plugins;

/// <summary>A demo server with the sample plugin, and with plugins that are broken in different ways.</summary>
public sealed class PluginServer() : TestServer(demo: true)
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-plugins-");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Delete(recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        var sample = Path.Combine(AppContext.BaseDirectory, "sample-plugin");
        Copy(sample, "sample", manifest => manifest);
        Copy(sample, "future", manifest => manifest.Replace("\"probe\"", "\"future\"", StringComparison.Ordinal)
            .Replace("[0.1,0.2)", "[9.0,10.0)", StringComparison.Ordinal));
        Copy(sample, "undeclared", manifest => manifest.Replace("\"probe\"", "\"undeclared\"", StringComparison.Ordinal)
            .Replace("\"tables\", ", "", StringComparison.Ordinal));
        Copy(sample, "twin", manifest => manifest);
        var broken = folder.CreateSubdirectory("broken");
        File.WriteAllText(Path.Combine(broken.FullName, "plugin.json"), "{ \"id\": ");
        var empty = folder.CreateSubdirectory("no-assembly");
        File.WriteAllText(
            Path.Combine(empty.FullName, "plugin.json"),
            """{"id":"no-assembly","name":"Leer","version":"1","sdk":"0.1","assembly":"gone.dll","licence":"EUPL-1.2"}""");
        builder.UseSetting("plugins", folder.FullName);
    }

    public async Task<Storage.PluginSettingsRow> SettingsRowAsync(string pluginId)
    {
        await using var scope = Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<Storage.WorkflowDbContext>();
        return await database.PluginSettings.SingleAsync(row => row.PluginId == pluginId);
    }

    private void Copy(string from, string name, Func<string, string> manifest)
    {
        var to = folder.CreateSubdirectory(name).FullName;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var json = Path.Combine(to, "plugin.json");
        File.WriteAllText(json, manifest(File.ReadAllText(json)));
    }
}
