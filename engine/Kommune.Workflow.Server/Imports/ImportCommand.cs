using System.IO.Compression;
using System.Net.Http.Headers;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Definitions.Elsa;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Hosting;

namespace Kommune.Workflow.Server.Imports;

/// <summary><c>import elsa FOLDER|ZIP</c>: reports in German which definitions of an Elsa 3 server run here, and why others do
/// not.</summary>
/// <remarks>
/// <c>--deploy</c> also deploys those that run to a server that is running (<c>--url</c>, the key in the environment variable
/// <c>KOMMUNE_API_KEY</c>): all of them, or none.
/// </remarks>
public static class ImportCommand
{
    private const string KeyVariable = "KOMMUNE_API_KEY";
    private const int FilesMax = 10_000;

    /// <returns>The exit code: 0 all definitions run, 1 some do not or were not deployed, 2 nothing could be read.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter report)
    {
        if (arguments is not ["elsa", var source, .. var options] || source.StartsWith("--", StringComparison.Ordinal))
        {
            await report.WriteLineAsync("Bitte nennen Sie den Ordner oder die ZIP-Datei, zum Beispiel: import elsa export.zip");
            return 2;
        }

        var files = Read(source, out var problem);
        if (files.Count == 0)
        {
            await report.WriteLineAsync(problem ?? "Dort liegt keine Definition von Elsa 3 (*.json).");
            return 2;
        }

        var running = new List<DeploymentResource>();
        foreach (var file in files)
        {
            var compiled = ElsaCompiler.Compile(file.Content);
            await DescribeAsync(file, compiled, report);
            if (compiled.Ok)
            {
                running.Add(file);
            }
        }

        await report.WriteLineAsync();
        await report.WriteLineAsync($"{running.Count} von {files.Count} Definitionen laufen hier.");
        var isDeployed = !options.Contains("--deploy") || running.Count == 0 || await DeployAsync(running, options, report);
        return isDeployed && running.Count == files.Count ? 0 : 1;
    }

    private static IReadOnlyList<DeploymentResource> Read(string source, out string? problem)
    {
        problem = null;
        try
        {
            if (Directory.Exists(source))
            {
                return
                [
                    .. Directory.EnumerateFiles(source, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(FilesMax)
                        .Where(path => new FileInfo(path).Length <= ElsaOptions.Default.DocumentBytesMax)
                        .Select(path => new DeploymentResource(Path.GetRelativePath(source, path).Replace('\\', '/'),
                            File.ReadAllBytes(path)))
                        .Where(IsDefinition),
                ];
            }

            if (!File.Exists(source))
            {
                problem = $"„{source}“ gibt es nicht.";
                return [];
            }

            using var archive = ZipFile.OpenRead(source);
            return [.. archive.Entries.Take(FilesMax).Where(IsJson).Select(Unpack).Where(IsDefinition)];
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            problem = $"„{source}“ lässt sich nicht lesen: {e.Message}";
            return [];
        }
    }

    private static bool IsJson(ZipArchiveEntry entry) =>
        entry.FullName.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && entry.Length <= ElsaOptions.Default.DocumentBytesMax;

    private static DeploymentResource Unpack(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return new DeploymentResource(entry.FullName, bytes.ToArray());
    }

    private static bool IsDefinition(DeploymentResource file) => ElsaDocument.IsMeant(file.Content);

    private static async Task DescribeAsync(DeploymentResource file, CompiledDefinitions compiled, TextWriter report)
    {
        ElsaDocument.TryRead(file.Content, out var document, out _);
        var verdict = compiled.Ok ? "läuft      " : "läuft nicht";
        await report.WriteLineAsync($"{verdict} {document?.Name ?? document?.DefinitionId} ({file.Name})");
        foreach (var finding in compiled.Findings.OrderByDescending(finding => finding.Severity))
        {
            var kind = finding.Severity switch
            {
                FindingSeverity.Error => "Fehler",
                FindingSeverity.Warning => "Warnung",
                _ => "Hinweis",
            };
            var activity = finding.ElementId is { } id ? $", Aktivität {id}" : "";
            await report.WriteLineAsync($"    {kind}, Zeile {finding.Line}{activity}: {finding.Message} [{finding.Rule}]");
        }
    }

    private static async Task<bool> DeployAsync(List<DeploymentResource> files, string[] options, TextWriter report)
    {
        var at = Array.IndexOf(options, "--url");
        var url = at >= 0 && at + 1 < options.Length ? options[at + 1] : ServerOptions.DefaultUrls;
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var form = new MultipartFormDataContent();
        foreach (var file in files)
        {
            form.Add(new ByteArrayContent(file.Content), "resources", file.Name);
        }

        try
        {
            using var answer = await http.PostAsync(new Uri("/v2/deployments", UriKind.Relative), form);
            await report.WriteLineAsync(answer.IsSuccessStatusCode
                ? $"{files.Count} Definitionen sind auf {url} veröffentlicht."
                : $"Nichts wurde veröffentlicht; der Server {url} antwortet: {await answer.Content.ReadAsStringAsync()}");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException e)
        {
            await report.WriteLineAsync($"Nichts wurde veröffentlicht; der Server {url} ist nicht zu erreichen: {e.Message}");
            return false;
        }
    }
}
