using System.Text;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Simulations;

/// <summary>What is simulated: a version of a process, or a process of a draft.</summary>
/// <param name="Graph">The process.</param>
/// <param name="Version">The version; null: a draft.</param>
/// <param name="Model">The draft's BPMN; null: a version.</param>
internal sealed record SimulationSubject(ProcessGraph Graph, DefinitionRow? Version, string? Model)
{
    public string? DefinitionKey => Version is null ? null : ClusterKey.Text(Version.Key);

    /// <summary>A process among files that compile; 422 with what is wrong otherwise.</summary>
    /// <param name="files">The files of the draft.</param>
    /// <param name="processId">Which process; null: the first.</param>
    public static SimulationSubject OfDraft(IReadOnlyList<DeploymentResource> files, string? processId)
    {
        var read = DeploymentCheck.Read(files);
        if (read.Findings.Any(f => f.Finding.Severity == FindingSeverity.Error))
        {
            throw Problem.Unprocessable("findings", "Der Entwurf hat noch Fehler. Bitte beheben Sie sie; dann lässt er sich simulieren.");
        }

        var found = read.Processes.FirstOrDefault(p => processId is null || p.Part.ProcessId == processId)
            ?? throw Problem.Unprocessable("process", "Diesen Prozess gibt es im Entwurf nicht.");
        var model = files.First(file => file.Name == found.FileName);
        return new SimulationSubject(found.Part, null, Encoding.UTF8.GetString(model.Content));
    }
}

/// <summary>Finds versions to simulate.</summary>
internal sealed class SimulationSubjects(WorkflowDbContext database, ProcessCatalogue catalogue)
{
    /// <param name="processId">The process; 404 when there is none.</param>
    /// <param name="version">Which version (422 when there is none); null: the latest.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<SimulationSubject> VersionAsync(string processId, int? version, CancellationToken cancellation)
    {
        var versions = database.Definitions.AsNoTracking().Where(d => d.ProcessId == processId);
        if (!await versions.AnyAsync(cancellation))
        {
            throw Problem.NotFound("a process", processId);
        }

        var row = await versions.SingleOrDefaultAsync(d => version == null ? d.Latest : d.Version == version, cancellation)
            ?? throw Problem.Unprocessable("version", $"Version {version} gibt es nicht.");
        return new SimulationSubject(await catalogue.GraphAsync(row.Key, cancellation), row, null);
    }
}
