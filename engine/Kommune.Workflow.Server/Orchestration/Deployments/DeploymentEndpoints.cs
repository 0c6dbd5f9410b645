using Kommune.Workflow.Definitions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Forms;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>The parts of a deployment, for the API's description.</summary>
public sealed record DeploymentForm(IFormFileCollection Resources, string? TenantId);

internal static class DeploymentEndpoints
{
    public const int FilesMax = 200;
    public const int FileNameMax = 250;

    /// <summary>Findings a refusal tells; the rest is counted.</summary>
    public const int FindingsMax = 20;

    public static void Map(RouteGroupBuilder v2, ServerLimits limits) => v2.MapPost("/deployments", DeployAsync).WithTags("Deployment")
        .WithName("createDeployment").WithSummary("Deploy files together, all or nothing")
        .Accepts<DeploymentForm>("multipart/form-data")
        .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(limits.DeploymentBytesMax));

    private static async Task<DeploymentResult> DeployAsync(
        CommandSender sender, WorkflowDbContext database, HttpRequest request, CancellationToken cancellation)
    {
        sender.Caller.Require(Permissions.Deploy);
        var form = await ReadFormAsync(request, cancellation);
        sender.RequireTenant(form["tenantId"].FirstOrDefault());
        var files = await ReadFilesAsync(form.Files, cancellation);
        if (FormFindings.Of(files) is { Count: > 0 } findings)
        {
            throw Problem.Invalid(Explain(findings));
        }

        var outcome = await sender.Engine.DeployAsync(sender.TenantId, files, sender.Caller.Actor, cancellation);
        if (!outcome.Accepted)
        {
            throw Problem.Invalid(Explain(outcome.Findings));
        }

        return DeploymentResult.Of(outcome, outcome.DeploymentKey ?? await EarlierAsync(outcome, database, cancellation), sender.TenantId);
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            throw new ProblemException(
                StatusCodes.Status415UnsupportedMediaType,
                "UNSUPPORTED_MEDIA_TYPE",
                "Expected multipart/form-data with files in the part 'resources', but the content type is another.");
        }

        try
        {
            return await request.ReadFormAsync(cancellation);
        }
        catch (InvalidDataException e)
        {
            throw Problem.Invalid($"Expected a well-formed multipart body, but: {e.Message}");
        }
    }

    private static async Task<List<DeploymentResource>> ReadFilesAsync(IFormFileCollection parts, CancellationToken cancellation)
    {
        var files = parts.GetFiles("resources");
        if (files.Count is 0 or > FilesMax || files.Count != parts.Count)
        {
            throw Problem.Invalid($"Expected 1 to {FilesMax} files, all in parts named 'resources', but found another.");
        }

        var resources = new List<DeploymentResource>(files.Count);
        foreach (var file in files)
        {
            if (file.FileName.Length is 0 or > FileNameMax)
            {
                throw Problem.Invalid($"Expected file names of 1 to {FileNameMax} characters, but found another.");
            }

            using var content = new MemoryStream((int)file.Length);
            await file.CopyToAsync(content, cancellation);
            resources.Add(new DeploymentResource(file.FileName, content.ToArray()));
        }

        return resources.DistinctBy(r => r.Name).Count() == resources.Count
            ? resources
            : throw Problem.Invalid("Expected each file name once, but one occurs twice.");
    }

    private static string Explain(IReadOnlyList<DeploymentFinding> findings)
    {
        var errors = findings.Where(f => f.Finding.Severity == FindingSeverity.Error).ToList();
        var told = errors.Take(FindingsMax).Select(f => $"'{f.ResourceName}' line {f.Finding.Line}, "
            + $"element '{f.Finding.ElementId ?? "-"}', rule {f.Finding.Rule}: {f.Finding.Message}");
        var rest = errors.Count > FindingsMax ? $"\n… and {errors.Count - FindingsMax} more." : "";
        return $"Expected files without errors, but found {errors.Count}:\n{string.Join('\n', told)}{rest}";
    }

    /// <summary>Nothing was new: the answer names the last deployment that made one of the versions.</summary>
    private static async Task<long> EarlierAsync(
        DeploymentOutcome outcome, WorkflowDbContext database, CancellationToken cancellation)
    {
        var forms = outcome.Forms.Select(f => f.Key).ToList();
        var requirements = outcome.DecisionRequirements.Select(r => r.Key).ToList();
        var resources = outcome.Resources.Select(r => r.Key).ToList();
        var keys = await database.Forms.Where(f => forms.Contains(f.Key)).Select(f => f.DeploymentKey)
            .Concat(database.DecisionRequirements.Where(r => requirements.Contains(r.Key)).Select(r => r.DeploymentKey))
            .Concat(database.Resources.Where(r => resources.Contains(r.Key)).Select(r => r.DeploymentKey))
            .ToListAsync(cancellation);
        return outcome.Processes.Select(p => p.DeploymentKey).Concat(keys).Max();
    }
}
