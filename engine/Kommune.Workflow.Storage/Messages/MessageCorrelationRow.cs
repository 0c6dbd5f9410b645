using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>A message that reached an instance waiting for it; kept until the instance is forgotten.</summary>
public sealed class MessageCorrelationRow : ITenantOwned
{
    /// <summary>The journal position of the delivery.</summary>
    public long Position { get; set; }
    public string TenantId { get; set; } = "";
    public long MessageKey { get; set; }

    /// <summary>The key of the bookmark that waited.</summary>
    public long SubscriptionKey { get; set; }
    public string Name { get; set; } = "";
    public string CorrelationKey { get; set; } = "";
    public long InstanceKey { get; set; }
    public long RootKey { get; set; }
    public string ProcessId { get; set; } = "";
    public long DefinitionKey { get; set; }
    public string ElementId { get; set; } = "";
    public long ElementInstanceKey { get; set; }
    public DateTimeOffset At { get; set; }
}

internal sealed class MessageCorrelationConfiguration : IEntityTypeConfiguration<MessageCorrelationRow>
{
    public void Configure(EntityTypeBuilder<MessageCorrelationRow> builder)
    {
        builder.ToTable("message_correlations").HasKey(row => row.Position);
        builder.Property(row => row.Position).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.MessageKey });
    }
}
