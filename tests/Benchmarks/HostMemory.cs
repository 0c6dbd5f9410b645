using System.Globalization;
using System.Net.Http.Json;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Benchmarks;

/// <summary>The most memory the program takes while many instances are started over HTTP: half of them end, half wait.</summary>
internal static class HostMemory
{
    private const int Callers = 64;

    public static async Task RunAsync(RunSize size)
    {
        var folder = Directory.CreateTempSubdirectory("kommune-bench-").FullName;
        try
        {
            await using var host = await HostUnderTest.StartAsync(folder);
            await host.SignInAsync("admin");
            await DeployAsync(host, BenchProcesses.TenScripts);
            await DeployAsync(host, BenchProcesses.OneTask);
            var started = await Throughput.OverAsync(
                Callers,
                [.. Enumerable.Range(0, size.LoadedInstances)],
                i => StartAsync(host, i % 2 == 0 ? BenchProcesses.Scripts : BenchProcesses.Task));
            var figure = string.Create(CultureInfo.InvariantCulture, $"host.{size.LoadedInstances}_instances");
            Figures.Print(figure + ".peak_memory", host.Megabytes("VmHWM"), "MB");
            Figures.Print(figure + ".started", started.PerSecond, "instances/s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task DeployAsync(HostUnderTest host, DeploymentResource resource)
    {
        using var file = new ByteArrayContent(resource.Content);
        using var form = new MultipartFormDataContent { { file, "resources", resource.Name } };
        using var answer = await host.Http.PostAsync("/v2/deployments", form);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task StartAsync(HostUnderTest host, string processId)
    {
        using var answer = await host.Http.PostAsJsonAsync(
            "/v2/process-instances", new { processDefinitionId = processId, variables = new { n = 1 } });
        answer.EnsureSuccessStatusCode();
    }
}
