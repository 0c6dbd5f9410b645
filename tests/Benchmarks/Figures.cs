using System.Globalization;

namespace Kommune.Workflow.Benchmarks;

/// <summary>How much is measured: everything, or what fits into a minute.</summary>
internal sealed record RunSize(TimeSpan Window, int WaitingInstances, int LoadedInstances, int OpenTasks, TimeSpan IdleAfter, bool Postgres)
{
    public static RunSize Quick { get; } = new(TimeSpan.FromSeconds(3), 4_000, 5_000, 50_000, TimeSpan.FromSeconds(3), false);

    public static RunSize Full { get; } = new(TimeSpan.FromSeconds(15), 40_000, 200_000, 1_000_000, TimeSpan.FromSeconds(20), true);
}

/// <summary>Prints one line a figure: <c>name value unit [floor value ratio]</c>.</summary>
internal static class Figures
{
    public static void Print(string name, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {Round(value)} {unit}"));

    public static void Print(string name, double value, string unit, double floor) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{name} {Round(value)} {unit} floor {Round(floor)} {value / floor:0.00}"));

    /// <summary>The value below which this share of the samples lies.</summary>
    public static double Percentile(List<double> samples, double share)
    {
        samples.Sort();
        return samples[Math.Min((int)(samples.Count * share), samples.Count - 1)];
    }

    private static string Round(double value) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
