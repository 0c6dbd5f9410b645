using Kommune.Workflow.Runtime;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kommune.Workflow.Storage;

/// <summary>Where the data lie: in PostgreSQL when a connection string is given, otherwise in a SQLite file.</summary>
public sealed record StorageOptions
{
    /// <summary>The folder of the SQLite file <c>workflow.db</c>.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>Npgsql's connection string; null: SQLite.</summary>
    public string? PostgresConnectionString { get; init; }

    /// <summary>Commits that may wait for the one writer of this node; who brings a further one waits until there is room.</summary>
    public int CommitsQueuedMax { get; init; } = 10_000;

    /// <summary>Connections that read at the same time; who wants a further one waits until one is free.</summary>
    public int ReadersMax { get; init; } = 64;

    public bool UsesPostgres => PostgresConnectionString is not null;

    // Statements are prepared by the driver when they come a second time on a connection. No session keeps a state that the
    // next user of its connection could stumble over, so there is nothing to reset in between.
    internal string PreparingPostgresConnectionString => new NpgsqlConnectionStringBuilder(PostgresConnectionString)
    {
        MaxAutoPrepare = 100,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
    }.ToString();

    internal string SqliteConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(DataDirectory, "workflow.db"),
        DefaultTimeout = 30,
    }.ToString();
}

public static class StorageRegistration
{
    /// <summary>Registers the tables and the engine's ports: one <see cref="WorkflowDbContext"/> per scope, for its tenant.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton(options);
        services.AddScoped<TenantScope>();
        services.AddSingleton<SqliteWriteGate>();
        services.AddSingleton<SqlDatabase>();
        services.AddSingleton(parts => new CaseMigrationStore(parts.GetRequiredService<SqlDatabase>()));
        services.AddSingleton(parts => new InsightStore(parts.GetRequiredService<SqlDatabase>()));
        services.AddSingleton<IDatabase, SchemaUpdate>();
        services.AddSingleton<IInstanceStore, SqlInstanceStore>();
        services.AddSingleton<IWaitStore, SqlWaitStore>();
        services.AddSingleton<IOutbox, SqlOutbox>();
        services.AddSingleton<IMessageStore, SqlMessageStore>();
        services.AddSingleton<IDefinitionStore, SqlDefinitionStore>();
        services.AddSingleton<IPluginStore, SqlPluginStore>();
        if (options.UsesPostgres)
        {
            services.AddSingleton<IChangeChannel, PostgresChanges>();
            services.AddDbContext<WorkflowDbContext, PostgresWorkflowDbContext>(db =>
                db.UseNpgsql(options.PreparingPostgresConnectionString).ConfigureWarnings(LogFailuresOnce));
        }
        else
        {
            services.AddDbContext<WorkflowDbContext, SqliteWorkflowDbContext>((provider, db) => db
                .UseSqlite(options.SqliteConnectionString)
                .ConfigureWarnings(LogFailuresOnce)
                .AddInterceptors(new SqliteWriteInterceptor(provider.GetRequiredService<SqliteWriteGate>())));
        }

        return services;
    }

    // A failed command reaches its caller as an exception; a new database is recognised by one.
    private static void LogFailuresOnce(WarningsConfigurationBuilder warnings) =>
        warnings.Log((RelationalEventId.CommandError, LogLevel.Debug));
}
