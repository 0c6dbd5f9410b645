using Kommune.Workflow.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kommune.Workflow.Storage;

/// <summary>Applies the migrations that the database does not have yet.</summary>
internal sealed class SchemaUpdate(IServiceScopeFactory scopes, StorageOptions options) : IDatabase
{
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!options.UsesPostgres)
        {
            Directory.CreateDirectory(options.DataDirectory);
            await using var file = SqliteConnections.Open(options);
        }

        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }
}
