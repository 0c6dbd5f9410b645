using Kommune.Workflow.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kommune.Workflow.Storage;

/// <summary>Applies the migrations that the database does not have yet.</summary>
internal sealed class SchemaUpdate(IServiceScopeFactory scopes, StorageOptions options) : IDatabase
{
    /// <summary>How long one statement of a migration may take: on a large table it rewrites or indexes every row.</summary>
    private static readonly TimeSpan MigrationTimeMax = TimeSpan.FromHours(1);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!options.UsesPostgres)
        {
            Directory.CreateDirectory(options.DataDirectory);
            await using var file = SqliteConnections.Open(options);
        }

        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();

        // Asked first, because migrating compares whole models even when there is nothing to do.
        var pending = await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false);
        if (pending.Any())
        {
            context.Database.SetCommandTimeout(MigrationTimeMax);
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
