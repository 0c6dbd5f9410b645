using System.Text.Json;
using System.Text.RegularExpressions;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Runtime;

/// <summary>Reads and checks <c>plugin.json</c>.</summary>
internal static partial class PluginManifestReader
{
    public const string FileName = "plugin.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <exception cref="PluginException">The manifest is broken, or asks for another Sdk.</exception>
    public static PluginManifest Read(string folder)
    {
        var manifest = Parse(File.ReadAllText(Path.Combine(folder, FileName)));
        if (!Id().IsMatch(manifest.Id))
        {
            throw new PluginException(
                $"Die Kennung „{manifest.Id}“ ist nicht gültig: "
                + "2 bis 30 Kleinbuchstaben, Ziffern und Bindestriche, am Anfang ein Buchstabe.");
        }

        if (manifest.Permissions.Except(PluginPermissions.All).FirstOrDefault() is { } unknown)
        {
            throw new PluginException(
                $"Die Berechtigung „{unknown}“ gibt es nicht. Möglich sind: {string.Join(", ", PluginPermissions.All)}.");
        }

        var sdk = typeof(IPlugin).Assembly.GetName().Version!;
        var version = new Version(sdk.Major, sdk.Minor, Math.Max(sdk.Build, 0));
        return SdkRange.Parse(manifest.Sdk).Contains(version)
            ? manifest
            : throw new PluginException($"Die Erweiterung verlangt das Sdk {manifest.Sdk}; diese Anwendung hat {version}.");
    }

    private static PluginManifest Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<PluginManifest>(json, Json)
                ?? throw new PluginException($"{FileName} ist leer.");
        }
        catch (JsonException exception)
        {
            throw new PluginException($"{FileName} ist nicht gültig: {exception.Message}", exception);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{1,29}$")]
    private static partial Regex Id();
}
