using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>A key with which all nodes protect sessions; it belongs to the installation, not to a tenant.</summary>
public sealed class KeyRingRow
{
    /// <summary>The key's own id.</summary>
    public string Name { get; set; } = "";
    public string Xml { get; set; } = "";
}

internal sealed class KeyRingConfiguration : IEntityTypeConfiguration<KeyRingRow>
{
    public void Configure(EntityTypeBuilder<KeyRingRow> builder) => builder.ToTable("key_ring").HasKey(row => row.Name);
}
