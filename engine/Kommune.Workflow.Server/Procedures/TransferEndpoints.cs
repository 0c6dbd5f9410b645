using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Procedures as files: out as the folder that <c>workflows/</c> uses, in from such a folder or a single model.</summary>
internal static class TransferEndpoints
{
    /// <param name="Procedure">The procedure whose draft holds the files now.</param>
    /// <param name="Findings">What is wrong with them.</param>
    /// <param name="NotUsed">What was left out, and why.</param>
    public sealed record Imported(
        ProcedureEndpoints.ProcedureDetail Procedure,
        IReadOnlyList<ProcedureFinding> Findings,
        IReadOnlyList<UnusedFile> NotUsed);

    public static void MapProcedureTransfer(this IEndpointRouteBuilder api)
    {
        api.MapPost("/procedures/import", Import).DisableAntiforgery() // Checked for every change with a session, by header.
            .WithMetadata(new RequestSizeLimitAttribute(ProcedureArchive.ArchiveBytesMax + 64 * 1024))
            .WithName("importProcedure").WithSummary("A new procedure from a zip file of its folder, or from a single .bpmn file.")
            .Produces<Imported>(201).ProducesProblem(403).ProducesProblem(409).ProducesProblem(413).ProducesProblem(422);
        api.MapGet("/procedures/{id}/draft/export", ExportDraft).WithName("exportProcedureDraft")
            .WithSummary("The draft's folder as a zip file.")
            .Produces(200, contentType: "application/zip").ProducesProblem(403).ProducesProblem(404);
        api.MapGet("/procedures/{id}/versions/{version:int}/export", ExportVersion).WithName("exportProcedureVersion")
            .WithSummary("The folder of a published version as a zip file, byte for byte as published.")
            .Produces(200, contentType: "application/zip").ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IResult> Import(
        IFormFile file,
        [FromForm] string? id,
        [FromForm] string? name,
        [FromForm] string? folder,
        Caller caller,
        ProcedureCreation creation,
        Drafts drafts,
        ProcedureFindings findings,
        ProcedureReading reading,
        CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        await file.CopyToAsync(buffer, cancellation);
        var files = ProcedureArchive.Read(file.FileName, buffer.ToArray(), out var own, out var notUsed);
        if (files.Count == 0)
        {
            throw new ProblemException(
                422, "VALIDATION_FAILED", "Expected at least one usable file.", "In der Datei ist nichts, das zu einem Verfahren gehört.")
            {
                More = new Dictionary<string, object?> { ["notUsed"] = notUsed },
            };
        }

        ProcedureFiles.Require(files);
        var shown = NameOf(name, files) ?? own ?? Path.GetFileNameWithoutExtension(file.FileName);
        shown = shown.Length > ProcedureNames.NameLengthMax ? shown[..ProcedureNames.NameLengthMax] : shown;
        var key = string.IsNullOrEmpty(id) ? await creation.FreeIdAsync(own ?? shown, cancellation) : id;
        var row = await creation.AddAsync(key, shown, folder, ProcedureAct.Imported, caller, cancellation);
        var draft = await drafts.BeginAsync(key, files, null, false, caller, cancellation);
        await drafts.CommitAsync(draft, cancellation);
        return Results.Created($"/api/procedures/{key}", new Imported(
            await reading.DetailAsync(row, caller, cancellation), await findings.OfAsync(key, null, files, cancellation), notUsed));
    }

    private static async Task<IResult> ExportDraft(
        string id, Caller caller, ProcedureAccess access, Drafts drafts, CancellationToken cancellation)
    {
        await access.ToViewAsync(id, caller, cancellation);
        return Zip(id, $"{id}-entwurf.zip", (await drafts.ReadAsync(id, cancellation)).Files);
    }

    private static async Task<IResult> ExportVersion(
        string id, int version, Caller caller, ProcedureAccess access, ProcedureVersions versions, CancellationToken cancellation)
    {
        await access.ToViewAsync(id, caller, cancellation);
        var files = await versions.FilesAsync(await versions.FindAsync(id, version, cancellation), cancellation);
        return Zip(id, $"{id}-v{version}.zip", files);
    }

    private static IResult Zip(string id, string fileName, IReadOnlyList<DeploymentResource> files) =>
        Results.File(ProcedureArchive.Write(id, files), "application/zip", fileName);

    private static string? NameOf(string? wanted, IReadOnlyList<DeploymentResource> files) =>
        !string.IsNullOrWhiteSpace(wanted) ? wanted.Trim() : ProcedureNames.NameOf(files);
}
