using Kommune.Workflow.Definitions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Processes;

/// <summary>Deployed processes: their graphs for names, forms and rules, and the latest version of each.</summary>
internal sealed class ProcessCatalogue(WorkflowDbContext database, DefinitionLibrary library)
{
    public async Task<ProcessGraph> GraphAsync(long definitionKey, CancellationToken cancellation) =>
        (await library.FindAsync(definitionKey, cancellation))?.Graph ?? throw Problem.NotFound("a process definition", definitionKey);

    /// <summary>The latest version of every process, by name.</summary>
    public Task<List<DefinitionRow>> LatestAsync(CancellationToken cancellation) => database.Definitions.AsNoTracking()
        .Where(d => d.Latest).OrderBy(d => d.Name ?? d.ProcessId).ToListAsync(cancellation);
}
