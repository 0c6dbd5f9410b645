using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Hosting;

internal static class SaveOnce
{
    /// <summary>Saves rows that another request may just have added with the same key: then theirs stays.</summary>
    public static async Task SaveOnceAsync(this WorkflowDbContext database, CancellationToken cancellation)
    {
        try
        {
            await database.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (e.InnerException is System.Data.Common.DbException)
        {
            database.ChangeTracker.Clear();
        }
    }
}
