using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Plugins.Files;

/// <summary>Looks for new files in watched folders; each starts one case, is attached to it, and moves away.</summary>
/// <remarks>
/// A file is taken once two looks found it unchanged, so that nobody is disturbed while writing it. It moves only after the case is
/// durable; after a crash between the two it is looked at again and finds its case by its name, time and content.
/// </remarks>
internal sealed class FolderWatch(Settings<FilesSettings> settings, IPluginHost host)
{
    public const string Done = "erledigt";

    /// <summary>The largest file, in bytes; larger ones are left where they lie.</summary>
    public const int BytesMax = 20 * 1024 * 1024;

    private Dictionary<string, (long Length, DateTime At)> seen = new(StringComparer.Ordinal);

    /// <summary>What the last look stumbled over, in German; null for nothing.</summary>
    public string? Problem { get; private set; }

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        Problem = null;
        var now = new Dictionary<string, (long, DateTime)>(StringComparer.Ordinal);
        foreach (var (folder, process) in settings.Current.WatchLines.Where(line => Directory.Exists(line.Left)))
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(IsReal).OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                var state = (file.Length, file.LastWriteTimeUtc);
                now[file.FullName] = state;
                if (seen.GetValueOrDefault(file.FullName) == state)
                {
                    await TryTakeAsync(file, process, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        seen = now;
    }

    private static bool IsReal(FileInfo file) => file.Name[0] is not ('.' or '~') && file.LinkTarget is null;

    private async Task TryTakeAsync(FileInfo file, string process, CancellationToken cancellationToken)
    {
        try
        {
            Problem = await TakeAsync(file, process, cancellationToken).ConfigureAwait(false) ?? Problem;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PluginException)
        {
            // One file that cannot be taken must not keep the others waiting.
            Problem = $"Die Datei „{file.Name}“ ließ sich nicht übernehmen: {exception.Message}";
            host.Log.LogWarning(exception, "A file of a watched folder could not be taken");
        }
    }

    private async Task<string?> TakeAsync(FileInfo file, string process, CancellationToken cancellationToken)
    {
        if (file.Length > BytesMax)
        {
            return $"Die Datei „{file.Name}“ ist größer als {BytesMax / 1024 / 1024} MB.";
        }

        var content = await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
        var key = Key(file, content);
        var variables = new JsonObject
        {
            ["dateiname"] = file.Name,
            ["groesse"] = file.Length,
            ["geaendertAm"] = file.LastWriteTimeUtc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (await host.Processes.StartAsync(process, variables, key, cancellationToken).ConfigureAwait(false) is not { } started)
        {
            return $"Das Verfahren „{process}“ ist nicht veröffentlicht.";
        }

        await host.Files.AddAsync(started, new CaseFile(file.Name, "application/octet-stream", content), key, cancellationToken)
            .ConfigureAwait(false);
        MoveToDone(file, key);
        return null;
    }

    private static void MoveToDone(FileInfo file, string key)
    {
        var folder = Directory.CreateDirectory(Path.Combine(file.DirectoryName!, Done)).FullName;
        var target = Path.Combine(folder, file.Name);
        if (File.Exists(target))
        {
            target = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(file.Name)}-{key[..8]}{file.Extension}");
        }

        File.Move(file.FullName, target, overwrite: true);
    }

    private static string Key(FileInfo file, byte[] content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var place = FormattableString.Invariant($"{file.FullName}\n{file.LastWriteTimeUtc.Ticks}\n");
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(place));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
