using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage;

/// <summary>Migrations of cases that are to be carried out, with what became of each case.</summary>
public sealed class CaseMigrationStore
{
    private static readonly SqlText InsertText = new(
        """
        insert into case_migrations (key, tenant_id, process_id, target_definition_key, target_version, mappings, comment,
            requested_by, requested_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        "lttlitttl");

    // What is to be moved is settled with the order: a case that begins later begins on the latest version anyway.
    private static readonly SqlText InsertItemsText = new(
        """
        insert into case_migration_items (migration_key, instance_key, tenant_id, source_definition_key, outcome, reason)
        select $1, key, tenant_id, definition_key, 0, null from instances
        where tenant_id = $2 and process_id = $3 and status = 1 and definition_key = $4
        """,
        "lttl");

    private static readonly SqlText LeaseText = new(
        """
        update case_migrations set leased_until = $3
        where key = $1 and ended_at is null and (leased_until is null or leased_until <= $2) returning key
        """,
        "lll");

    private static readonly SqlText ExtendText = new("update case_migrations set leased_until = $2 where key = $1", "ll");

    private static readonly SqlText EndText = new(
        "update case_migrations set leased_until = null, ended_at = $2 where key = $1", "ll");

    private static readonly SqlText DecideText = new(
        "update case_migration_items set outcome = $3, reason = $4 where migration_key = $1 and instance_key = $2 and outcome = 0",
        "llst");

    private readonly SqlDatabase database;

    internal CaseMigrationStore(SqlDatabase database) => this.database = database;

    /// <summary>Stores the order together with the list of cases that run on these versions now.</summary>
    public Task AddAsync(CaseMigrationRow row, IReadOnlyList<long> sourceDefinitions) => database.WriteAsync(
    [
        new SqlStatement(
            InsertText,
            [
                row.Key,
                row.TenantId,
                row.ProcessId,
                row.TargetDefinitionKey,
                row.TargetVersion,
                row.Mappings,
                row.Comment,
                row.RequestedBy,
                row.RequestedAt.ToUnixTimeMilliseconds(),
            ]),
        .. sourceDefinitions.Select(source =>
            new SqlStatement(InsertItemsText, [row.Key, row.TenantId, row.ProcessId, source])),
    ]);

    /// <summary>Takes an order for a while; false when another node works on it, or when it is done.</summary>
    public async Task<bool> LeaseAsync(long key, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken) =>
        await database.WriteScalarAsync(
            LeaseText, [key, now.ToUnixTimeMilliseconds(), (now + lease).ToUnixTimeMilliseconds()], cancellationToken)
            .ConfigureAwait(false) is not null;

    /// <summary>Notes what became of a batch of cases and keeps the order for longer; all of it together.</summary>
    public Task DecideAsync(long key, IReadOnlyList<CaseMigrationItemRow> decided, DateTimeOffset leasedUntil) => database.WriteAsync(
    [
        .. decided.Select(item => new SqlStatement(DecideText, [key, item.InstanceKey, (short)item.Outcome, item.Reason])),
        new SqlStatement(ExtendText, [key, leasedUntil.ToUnixTimeMilliseconds()]),
    ]);

    public Task EndAsync(long key, DateTimeOffset at) =>
        database.WriteAsync([new SqlStatement(EndText, [key, at.ToUnixTimeMilliseconds()])]);

    /// <summary>Orders of all tenants that are not done.</summary>
    public static Task<List<CaseMigrationRow>> UnfinishedAsync(WorkflowDbContext database, CancellationToken cancellationToken) =>
        database.CaseMigrations.IgnoreQueryFilters().AsNoTracking()
            .Where(row => row.EndedAt == null).OrderBy(row => row.Key).ToListAsync(cancellationToken);
}
