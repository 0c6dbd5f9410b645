using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>Something a person should know, shown in the application.</summary>
public sealed class NotificationRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string UserId { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public string Text { get; set; } = "";

    /// <summary><c>task</c>, <c>case</c>, <c>idea</c>, <c>incident</c>, or null.</summary>
    public string? TargetKind { get; set; }
    public long? TargetKey { get; set; }
    public bool Read { get; set; }
}

/// <summary>Filters of the inbox under a name.</summary>
public sealed class SavedViewRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string OwnerUserId { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>The filters, as JSON.</summary>
    public string Query { get; set; } = "{}";

    /// <summary>JSON list of group ids that see it, too.</summary>
    public string SharedWith { get; set; } = "[]";
}

/// <summary>What a person has entered in a task's form but not sent.</summary>
public sealed class TaskDraftRow : ITenantOwned
{
    public long TaskKey { get; set; }
    public string UserId { get; set; } = "";
    public string TenantId { get; set; } = "";

    /// <summary>JSON object.</summary>
    public string Data { get; set; } = "{}";
    public DateTimeOffset SavedAt { get; set; }
}

/// <summary>A person has opened a task.</summary>
public sealed class ReadMarkRow : ITenantOwned
{
    public long TaskKey { get; set; }
    public string UserId { get; set; } = "";
    public string TenantId { get; set; } = "";
    public DateTimeOffset At { get; set; }
}

internal sealed class PersonalConfiguration : IEntityTypeConfiguration<NotificationRow>, IEntityTypeConfiguration<SavedViewRow>,
    IEntityTypeConfiguration<TaskDraftRow>, IEntityTypeConfiguration<ReadMarkRow>
{
    public void Configure(EntityTypeBuilder<NotificationRow> builder)
    {
        builder.ToTable("notifications").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.UserId, row.Key });
        builder.HasIndex(row => new { row.TenantId, row.UserId }, "notifications_unread").HasFilter("not read");
    }

    public void Configure(EntityTypeBuilder<SavedViewRow> builder)
    {
        builder.ToTable("saved_views").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.OwnerUserId });
    }

    public void Configure(EntityTypeBuilder<TaskDraftRow> builder) =>
        builder.ToTable("task_drafts").HasKey(row => new { row.TaskKey, row.UserId });

    public void Configure(EntityTypeBuilder<ReadMarkRow> builder) =>
        builder.ToTable("read_marks").HasKey(row => new { row.TaskKey, row.UserId });
}
