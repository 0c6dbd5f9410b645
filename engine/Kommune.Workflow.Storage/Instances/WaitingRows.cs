using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>An element instance that was active at the end of a commit; gone when it ends.</summary>
public sealed class ElementInstanceRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public long InstanceKey { get; set; }

    /// <summary>The element instance around it; the instance's key at the top.</summary>
    public long ScopeKey { get; set; }
    public string ElementId { get; set; } = "";
    public ElementKind Kind { get; set; }
    public string ProcessId { get; set; } = "";
    public long DefinitionKey { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public bool HasIncident { get; set; }
}

/// <summary>A timer of an instance.</summary>
public sealed class TimerRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public long InstanceKey { get; set; }
    public string ElementId { get; set; } = "";
    public DateTimeOffset DueAt { get; set; }
}

/// <summary>A stored wait for a message or signal.</summary>
public sealed class BookmarkRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public long InstanceKey { get; set; }
    public string ProcessId { get; set; } = "";
    public string ElementId { get; set; } = "";
    public long ElementInstanceKey { get; set; }
    public BookmarkKind Kind { get; set; }
    public string Name { get; set; } = "";

    /// <summary>Empty: correlates by name alone.</summary>
    public string CorrelationKey { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>An incident; resolved ones stay until the instance is forgotten.</summary>
public sealed class IncidentRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public long InstanceKey { get; set; }
    public long ElementInstanceKey { get; set; }
    public string ElementId { get; set; } = "";
    public string ProcessId { get; set; } = "";
    public long DefinitionKey { get; set; }
    public IncidentKind Kind { get; set; }
    public string Message { get; set; } = "";

    /// <summary><see cref="FoldedText"/> of message and case number.</summary>
    public string SearchText { get; set; } = "";
    public long? JobKey { get; set; }
    public bool Resolved { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
}

internal sealed class WaitingConfiguration : IEntityTypeConfiguration<ElementInstanceRow>, IEntityTypeConfiguration<TimerRow>,
    IEntityTypeConfiguration<BookmarkRow>, IEntityTypeConfiguration<IncidentRow>
{
    public void Configure(EntityTypeBuilder<ElementInstanceRow> builder)
    {
        builder.ToTable("element_instances").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.DefinitionKey, row.ElementId });
    }

    public void Configure(EntityTypeBuilder<TimerRow> builder)
    {
        builder.ToTable("timers").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => row.DueAt);
    }

    public void Configure(EntityTypeBuilder<BookmarkRow> builder)
    {
        builder.ToTable("bookmarks").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.Name, row.CorrelationKey, row.Key });
    }

    public void Configure(EntityTypeBuilder<IncidentRow> builder)
    {
        builder.ToTable("incidents").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.Resolved, row.Key });
    }
}
