using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>Settings that people made for a plugin; one set an installation.</summary>
public sealed class PluginSettingsRow
{
    public string PluginId { get; set; } = "";

    /// <summary>JSON object without the secrets.</summary>
    public string Values { get; set; } = "{}";

    /// <summary>JSON object of the secrets, encrypted.</summary>
    public string Secrets { get; set; } = "";
    public DateTimeOffset ChangedAt { get; set; }
    public string ChangedBy { get; set; } = "";
}

/// <summary>A migration of a plugin's tables that was applied.</summary>
public sealed class PluginMigrationRow
{
    public string PluginId { get; set; } = "";
    public int Number { get; set; }
    public DateTimeOffset At { get; set; }
}

/// <summary>Work that one node of a cluster does until a time.</summary>
public sealed class WorkLeaseRow
{
    public string Name { get; set; } = "";
    public string Holder { get; set; } = "";
    public DateTimeOffset Until { get; set; }
}

internal sealed class PluginConfiguration : IEntityTypeConfiguration<PluginSettingsRow>,
    IEntityTypeConfiguration<PluginMigrationRow>, IEntityTypeConfiguration<WorkLeaseRow>
{
    public void Configure(EntityTypeBuilder<PluginSettingsRow> builder) =>
        builder.ToTable("plugin_settings").HasKey(row => row.PluginId);

    public void Configure(EntityTypeBuilder<PluginMigrationRow> builder) =>
        builder.ToTable("plugin_migrations").HasKey(row => new { row.PluginId, row.Number });

    public void Configure(EntityTypeBuilder<WorkLeaseRow> builder) => builder.ToTable("work_leases").HasKey(row => row.Name);
}
