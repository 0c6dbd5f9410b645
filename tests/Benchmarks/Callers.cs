using System.Diagnostics;

namespace Kommune.Workflow.Benchmarks;

/// <summary>What callers who each wait for their answer before they call again achieve.</summary>
/// <param name="PerSecond">Calls answered.</param>
/// <param name="Slowest99">The 99th percentile of a call's time, in milliseconds.</param>
internal sealed record Throughput(double PerSecond, double Slowest99)
{
    /// <summary>Calls for a time.</summary>
    public static Task<Throughput> ForAsync(int callers, TimeSpan window, Func<Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        return MeasureAsync(callers, () => Stopwatch.GetElapsedTime(started) < window ? call() : null);
    }

    /// <summary>Calls once for each item.</summary>
    public static Task<Throughput> OverAsync<T>(int callers, IReadOnlyList<T> items, Func<T, Task> call)
    {
        var next = -1;
        return MeasureAsync(callers, () => Interlocked.Increment(ref next) is var i && i < items.Count ? call(items[i]) : null);
    }

    private static async Task<Throughput> MeasureAsync(int callers, Func<Task?> call)
    {
        var started = Stopwatch.GetTimestamp();
        var samples = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var times = new List<double>();
            while (true)
            {
                var before = Stopwatch.GetTimestamp();
                if (call() is not { } running)
                {
                    return times;
                }

                await running;
                times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }
        })));
        var all = samples.SelectMany(times => times).ToList();
        return new Throughput(all.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, Figures.Percentile(all, 0.99));
    }
}
