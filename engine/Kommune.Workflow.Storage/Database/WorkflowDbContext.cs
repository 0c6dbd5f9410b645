using System.Reflection;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Kommune.Workflow.Storage;

/// <summary>The tables of an installation, seen by one tenant. Times are stored as milliseconds since 1970, UTC.</summary>
/// <remarks>
/// Rows of instances are written by the commit path only (group commit); queries never track.
/// Keys of things inside an instance carry the instance's key in their upper bits: <c>OfInstance</c> selects by range.
/// </remarks>
public abstract class WorkflowDbContext(DbContextOptions options, TenantScope tenant)
    : IdentityUserContext<User, string>(options)
{
    public string TenantId => tenant.TenantId;

    public DbSet<InstanceRow> Instances => Set<InstanceRow>();
    public DbSet<JournalRow> Journal => Set<JournalRow>();
    public DbSet<VariableRow> Variables => Set<VariableRow>();
    public DbSet<ElementInstanceRow> ElementInstances => Set<ElementInstanceRow>();
    public DbSet<TaskRow> Tasks => Set<TaskRow>();
    public DbSet<TaskCandidateRow> TaskCandidates => Set<TaskCandidateRow>();
    public DbSet<JobRow> Jobs => Set<JobRow>();
    public DbSet<TimerRow> Timers => Set<TimerRow>();
    public DbSet<BookmarkRow> Bookmarks => Set<BookmarkRow>();
    public DbSet<IncidentRow> Incidents => Set<IncidentRow>();
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();
    public DbSet<CommandIdRow> CommandIds => Set<CommandIdRow>();
    public DbSet<MessageRow> Messages => Set<MessageRow>();
    public DbSet<DeploymentRow> Deployments => Set<DeploymentRow>();
    public DbSet<ResourceRow> Resources => Set<ResourceRow>();
    public DbSet<DefinitionRow> Definitions => Set<DefinitionRow>();
    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();
    public DbSet<DecisionRequirementsRow> DecisionRequirements => Set<DecisionRequirementsRow>();
    public DbSet<FormRow> Forms => Set<FormRow>();
    public DbSet<StartSubscriptionRow> StartSubscriptions => Set<StartSubscriptionRow>();
    public DbSet<StartTimerRow> StartTimers => Set<StartTimerRow>();
    public DbSet<ProcedureRow> Procedures => Set<ProcedureRow>();
    public DbSet<ProcedureVersionRow> ProcedureVersions => Set<ProcedureVersionRow>();
    public DbSet<ProcedureDraftRow> ProcedureDrafts => Set<ProcedureDraftRow>();
    public DbSet<ProcedureDraftFileRow> ProcedureDraftFiles => Set<ProcedureDraftFileRow>();
    public DbSet<ProcedurePresenceRow> ProcedurePresences => Set<ProcedurePresenceRow>();
    public DbSet<ProcedureFolderRow> ProcedureFolders => Set<ProcedureFolderRow>();
    public DbSet<PublicationApprovalRow> PublicationApprovals => Set<PublicationApprovalRow>();
    public DbSet<ProcedureRecordRow> ProcedureRecord => Set<ProcedureRecordRow>();
    public DbSet<GroupRow> Groups => Set<GroupRow>();
    public DbSet<GroupMemberRow> GroupMembers => Set<GroupMemberRow>();
    public DbSet<SubstitutionRow> Substitutions => Set<SubstitutionRow>();
    public DbSet<NotificationRow> Notifications => Set<NotificationRow>();
    public DbSet<SavedViewRow> SavedViews => Set<SavedViewRow>();
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();
    public DbSet<CommentRow> Comments => Set<CommentRow>();
    public DbSet<AttachmentRow> Attachments => Set<AttachmentRow>();
    public DbSet<ChronicleRow> Chronicle => Set<ChronicleRow>();
    public DbSet<TaskDraftRow> TaskDrafts => Set<TaskDraftRow>();
    public DbSet<ReadMarkRow> ReadMarks => Set<ReadMarkRow>();
    public DbSet<MessageCorrelationRow> MessageCorrelations => Set<MessageCorrelationRow>();
    public DbSet<BatchOperationRow> BatchOperations => Set<BatchOperationRow>();
    public DbSet<BatchOperationItemRow> BatchOperationItems => Set<BatchOperationItemRow>();
    public DbSet<KeyRingRow> KeyRing => Set<KeyRingRow>();
    public DbSet<CaseMigrationRow> CaseMigrations => Set<CaseMigrationRow>();
    public DbSet<CaseMigrationItemRow> CaseMigrationItems => Set<CaseMigrationItemRow>();
    public DbSet<PluginSettingsRow> PluginSettings => Set<PluginSettingsRow>();

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Expected to save with SaveChangesAsync, but the synchronous twin was called.");

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries<ITenantOwned>())
        {
            if (entry.State == EntityState.Added && string.IsNullOrEmpty(entry.Entity.TenantId))
            {
                entry.Entity.TenantId = TenantId;
            }
        }

        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(WorkflowDbContext).Assembly);
        foreach (var entity in builder.Model.GetEntityTypes().ToList())
        {
            if (entity.ClrType.IsAssignableTo(typeof(ITenantOwned)))
            {
                FilterByTenantMethod.MakeGenericMethod(entity.ClrType).Invoke(this, [builder]);
            }
        }

        SnakeCaseNames.Apply(builder.Model);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    private static readonly MethodInfo FilterByTenantMethod =
        typeof(WorkflowDbContext).GetMethod(nameof(FilterByTenant), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private void FilterByTenant<TRow>(ModelBuilder builder)
        where TRow : class, ITenantOwned =>
        builder.Entity<TRow>().HasQueryFilter(row => row.TenantId == TenantId);

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}

/// <summary>The tables in one SQLite file.</summary>
public sealed class SqliteWorkflowDbContext(DbContextOptions<SqliteWorkflowDbContext> options, TenantScope tenant)
    : WorkflowDbContext(options, tenant);

/// <summary>The tables in a PostgreSQL database.</summary>
public sealed class PostgresWorkflowDbContext(DbContextOptions<PostgresWorkflowDbContext> options, TenantScope tenant)
    : WorkflowDbContext(options, tenant)
{
    /// <remarks>Texts compare by their bytes, as in SQLite: both databases order and page alike.</remarks>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation("C");
    }
}
