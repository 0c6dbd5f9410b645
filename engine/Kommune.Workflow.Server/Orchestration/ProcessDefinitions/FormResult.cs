using System.Text;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A form; its schema is the deployed JSON as a text.</summary>
public sealed record FormResult(string FormId, string FormKey, int Version, string Schema, string TenantId)
{
    /// <summary>The latest form with this id; null when there is none.</summary>
    internal static async Task<FormResult?> FindAsync(WorkflowDbContext database, string? formId, CancellationToken cancellation)
    {
        if (formId is null)
        {
            return null;
        }

        var found = await (
            from form in database.Forms.AsNoTracking()
            where form.FormId == formId && form.Latest
            join resource in database.Resources on form.ResourceKey equals resource.Key
            select new { Form = form, resource.Content }).SingleOrDefaultAsync(cancellation);
        return found is null ? null : new FormResult(
            found.Form.FormId,
            ClusterKey.Text(found.Form.Key),
            found.Form.Version,
            Encoding.UTF8.GetString(found.Content),
            found.Form.TenantId);
    }
}
