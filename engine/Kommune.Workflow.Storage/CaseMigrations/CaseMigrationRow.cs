using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>An order to move the running cases of a process to another version.</summary>
/// <remarks>It is carried out in batches, whatever happens to a node.</remarks>
public sealed class CaseMigrationRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string ProcessId { get; set; } = "";
    public long TargetDefinitionKey { get; set; }
    public int TargetVersion { get; set; }

    /// <summary>JSON: for each source definition key a list of <c>{"source":…,"target":…}</c>.</summary>
    public string Mappings { get; set; } = "{}";
    public string Comment { get; set; } = "";
    public string RequestedBy { get; set; } = "";
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>Until when one node works on it; afterwards another may take it over.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>When its last case was decided.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>What became of one case of a migration. The case's own record tells the same, once it moved.</summary>
public sealed class CaseMigrationItemRow : ITenantOwned
{
    public long MigrationKey { get; set; }
    public long InstanceKey { get; set; }
    public string TenantId { get; set; } = "";
    public long SourceDefinitionKey { get; set; }
    public CaseMigrationOutcome Outcome { get; set; }

    /// <summary>Why it stayed: a German sentence.</summary>
    public string? Reason { get; set; }
}

public enum CaseMigrationOutcome : byte
{
    Pending,
    Moved,
    Stayed,
}

internal sealed class CaseMigrationConfiguration
    : IEntityTypeConfiguration<CaseMigrationRow>, IEntityTypeConfiguration<CaseMigrationItemRow>
{
    public void Configure(EntityTypeBuilder<CaseMigrationRow> builder)
    {
        builder.ToTable("case_migrations").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.ProcessId, row.Key });
        builder.HasIndex(row => row.Key).HasFilter("ended_at is null").HasDatabaseName("ix_case_migrations_unfinished");
    }

    public void Configure(EntityTypeBuilder<CaseMigrationItemRow> builder)
    {
        builder.ToTable("case_migration_items").HasKey(row => new { row.MigrationKey, row.InstanceKey });
        builder.HasIndex(row => new { row.MigrationKey, row.Outcome, row.InstanceKey });
        builder.HasIndex(row => row.InstanceKey);
    }
}
