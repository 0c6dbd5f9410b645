using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Forms;
using Kommune.Workflow.Server.Procedures;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>Publishes the procedures in the folders under <c>workflows/</c> at start, where a folder changed since the last time.</summary>
/// <remarks>What people published meanwhile stays in force until the folder itself changes.</remarks>
internal sealed class ProcedureDeployment(
    WorkflowEngine engine, IServiceScopeFactory scopes, ServerOptions options, EngineClock clock, ILogger<ProcedureDeployment> logger)
{
    private const string Comment = "Aus dem Ordner übernommen";

    public async Task DeployAsync(CancellationToken cancellation)
    {
        if (options.WorkflowsFolder is null)
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(options.WorkflowsFolder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(folder);
            var files = await ReadAsync(folder, cancellation);
            if (files.Count > 0)
            {
                await using var scope = scopes.CreateAsyncScope();
                await DeployAsync(name, files, scope.ServiceProvider.GetRequiredService<WorkflowDbContext>(), cancellation);
            }
        }
    }

    /// <summary>The files of one procedure, by path; what belongs to none is left out.</summary>
    public static async Task<IReadOnlyList<DeploymentResource>> ReadAsync(string folder, CancellationToken cancellation)
    {
        var files = new List<DeploymentResource>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (ProcedureFiles.IsAllowed(name))
            {
                files.Add(new DeploymentResource(name, await File.ReadAllBytesAsync(file, cancellation)));
            }
        }

        return ProcedureFiles.Sorted(files);
    }

    private async Task DeployAsync(
        string id, IReadOnlyList<DeploymentResource> files, WorkflowDbContext database, CancellationToken cancellation)
    {
        var hash = ProcedureFiles.Hash(files);
        var row = await database.Procedures.SingleOrDefaultAsync(p => p.Id == id, cancellation);
        if (row?.FolderHash?.AsSpan().SequenceEqual(hash) == true)
        {
            return;
        }

        var newest = await database.ProcedureVersions.AsNoTracking().Where(v => v.ProcedureId == id)
            .OrderByDescending(v => v.Version).FirstOrDefaultAsync(cancellation);
        var isPublished = newest?.ContentHash.AsSpan().SequenceEqual(hash) == true;
        if (!isPublished && !await PublishAsync(id, files, hash, newest?.Version ?? 0, database.TenantId, cancellation))
        {
            return;
        }

        if (row is null)
        {
            row = new ProcedureRow
            {
                TenantId = database.TenantId,
                Id = id,
                Name = ProcedureNames.NameOf(files) ?? id,
                CreatedAt = clock.GetUtcNow(),
            };
            database.Procedures.Add(row);
        }

        row.FolderHash = hash;
        await database.SaveOnceAsync(cancellation); // Another node may have taken over the same folder.
    }

    private async Task<bool> PublishAsync(
        string id, IReadOnlyList<DeploymentResource> files, byte[] hash, int newest, string tenant, CancellationToken cancellation)
    {
        var findings = FormFindings.Of(files)
            .Concat(ProcedureFiles.Problems(files).Select(problem => Broken(problem.Key, problem.Value[0])))
            .ToList();
        if (!ProcedureNames.IsId(id))
        {
            findings.Add(Broken("", ProcedureNames.IdRule));
        }

        var publication = new Publication { ProcedureId = id, Version = newest + 1, Comment = Comment, ContentHash = hash };
        var outcome = findings.Count > 0
            ? new DeploymentOutcome { Findings = findings }
            : await engine.PublishAsync(tenant, files, publication, Actor.Engine, cancellation);
        foreach (var (resource, finding) in outcome.Findings.Where(f => f.Finding.Severity != FindingSeverity.Hint))
        {
            Log.Finding(logger, resource, finding.Line, finding.Rule, finding.Message);
        }

        if (outcome.Accepted)
        {
            Log.Deployed(logger, id);
        }
        else if (!outcome.Overtaken)
        {
            Log.Refused(logger, id);
        }

        return outcome.Accepted;
    }

    private static DeploymentFinding Broken(string file, string message) =>
        new(file, new Finding(FindingSeverity.Error, "kommune.procedure-files", null, 0, message));
}
