using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>What a person wrote at a case or task; the case's record keeps only that it was written.</summary>
public sealed class CommentRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public long InstanceKey { get; set; }
    public long? TaskKey { get; set; }
    public string AuthorUserId { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public string Text { get; set; } = "";
}

/// <summary>A file at a case or task; its bytes lie apart, so that lists do not read them.</summary>
public sealed class AttachmentRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public long InstanceKey { get; set; }
    public long? TaskKey { get; set; }
    public string AuthorUserId { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public string FileName { get; set; } = "";
    public string ContentType { get; set; } = "";
    public long SizeBytes { get; set; }
    public byte[] Sha256 { get; set; } = [];
    public AttachmentContentRow? Content { get; set; }

    /// <summary>The key under which a plugin added it, unique in its case; null for people's files.</summary>
    public string? IdempotencyKey { get; set; }
}

public sealed class AttachmentContentRow : ITenantOwned
{
    public long AttachmentKey { get; set; }
    public string TenantId { get; set; } = "";
    public byte[] Bytes { get; set; } = [];
}

internal sealed class CaseConfiguration : IEntityTypeConfiguration<CommentRow>, IEntityTypeConfiguration<AttachmentRow>,
    IEntityTypeConfiguration<AttachmentContentRow>
{
    public void Configure(EntityTypeBuilder<CommentRow> builder)
    {
        builder.ToTable("comments").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.InstanceKey, row.Key });
    }

    public void Configure(EntityTypeBuilder<AttachmentRow> builder)
    {
        builder.ToTable("attachments").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.InstanceKey, row.Key });
        builder.HasIndex(row => new { row.InstanceKey, row.IdempotencyKey }).IsUnique().HasFilter("idempotency_key is not null");
        builder.HasOne(row => row.Content).WithOne().HasForeignKey<AttachmentContentRow>(row => row.AttachmentKey);
    }

    public void Configure(EntityTypeBuilder<AttachmentContentRow> builder) =>
        builder.ToTable("attachment_contents").HasKey(row => row.AttachmentKey);
}
