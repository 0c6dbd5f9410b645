using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>The value of a variable in one scope, as the last commit left it.</summary>
public sealed class VariableRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";

    /// <summary>The key of the element instance that owns it; the instance's own key for variables of the process.</summary>
    public long ScopeKey { get; set; }
    public long InstanceKey { get; set; }
    public string Name { get; set; } = "";

    /// <summary>JSON.</summary>
    public string Value { get; set; } = "";

    /// <summary><see cref="VariableHash.Of"/> of the value, for searches by exact value.</summary>
    public long ValueHash { get; set; }

    /// <summary><see cref="FoldedText"/> of a text; null for any other value.</summary>
    public string? SearchText { get; set; }
}

internal sealed class VariableConfiguration : IEntityTypeConfiguration<VariableRow>
{
    public void Configure(EntityTypeBuilder<VariableRow> builder)
    {
        builder.ToTable("variables").HasKey(row => row.Key);
        builder.HasIndex(row => new { row.ScopeKey, row.Name }).IsUnique();
        builder.HasIndex(row => new { row.TenantId, row.Name, row.ValueHash });
    }
}
