using System.Globalization;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Cluster;

/// <summary>Keys on the wire: decimal strings of 64 bits.</summary>
internal static class ClusterKey
{
    public static string Text(long key) => key.ToString(CultureInfo.InvariantCulture);

    public static string? Text(long? key) => key?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a key; what is none ends the request with 400.</summary>
    public static long Parse(string? text, string name) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw Problem.Invalid(
                $"Expected {name} to be a key (a decimal number), but found '{Shorten(text)}'.",
                "Die Adresse enthält keinen gültigen Schlüssel.");

    private static string Shorten(string? text) => text is { Length: > 40 } ? text[..40] + "…" : text ?? "";
}
