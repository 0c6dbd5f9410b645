using System.Text.Json;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>A message that waits for receivers until its time to live ends.</summary>
public sealed class MessageRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>Empty: correlates by name alone.</summary>
    public string CorrelationKey { get; set; } = "";

    /// <summary>The publisher's own id: a second message with the same name, key and id is refused while this one waits.</summary>
    public string? MessageId { get; set; }

    /// <summary>MessagePack of the variables.</summary>
    public byte[] Variables { get; set; } = [];
    public DateTimeOffset PublishedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Whether those who waited at its publication have it.</summary>
    public bool Delivered { get; set; }
}

/// <summary>What must happen outside an instance and has not been done yet.</summary>
public sealed class OutboxRow : ITenantOwned
{
    /// <summary>The journal position (or fresh key) that asked for it.</summary>
    public long Position { get; set; }

    /// <summary>Its place among the effects of that position; both together are the idempotency key.</summary>
    public int Ordinal { get; set; }
    public string TenantId { get; set; } = "";

    /// <summary>MessagePack of the effect.</summary>
    public byte[] Effect { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Attempts that failed.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before this time; null: not again by itself, a person decides.</summary>
    public DateTimeOffset? NextAt { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Problem { get; set; }

    /// <summary>The row of an effect that becomes durable together with other rows of this context.</summary>
    public static OutboxRow Of(PendingEffect effect) => new()
    {
        Position = effect.Position,
        Ordinal = effect.Ordinal,
        TenantId = effect.TenantId,
        Effect = Journal.EncodeEffect(effect.Effect),
        CreatedAt = effect.At,
        NextAt = effect.At,
    };
}

/// <summary>An external command that was decided: the same id again is answered with its result.</summary>
public sealed class CommandIdRow : ITenantOwned
{
    public string TenantId { get; set; } = "";
    public string CommandId { get; set; } = "";

    /// <summary>The journal position of an accepted command, or the key of what else it made; 0 for a refused one.</summary>
    public long Position { get; set; }

    /// <summary>The refusal as JSON; null: accepted.</summary>
    public string? Rejection { get; set; }

    /// <summary>The refusal, for a command that was refused.</summary>
    public Rejection? ReadRejection() => ReadRejection(Rejection);

    internal static Rejection? ReadRejection(string? json) => json is null ? null : JsonSerializer.Deserialize<Rejection>(json);
    public DateTimeOffset At { get; set; }
}

/// <summary>A number that only grows.</summary>
public sealed class CounterRow
{
    public string Name { get; set; } = "";
    public long Value { get; set; }
}

internal sealed class MessageConfiguration : IEntityTypeConfiguration<MessageRow>, IEntityTypeConfiguration<OutboxRow>,
    IEntityTypeConfiguration<CommandIdRow>, IEntityTypeConfiguration<CounterRow>
{
    public void Configure(EntityTypeBuilder<MessageRow> builder)
    {
        builder.ToTable("messages").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.Name, row.CorrelationKey, row.Key });
        builder.HasIndex(row => new { row.TenantId, row.Name, row.CorrelationKey, row.MessageId }).IsUnique()
            .HasFilter("message_id is not null");
        builder.HasIndex(row => row.ExpiresAt);
    }

    public void Configure(EntityTypeBuilder<OutboxRow> builder) =>
        builder.ToTable("outbox").HasKey(row => new { row.Position, row.Ordinal });

    public void Configure(EntityTypeBuilder<CommandIdRow> builder)
    {
        builder.ToTable("command_ids").HasKey(row => new { row.TenantId, row.CommandId });
        builder.HasIndex(row => row.At);
    }

    public void Configure(EntityTypeBuilder<CounterRow> builder) => builder.ToTable("counters").HasKey(row => row.Name);
}
