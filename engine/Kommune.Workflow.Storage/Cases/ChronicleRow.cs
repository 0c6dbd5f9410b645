using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>An item of the Chronik, the feed in which every employee sees what happened to cases.</summary>
public sealed class ChronicleRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";

    /// <summary>The job that wrote it: run twice, it still writes one item.</summary>
    public long JobKey { get; set; }
    public DateTimeOffset At { get; set; }
    public long InstanceKey { get; set; }
    public string ProcessId { get; set; } = "";
    public string? CaseNumber { get; set; }
    public string Title { get; set; } = "";

    /// <summary>The status before; null for the first.</summary>
    public string? FromStatus { get; set; }

    /// <summary>The status after; null for a note.</summary>
    public string? ToStatus { get; set; }
    public string? Text { get; set; }
    public string? ByUserId { get; set; }
}

internal sealed class ChronicleConfiguration : IEntityTypeConfiguration<ChronicleRow>
{
    public void Configure(EntityTypeBuilder<ChronicleRow> builder)
    {
        builder.ToTable("chronicle").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedOnAdd();
        builder.HasIndex(row => new { row.TenantId, row.Key });
        builder.HasIndex(row => row.JobKey).IsUnique();
    }
}
