using Kommune.Workflow.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>A process instance as lists show it; what it is made of lies in its journal.</summary>
public sealed class InstanceRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string ProcessId { get; set; } = "";
    public long DefinitionKey { get; set; }

    /// <summary>The version of the definition, from 1.</summary>
    public int Version { get; set; }
    public InstanceStatus Status { get; set; }

    /// <summary>Open incidents.</summary>
    public int IncidentCount { get; set; }
    public string? Title { get; set; }
    public string? CaseNumber { get; set; }

    /// <summary><see cref="FoldedText"/> of case number and title.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>Words given at the start, as a JSON list; null without.</summary>
    public string? Tags { get; set; }
    public string? StartedBy { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When the instance may be forgotten; null while it runs.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The call activity's element instance key that waits for this one.</summary>
    public long? ParentKey { get; set; }

    /// <summary>The instance at the top of the calls; its own key without a parent.</summary>
    public long RootKey { get; set; }

    /// <summary>Entries in the journal: the number that fences concurrent writers.</summary>
    public int JournalCount { get; set; }

    /// <summary>The hash of the journal's last entry.</summary>
    public byte[] JournalHash { get; set; } = [];
}

internal sealed class InstanceConfiguration : IEntityTypeConfiguration<InstanceRow>
{
    public void Configure(EntityTypeBuilder<InstanceRow> builder)
    {
        builder.ToTable("instances").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.ProcessId, row.Status, row.Key });
        builder.HasIndex(row => new { row.TenantId, row.ProcessId, row.StartedAt });
        builder.HasIndex(row => new { row.TenantId, row.ProcessId, row.EndedAt }).HasFilter("ended_at is not null");
        builder.HasIndex(row => new { row.TenantId, row.CaseNumber }).HasFilter("case_number is not null");
        builder.HasIndex(row => row.ParentKey).HasFilter("parent_key is not null");
        builder.HasIndex(row => row.ExpiresAt).HasFilter("expires_at is not null");
        builder.HasIndex(row => new { row.TenantId, row.IncidentCount, row.Key }).HasFilter("incident_count > 0");
    }
}
