using System.Collections.Concurrent;
using System.Text;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Server.Forms;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Processes;

/// <summary>A form with its deployed version.</summary>
internal sealed record DeployedFormSchema(long Key, string FormId, int Version, string Json, FormSchema? Schema);

/// <summary>Finds deployed forms. A version never changes, so each is read once.</summary>
internal sealed class FormCatalogue
{
    private readonly ConcurrentDictionary<long, DeployedFormSchema> byKey = new();

    /// <summary>The form a task shows, or null where it names none or the form is not deployed.</summary>
    public async Task<DeployedFormSchema?> OfTaskAsync(
        WorkflowDbContext database, UserTaskDefinition? task, long definitionKey, CancellationToken cancellation)
    {
        if (task?.FormId is not { } formId)
        {
            return null;
        }

        var binding = task.FormBinding;
        return await FindAsync(database, formId, binding, definitionKey, cancellation);
    }

    /// <summary>The form that starts a process by hand, or null.</summary>
    public Task<DeployedFormSchema?> OfStartAsync(
        WorkflowDbContext database, ProcessGraph graph, long definitionKey, CancellationToken cancellation) =>
        graph.Settings.StartFormId is { } formId
            ? FindAsync(database, formId, Binding.Latest, definitionKey, cancellation)
            : Task.FromResult<DeployedFormSchema?>(null);

    private async Task<DeployedFormSchema?> FindAsync(
        WorkflowDbContext database, string formId, Binding binding, long definitionKey, CancellationToken cancellation)
    {
        var versions = database.Forms.AsNoTracking().Where(f => f.FormId == formId);
        var deployment = await database.Definitions.Where(d => d.Key == definitionKey)
            .Select(d => d.DeploymentKey).SingleAsync(cancellation);
        var isProcedure = await database.ProcedureVersions.AnyAsync(v => v.DeploymentKey == deployment, cancellation);
        var own = isProcedure
            ? await versions.FirstOrDefaultAsync(f => f.DeploymentKey == deployment, cancellation)
            : null;
        if (binding == Binding.Deployment)
        {
            // Unchanged files make no new version: the one deployed with the process is the newest up to that deployment.
            versions = versions.Where(f => f.DeploymentKey <= deployment);
        }

        // A form of a procedure belongs to the procedure's version, whatever was published or withdrawn since.
        var row = own ?? await versions.OrderByDescending(f => f.Version).FirstOrDefaultAsync(cancellation);
        return row is null ? null : await LoadAsync(database, row, cancellation);
    }

    private async Task<DeployedFormSchema> LoadAsync(WorkflowDbContext database, FormRow row, CancellationToken cancellation)
    {
        if (byKey.TryGetValue(row.Key, out var known))
        {
            return known;
        }

        var content = await database.Resources.Where(r => r.Key == row.ResourceKey).Select(r => r.Content).SingleAsync(cancellation);
        var json = Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
        return byKey[row.Key] = new DeployedFormSchema(row.Key, row.FormId, row.Version, json, FormSchema.Parse(json, out _));
    }
}
