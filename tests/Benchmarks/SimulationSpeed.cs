using System.Diagnostics;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Benchmarks;

/// <summary>A simulation of 10,000 cases of a procedure with ten tasks for three offices.</summary>
internal static class SimulationSpeed
{
    private const int Cases = 10_000;

    public static Task RunAsync(RunSize size)
    {
        var graph = BpmnCompiler.Compile(BenchProcesses.TenTasks.Content).Processes.Single();
        var settings = new SimulationSettings
        {
            Cases = Cases,
            ArrivalsPerDay = 40,
            Seed = 1,
            Start = new DateTimeOffset(2026, 9, 14, 6, 0, 0, TimeSpan.Zero),
            People = new Dictionary<string, int> { ["amt-0"] = 8, ["amt-1"] = 8, ["amt-2"] = 8 },
        };
        var started = Stopwatch.GetTimestamp();
        var figures = CaseSimulation.Run(graph, settings);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (figures.Finished != Cases)
        {
            throw new InvalidOperationException($"Expected {Cases} cases to end, but {figures.Finished} did.");
        }

        Figures.Print("simulation.ten_tasks", seconds, "s");
        return Task.CompletedTask;
    }
}
