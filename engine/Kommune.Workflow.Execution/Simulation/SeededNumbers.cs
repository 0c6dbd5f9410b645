namespace Kommune.Workflow.Execution;

/// <summary>Numbers that look random and are not: the same seed gives the same row, on every machine.</summary>
/// <remarks>SplitMix64. Independent rows come from seeds that differ in anything.</remarks>
internal struct SeededNumbers
{
    /// <summary>The 90th percentile of the standard normal distribution.</summary>
    private const double NinetiethNormal = 1.2815515655446004;

    private ulong state;

    public SeededNumbers(params ReadOnlySpan<ulong> seeds)
    {
        state = 0x9E3779B97F4A7C15;
        foreach (var seed in seeds)
        {
            state = Mix(state ^ Mix(seed + 0x9E3779B97F4A7C15));
        }
    }

    /// <summary>From 0 to below 1.</summary>
    public double Next()
    {
        state += 0x9E3779B97F4A7C15;
        return (Mix(state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Time until the next of events that come independently of each other.</summary>
    public TimeSpan Exponential(TimeSpan mean) => mean * -Math.Log(1 - Next());

    /// <summary>A lognormal duration with this median and 90th percentile.</summary>
    public TimeSpan Lognormal(SimulatedDuration duration)
    {
        if (duration.Median <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var spread = Math.Log(Math.Max(1, duration.Ninetieth / duration.Median)) / NinetiethNormal;
        var normal = Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());
        return duration.Median * Math.Exp(spread * normal);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
