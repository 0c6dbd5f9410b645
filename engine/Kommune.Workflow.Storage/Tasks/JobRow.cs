using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>A unit of machine work that is not done yet; gone when it ends.</summary>
public sealed class JobRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public long InstanceKey { get; set; }
    public long ElementInstanceKey { get; set; }
    public string ElementId { get; set; } = "";
    public string ProcessId { get; set; } = "";
    public long DefinitionKey { get; set; }
    public int Version { get; set; }
    public string Type { get; set; } = "";

    /// <summary>Attempts left; at zero an incident waits for a person.</summary>
    public int Retries { get; set; }
    public string? Worker { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>From when on a worker may have it: creation, the end of its lease, or the end of its back-off.</summary>
    public DateTimeOffset AvailableAt { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public string? ErrorMessage { get; set; }

    /// <summary>How far the attempt that runs is, from 0 to 100; null: it has not said.</summary>
    public int? ProgressPercent { get; set; }

    /// <summary>What it does just now, German; null: it has not said.</summary>
    public string? ProgressText { get; set; }
}

internal sealed class JobConfiguration : IEntityTypeConfiguration<JobRow>
{
    public void Configure(EntityTypeBuilder<JobRow> builder)
    {
        builder.ToTable("jobs").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.Type, row.AvailableAt, row.Key }).HasFilter("retries > 0");
    }
}
