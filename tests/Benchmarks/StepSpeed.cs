using System.Diagnostics;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Benchmarks;

/// <summary>The pure step function on one core: a process of ten script tasks from start to end.</summary>
internal static class StepSpeed
{
    private const int Batch = 1_000;

    public static Task RunAsync(RunSize size)
    {
        var graph = BpmnCompiler.Compile(BenchProcesses.TenScripts.Content).Processes.Single();
        var variables = FeelContext.Of(("n", FeelNumber.Of(1)));
        var context = new StepContext(DateTimeOffset.UnixEpoch, Actor.Engine, (_, _, _) => null);
        RunFor(graph, variables, context, TimeSpan.FromSeconds(1));
        Figures.Print("step.ten_scripts", RunFor(graph, variables, context, size.Window), "instances/s");
        return Task.CompletedTask;
    }

    private static double RunFor(ProcessGraph graph, FeelContext variables, StepContext context, TimeSpan window)
    {
        var (count, started) = (0L, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started) < window)
        {
            for (var i = 0; i < Batch; i++)
            {
                var state = new InstanceState();
                var result = Interpreter.Step(graph, state, new StartInstance(InstanceKey.FromNumber(++count), 1, variables), context);
                if (!result.Accepted || state.Status != InstanceStatus.Completed)
                {
                    throw new InvalidOperationException("Expected the process to run to its end.");
                }
            }
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
