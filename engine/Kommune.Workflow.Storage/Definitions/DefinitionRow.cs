using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>Files that were deployed together, all or nothing.</summary>
public sealed class DeploymentRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public DateTimeOffset DeployedAt { get; set; }
    public string? DeployedBy { get; set; }
}

/// <summary>One deployed file. Texts and other attachments of a procedure are found by name, newest first.</summary>
public sealed class ResourceRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public long DeploymentKey { get; set; }
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the content: unchanged content makes no new version.</summary>
    public byte[] Hash { get; set; } = [];
    public byte[] Content { get; set; } = [];
}

/// <summary>One version of a process.</summary>
public sealed class DefinitionRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string ProcessId { get; set; } = "";

    /// <summary>From 1.</summary>
    public int Version { get; set; }
    public string? VersionTag { get; set; }
    public string? Name { get; set; }

    /// <summary>Whether new cases start with it: the newest version that is not withdrawn.</summary>
    public bool Latest { get; set; }

    /// <summary>Whether it was withdrawn with its procedure's version: it starts no new cases, running ones go on.</summary>
    public bool Withdrawn { get; set; }
    public long ResourceKey { get; set; }
    public string ResourceName { get; set; } = "";
    public long DeploymentKey { get; set; }
    public DateTimeOffset DeployedAt { get; set; }
    public string? StartFormId { get; set; }
}

/// <summary>One version of a decision.</summary>
public sealed class DecisionRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string DecisionId { get; set; } = "";
    public int Version { get; set; }
    public string? VersionTag { get; set; }
    public string? Name { get; set; }
    public bool Latest { get; set; }
    public long RequirementsKey { get; set; }
    public long ResourceKey { get; set; }
    public long DeploymentKey { get; set; }
}

/// <summary>One version of a decision model (DMN document), which holds decisions.</summary>
public sealed class DecisionRequirementsRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string RequirementsId { get; set; } = "";
    public int Version { get; set; }
    public string? Name { get; set; }
    public bool Latest { get; set; }
    public long ResourceKey { get; set; }
    public string ResourceName { get; set; } = "";
    public long DeploymentKey { get; set; }
}

/// <summary>One version of a form.</summary>
public sealed class FormRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string FormId { get; set; } = "";
    public int Version { get; set; }
    public string? VersionTag { get; set; }
    public bool Latest { get; set; }
    public long ResourceKey { get; set; }
    public string ResourceName { get; set; } = "";
    public long DeploymentKey { get; set; }
}

/// <summary>A message or signal that starts an instance of the latest version.</summary>
public sealed class StartSubscriptionRow : ITenantOwned
{
    public long DefinitionKey { get; set; }
    public string ElementId { get; set; } = "";
    public int EventIndex { get; set; }
    public string TenantId { get; set; } = "";
    public string ProcessId { get; set; } = "";
    public BookmarkKind Kind { get; set; }
    public string Name { get; set; } = "";
}

/// <summary>A timer that starts instances of the latest version.</summary>
public sealed class StartTimerRow : ITenantOwned
{
    public long DefinitionKey { get; set; }
    public string ElementId { get; set; } = "";
    public int EventIndex { get; set; }
    public string TenantId { get; set; } = "";
    public TimerKind Kind { get; set; }

    /// <summary>ISO 8601 date-time, duration or cycle, or a cron expression.</summary>
    public string Expression { get; set; } = "";
    public DateTimeOffset NextAt { get; set; }

    /// <summary>Starts left, <see cref="NextAt"/> included; -1: without end.</summary>
    public int Remaining { get; set; }
}

internal sealed class DefinitionConfiguration : IEntityTypeConfiguration<DeploymentRow>, IEntityTypeConfiguration<ResourceRow>,
    IEntityTypeConfiguration<DefinitionRow>, IEntityTypeConfiguration<DecisionRow>, IEntityTypeConfiguration<DecisionRequirementsRow>,
    IEntityTypeConfiguration<FormRow>, IEntityTypeConfiguration<StartSubscriptionRow>, IEntityTypeConfiguration<StartTimerRow>
{
    public void Configure(EntityTypeBuilder<DeploymentRow> builder)
    {
        builder.ToTable("deployments").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<ResourceRow> builder)
    {
        builder.ToTable("resources").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.Name, row.Key });
        builder.HasIndex(row => row.DeploymentKey);
    }

    public void Configure(EntityTypeBuilder<DefinitionRow> builder)
    {
        builder.ToTable("definitions").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.ProcessId, row.Version }).IsUnique();
        builder.HasIndex(row => new { row.TenantId, row.ProcessId }, "definitions_latest").HasFilter("latest").IsUnique();
    }

    public void Configure(EntityTypeBuilder<DecisionRow> builder)
    {
        builder.ToTable("decisions").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.DecisionId, row.Version }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<DecisionRequirementsRow> builder)
    {
        builder.ToTable("decision_requirements").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.RequirementsId, row.Version }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<FormRow> builder)
    {
        builder.ToTable("forms").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.FormId, row.Version }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<StartSubscriptionRow> builder)
    {
        builder.ToTable("start_subscriptions").HasKey(row => new { row.DefinitionKey, row.ElementId, row.EventIndex });
        builder.HasIndex(row => new { row.TenantId, row.Kind, row.Name });
    }

    public void Configure(EntityTypeBuilder<StartTimerRow> builder) =>
        builder.ToTable("start_timers").HasKey(row => new { row.DefinitionKey, row.ElementId, row.EventIndex });
}
