using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

internal sealed class ProcedureTables : IEntityTypeConfiguration<ProcedureRow>, IEntityTypeConfiguration<ProcedureVersionRow>,
    IEntityTypeConfiguration<ProcedureDraftRow>, IEntityTypeConfiguration<ProcedureDraftFileRow>,
    IEntityTypeConfiguration<ProcedurePresenceRow>, IEntityTypeConfiguration<ProcedureFolderRow>,
    IEntityTypeConfiguration<PublicationApprovalRow>, IEntityTypeConfiguration<ProcedureRecordRow>
{
    public void Configure(EntityTypeBuilder<ProcedureRow> builder) =>
        builder.ToTable("procedures").HasKey(row => new { row.TenantId, row.Id });

    public void Configure(EntityTypeBuilder<ProcedureVersionRow> builder)
    {
        builder.ToTable("procedure_versions").HasKey(row => new { row.TenantId, row.ProcedureId, row.Version });
        builder.HasIndex(row => row.DeploymentKey).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ProcedureDraftRow> builder)
    {
        builder.ToTable("procedure_drafts").HasKey(row => new { row.TenantId, row.ProcedureId });
        builder.Property(row => row.Revision).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<ProcedureDraftFileRow> builder) =>
        builder.ToTable("procedure_draft_files").HasKey(row => new { row.TenantId, row.ProcedureId, row.Path });

    public void Configure(EntityTypeBuilder<ProcedurePresenceRow> builder) =>
        builder.ToTable("procedure_presences").HasKey(row => new { row.TenantId, row.ProcedureId, row.UserId });

    public void Configure(EntityTypeBuilder<ProcedureFolderRow> builder)
    {
        builder.ToTable("procedure_folders").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PublicationApprovalRow> builder)
    {
        builder.ToTable("publication_approvals").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.ProcedureId, row.Key });
    }

    public void Configure(EntityTypeBuilder<ProcedureRecordRow> builder)
    {
        builder.ToTable("procedure_record").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.ProcedureId, row.Key });
        builder.HasIndex(row => new { row.TenantId, row.FolderKey, row.Key });
    }
}
