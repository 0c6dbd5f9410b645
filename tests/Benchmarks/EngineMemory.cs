using System.Diagnostics;
using System.Globalization;

namespace Kommune.Workflow.Benchmarks;

/// <summary>The most memory a process of its own takes while many instances run through it.</summary>
internal static class EngineMemory
{
    private const int Callers = 64;

    public static async Task MeasureAsync(RunSize size)
    {
        var folder = Directory.CreateTempSubdirectory("kommune-bench-").FullName;
        try
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
            foreach (var argument in new[] { "--load", folder, size.LoadedInstances.ToString(CultureInfo.InvariantCulture) })
            {
                start.ArgumentList.Add(argument);
            }

            using var child = Process.Start(start)!;
            var megabytes = double.Parse(await child.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture);
            await child.WaitForExitAsync();
            Figures.Print(
                string.Create(CultureInfo.InvariantCulture, $"memory.peak.{size.LoadedInstances}_instances"), megabytes, "MB");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The child's part: half of the instances end at once, half wait at a user task.</summary>
    public static async Task<int> RunAsync(string folder, int instances)
    {
        await using (var engine = await EngineUnderTest.StartAsync(folder))
        {
            await Throughput.OverAsync(
                Callers,
                [.. Enumerable.Range(0, instances)],
                i => engine.StartInstanceAsync(i % 2 == 0 ? BenchProcesses.Scripts : BenchProcesses.Task));
        }

        Console.WriteLine(MegabytesOf(Environment.ProcessId, "VmHWM").ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>A figure of the kernel about a process: VmRSS is what it holds now, VmHWM the most it ever held.</summary>
    public static double MegabytesOf(int processId, string figure)
    {
        var line = File.ReadLines($"/proc/{processId}/status").Single(text => text.StartsWith(figure, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
