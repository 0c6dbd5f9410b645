using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>One and the same change of many instances, asked for together and done one by one.</summary>
public sealed class BatchOperationRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public BatchOperationKind Kind { get; set; }

    /// <summary>Fences those who work on it against those who suspend or cancel it.</summary>
    public BatchOperationState State { get; set; }

    /// <summary>JSON of the migration plan or the moves; null where the kind says it all.</summary>
    public string? Plan { get; set; }

    /// <summary>Who asked, and so acts.</summary>
    public string? ActorId { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>One change of a batch operation.</summary>
public sealed class BatchOperationItemRow : ITenantOwned
{
    public long BatchOperationKey { get; set; }

    /// <summary>The instance's key, or the incident's to resolve.</summary>
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public long InstanceKey { get; set; }
    public long RootKey { get; set; }
    public BatchItemState State { get; set; }
    public DateTimeOffset? ProcessedAt { get; set; }

    /// <summary>Why the change was refused.</summary>
    public string? Error { get; set; }
}

public enum BatchOperationKind : byte
{
    CancelProcessInstance,
    MigrateProcessInstance,
    ModifyProcessInstance,
    ResolveIncident,
}

public enum BatchOperationState : byte
{
    Active,
    Suspended,
    Completed,
    Canceled,
}

public enum BatchItemState : byte
{
    Active,
    Completed,
    Failed,
    Canceled,
}

internal sealed class BatchOperationConfiguration
    : IEntityTypeConfiguration<BatchOperationRow>, IEntityTypeConfiguration<BatchOperationItemRow>
{
    public void Configure(EntityTypeBuilder<BatchOperationRow> builder)
    {
        builder.ToTable("batch_operations").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.Property(row => row.State).IsConcurrencyToken();
        builder.HasIndex(row => row.State).HasFilter("state = 0");
    }

    public void Configure(EntityTypeBuilder<BatchOperationItemRow> builder)
    {
        builder.ToTable("batch_operation_items").HasKey(row => new { row.BatchOperationKey, row.Key });
        builder.HasIndex(row => new { row.BatchOperationKey, row.State, row.Key });
    }
}
