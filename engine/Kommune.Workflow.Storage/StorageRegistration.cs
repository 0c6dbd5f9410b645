using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kommune.Workflow.Storage;

/// <summary>Where the data lie: in PostgreSQL when a connection string is given, otherwise in a SQLite file.</summary>
public sealed record StorageOptions
{
    /// <summary>The folder of the SQLite file <c>workflow.db</c>.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>Npgsql's connection string; null: SQLite.</summary>
    public string? PostgresConnectionString { get; init; }

    public bool UsesPostgres => PostgresConnectionString is not null;

    internal string SqliteConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(DataDirectory, "workflow.db"),
        DefaultTimeout = 30,
    }.ToString();
}

public static class StorageRegistration
{
    /// <summary>Registers the tables (<see cref="WorkflowDbContext"/>, one per scope and its <see cref="TenantScope"/>) and the engine's ports.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton(options);
        services.AddScoped<TenantScope>();
        if (options.PostgresConnectionString is { } connectionString)
        {
            services.AddDbContext<WorkflowDbContext, PostgresWorkflowDbContext>(db => db.UseNpgsql(connectionString));
        }
        else
        {
            services.AddDbContext<WorkflowDbContext, SqliteWorkflowDbContext>(db => db.UseSqlite(options.SqliteConnectionString));
        }

        return services;
    }
}
