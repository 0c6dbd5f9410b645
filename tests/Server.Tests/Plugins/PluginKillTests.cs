using System.Net.Http.Json;
using Kommune.Workflow.Server.Tests.Hosts;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Plugins;

/// <summary>Kill -9 of the real program while a plugin works.</summary>
public sealed class PluginKillTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-plugin-kill-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Work_that_was_cut_off_is_done_again_with_the_same_key()
    {
        await WriteProcessAsync();
        await using (var server = await StartAsync())
        {
            using var started = await server.Http.PostAsJsonAsync("/api/processes/lang/cases", new { variables = new { } });
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
            await LinesAsync(1);
            await server.KillAsync();
        }

        await using var again = await StartAsync();

        Assert.Single((await LinesAsync(2)).Distinct());
    }

    private string Data => Path.Combine(folder.FullName, "data");

    private string Workflows => Path.Combine(folder.FullName, "workflows");

    private Task<ServerProcess> StartAsync()
    {
        var plugins = Path.Combine(folder.FullName, "plugins", "sample");
        if (Directory.CreateDirectory(plugins).EnumerateFiles().FirstOrDefault() is null)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "sample-plugin")))
            {
                File.Copy(file, Path.Combine(plugins, Path.GetFileName(file)));
            }
        }

        // A short lease: what the killed program held is free again soon.
        return ServerProcess.StartAsync(
            Data, Workflows, "--plugins", Path.GetDirectoryName(plugins)!, "--Engine:WorkerLease", "00:00:03");
    }

    private Task<string[]> LinesAsync(int count) => Eventually.FindAsync(async () =>
    {
        var diary = Path.Combine(Data, "plugins", "probe", "long-work.txt");
        var lines = File.Exists(diary)
            ? (await File.ReadAllLinesAsync(diary)).Where(line => line.StartsWith("job:", StringComparison.Ordinal)).ToArray()
            : [];
        return lines.Length >= count ? lines : null;
    });

    private async Task WriteProcessAsync()
    {
        var process = Directory.CreateDirectory(Path.Combine(Workflows, "lang")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(process, "process.bpmn"),
            """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
                targetNamespace="http://example.org">
              <process id="lang" name="Lange Arbeit" isExecutable="true">
                <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
                <serviceTask id="t"><extensionElements><zeebe:taskDefinition type="probe-long"/></extensionElements></serviceTask>
                <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>
              </process>
            </definitions>
            """);
    }
}
