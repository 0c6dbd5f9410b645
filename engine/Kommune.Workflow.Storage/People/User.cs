using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>A person with an account. The id is the user name, unique in the installation.</summary>
public sealed class User : IdentityUser<string>, ITenantOwned
{
    public string TenantId { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>The office shown beside the name.</summary>
    public string? Unit { get; set; }
    public bool Active { get; set; } = true;
    public bool MustChangePassword { get; set; }
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>What the person set for the web application, as JSON; null: defaults.</summary>
    public string? Preferences { get; set; }

    /// <summary><see cref="FoldedText"/> of name, user name and office.</summary>
    public string SearchText
    {
        get => FoldedText.Of(Name, Id, Unit);
        private set => _ = value; // The database's copy follows from the others.
    }
}

/// <summary>A group of people: an office, a role. Tasks name it as candidate, permissions hang on it.</summary>
public sealed class GroupRow : ITenantOwned
{
    public string TenantId { get; set; } = "";
    public string Id { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>JSON list of permission names.</summary>
    public string Permissions { get; set; } = "[]";
}

public sealed class GroupMemberRow : ITenantOwned
{
    public string TenantId { get; set; } = "";
    public string GroupId { get; set; } = "";
    public string UserId { get; set; } = "";
}

/// <summary>A deputises for B from … until …</summary>
public sealed class SubstitutionRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string AbsentUserId { get; set; } = "";
    public string DeputyUserId { get; set; } = "";
    public DateTimeOffset From { get; set; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset Until { get; set; }
    public string CreatedBy { get; set; } = "";
}

/// <summary>A key with which a program signs in; only its hash is kept.</summary>
public sealed class ApiKeyRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the secret.</summary>
    public byte[] SecretHash { get; set; } = [];

    /// <summary>JSON list of permission names.</summary>
    public string Permissions { get; set; } = "[]";

    /// <summary>JSON list of group ids it acts as a member of.</summary>
    public string Groups { get; set; } = "[]";
    public DateTimeOffset CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
}

internal sealed class PeopleConfiguration : IEntityTypeConfiguration<User>, IEntityTypeConfiguration<GroupRow>,
    IEntityTypeConfiguration<GroupMemberRow>, IEntityTypeConfiguration<SubstitutionRow>, IEntityTypeConfiguration<ApiKeyRow>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.Property(row => row.SearchText).UsePropertyAccessMode(PropertyAccessMode.Property);
        builder.HasIndex(row => new { row.TenantId, row.Id });
    }

    public void Configure(EntityTypeBuilder<GroupRow> builder) =>
        builder.ToTable("groups").HasKey(row => new { row.TenantId, row.Id });

    public void Configure(EntityTypeBuilder<GroupMemberRow> builder)
    {
        builder.ToTable("group_members").HasKey(row => new { row.TenantId, row.GroupId, row.UserId });
        builder.HasIndex(row => new { row.TenantId, row.UserId });
    }

    public void Configure(EntityTypeBuilder<SubstitutionRow> builder)
    {
        builder.ToTable("substitutions").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.DeputyUserId, row.Until });
        builder.HasIndex(row => new { row.TenantId, row.AbsentUserId, row.Until });
    }

    public void Configure(EntityTypeBuilder<ApiKeyRow> builder)
    {
        builder.ToTable("api_keys").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => row.SecretHash).IsUnique();
    }
}
