using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Tests.Hosts;

namespace Kommune.Workflow.Server.Tests.Procedures;

/// <summary>Saves files of a draft as the editor does.</summary>
internal static class DraftFiles
{
    /// <returns>The new revision.</returns>
    public static async Task<long> SaveAsync(Browser browser, string id, long revision, params (string Path, string? Text)[] files)
    {
        JsonNode? saved = await browser.DoAsync(
            HttpMethod.Put,
            $"/api/procedures/{id}/draft/files",
            new { revision, changes = files.Select(f => new { path = f.Path, text = f.Text }) });
        return (long)saved!["revision"]!;
    }
}
