using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>One accepted command and what became true by it. Never changed; deleted only with its instance.</summary>
public sealed class JournalRow : ITenantOwned
{
    /// <summary>The instance's key plus the entry's number from 1.</summary>
    public long Position { get; set; }
    public string TenantId { get; set; } = "";

    /// <summary>MessagePack of the <see cref="Execution.JournalEntry"/>.</summary>
    public byte[] Entry { get; set; } = [];

    /// <summary>SHA-256 over the entry before and this one.</summary>
    public byte[] Hash { get; set; } = [];
}

/// <summary>The state of an instance after an entry of its journal, so that loading need not read everything.</summary>
public sealed class SnapshotRow : ITenantOwned
{
    public long InstanceKey { get; set; }
    public string TenantId { get; set; } = "";
    public int JournalCount { get; set; }
    public byte[] State { get; set; } = [];
}

internal sealed class JournalConfiguration : IEntityTypeConfiguration<JournalRow>, IEntityTypeConfiguration<SnapshotRow>
{
    public void Configure(EntityTypeBuilder<JournalRow> builder)
    {
        builder.ToTable("journal").HasKey(row => row.Position);
        builder.Property(row => row.Position).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<SnapshotRow> builder)
    {
        builder.ToTable("snapshots").HasKey(row => row.InstanceKey);
        builder.Property(row => row.InstanceKey).ValueGeneratedNever();
    }
}
