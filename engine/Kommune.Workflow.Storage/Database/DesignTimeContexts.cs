using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Kommune.Workflow.Storage;

/// <summary>Lets <c>dotnet ef migrations add</c> make the SQLite migration of a model change.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteWorkflowDbContext>
{
    public SqliteWorkflowDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteWorkflowDbContext>().UseSqlite("Data Source=:memory:").Options, new TenantScope());
}

/// <summary>Lets <c>dotnet ef migrations add</c> make the PostgreSQL migration of a model change.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresWorkflowDbContext>
{
    public PostgresWorkflowDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresWorkflowDbContext>().UseNpgsql("Host=localhost").Options, new TenantScope());
}
