using System.Globalization;

namespace Kommune.Workflow.Plugins.Mqtt.Devices;

/// <summary>Units that devices mix.</summary>
internal static class Units
{
    public static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");

    private static readonly Dictionary<string, (string Dimension, double Factor)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mm"] = ("length", 1), ["cm"] = ("length", 10), ["m"] = ("length", 1000),
        ["mV"] = ("voltage", 1), ["V"] = ("voltage", 1000),
    };

    /// <summary>A value in another unit; null when one cannot become the other.</summary>
    public static double? Convert(double value, string from, string to)
    {
        if (string.Equals(from, to, StringComparison.OrdinalIgnoreCase) || from.Length == 0 || to.Length == 0)
        {
            return value;
        }

        if (Known.TryGetValue(from, out var source) && Known.TryGetValue(to, out var target) && source.Dimension == target.Dimension)
        {
            return value * source.Factor / target.Factor;
        }

        return (Celsius(from), Celsius(to)) switch
        {
            (false, true) => (value - 32) / 1.8,
            (true, false) => (value * 1.8) + 32,
            (true, true) => value,
            _ => null,
        };
    }

    private static bool? Celsius(string unit) => unit.ToUpperInvariant() switch
    {
        "°C" or "C" => true,
        "°F" or "F" => false,
        _ => null,
    };
}
