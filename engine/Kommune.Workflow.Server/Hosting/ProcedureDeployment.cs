using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Forms;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>Deploys the procedures in the folders under <c>workflows/</c> at start; unchanged content makes no new version.</summary>
internal sealed class ProcedureDeployment(WorkflowEngine engine, ServerOptions options, ILogger<ProcedureDeployment> logger)
{
    /// <summary>Folders of a procedure whose files are deployed with its models.</summary>
    private static readonly string[] PartFolders = ["forms", "decisions", "texts"];

    public async Task DeployAsync(CancellationToken cancellation)
    {
        if (options.WorkflowsFolder is null)
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(options.WorkflowsFolder).Order(StringComparer.Ordinal))
        {
            var resources = await ReadAsync(folder, cancellation);
            if (resources.Count > 0)
            {
                var findings = FormFindings.Of(resources);
                Tell(folder, findings.Count > 0
                    ? new DeploymentOutcome { Findings = findings }
                    : await engine.DeployAsync(TenantScope.Default, resources, Actor.Engine, cancellation));
            }
        }
    }

    /// <summary>The files of one procedure: its models, and forms, decisions and texts.</summary>
    public static async Task<IReadOnlyList<DeploymentResource>> ReadAsync(string folder, CancellationToken cancellation)
    {
        var files = Directory.EnumerateFiles(folder, "*.bpmn")
            .Concat(PartFolders.Select(part => Path.Combine(folder, part)).Where(Directory.Exists)
                .SelectMany(part => Directory.EnumerateFiles(part, "*", SearchOption.AllDirectories)))
            .Order(StringComparer.Ordinal);
        var resources = new List<DeploymentResource>();
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            resources.Add(new DeploymentResource(name, await File.ReadAllBytesAsync(file, cancellation)));
        }

        return resources;
    }

    private void Tell(string folder, DeploymentOutcome outcome)
    {
        foreach (var (resource, finding) in outcome.Findings.Where(f => f.Finding.Severity != FindingSeverity.Hint))
        {
            Log.Finding(logger, resource, finding.Line, finding.Rule, finding.Message);
        }

        if (!outcome.Accepted)
        {
            Log.Refused(logger, Path.GetFileName(folder));
        }
        else if (outcome.DeploymentKey is not null)
        {
            Log.Deployed(logger, Path.GetFileName(folder));
        }
    }
}
