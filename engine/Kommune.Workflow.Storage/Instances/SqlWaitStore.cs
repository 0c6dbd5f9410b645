using System.Data.Common;
using System.Text.Json;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Timers, jobs and bookmarks in the database.</summary>
internal sealed class SqlWaitStore(SqlDatabase database) : IWaitStore
{
    private static readonly SqlText DueTimersText = new(
        "select key, tenant_id from timers where due_at <= $1 order by due_at limit $2", "ll");

    private static readonly SqlText NextTimerText = new("select due_at from timers order by due_at limit 1", "");

    private static readonly SqlText AvailableJobsText = new(
        """
        select key, tenant_id from jobs where retries > 0 and type = $1 and available_at <= $2
        order by available_at, key limit $3
        """,
        "tll");

    private static readonly SqlText NextJobText = new(
        "select available_at from jobs where retries > 0 and type = $1 and available_at > $2 order by available_at limit 1", "tl");

    private static readonly SqlText HasJobText = new("select 1 from jobs where key = $1", "l");

    private static readonly SqlText ReportProgressText = new(
        "update jobs set progress_percent = $2, progress_text = $3 where key = $1", "lit");

    private static readonly SqlText BookmarksText = new(
        """
        select key, process_id, element_id from bookmarks
        where tenant_id = $1 and name = $2 and correlation_key = $3 and key > $4 and kind = $5 and created_at <= $6
        order by key limit $7
        """,
        "tttlsll");

    public async ValueTask<IReadOnlyList<WaitingKey>> DueTimersAsync(
        DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        await database.Reads
            .QueryAsync(DueTimersText, [now.ToUnixTimeMilliseconds(), (long)limit], ReadKey, cancellationToken)
            .ConfigureAwait(false);

    public ValueTask<DateTimeOffset?> NextTimerAsync(CancellationToken cancellationToken) =>
        FirstTimeAsync(NextTimerText, [], cancellationToken);

    public async ValueTask<IReadOnlyList<WaitingKey>> AvailableJobsAsync(
        IReadOnlyList<string> tenantIds, string type, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        object?[] values = tenantIds.Count == 0
            ? [type, now.ToUnixTimeMilliseconds(), (long)limit]
            : [type, now.ToUnixTimeMilliseconds(), (long)limit, JsonSerializer.Serialize(tenantIds)];
        var sql = tenantIds.Count == 0 ? AvailableJobsText : database.IsPostgres ? PostgresJobsText : SqliteJobsText;
        return await database.Reads.QueryAsync(sql, values, ReadKey, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<DateTimeOffset?> NextJobAsync(string type, DateTimeOffset now, CancellationToken cancellationToken) =>
        FirstTimeAsync(NextJobText, [type, now.ToUnixTimeMilliseconds()], cancellationToken);

    public async ValueTask<bool> HasJobAsync(long key, CancellationToken cancellationToken)
    {
        var found = await database.Reads.QueryAsync(HasJobText, [key], _ => true, cancellationToken).ConfigureAwait(false);
        return found.Count > 0;
    }

    public async ValueTask ReportProgressAsync(long key, int percent, string? text) =>
        await database.WriteAsync([new SqlStatement(ReportProgressText, [key, percent, text])]).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<WaitingBookmark>> BookmarksAsync(
        BookmarkQuery query, long afterKey, int limit, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            BookmarksText,
            [
                query.TenantId,
                query.Name,
                query.CorrelationKey,
                afterKey,
                (short)query.Kind,
                query.OpenedUntil?.ToUnixTimeMilliseconds() ?? long.MaxValue,
                (long)limit,
            ],
            row => new WaitingBookmark(row.GetInt64(0), row.GetString(1), row.GetString(2)),
            cancellationToken).ConfigureAwait(false);

    private static readonly SqlText SqliteJobsText = TenantJobs("select value from json_each($4)");

    private static readonly SqlText PostgresJobsText = TenantJobs("select value from jsonb_array_elements_text($4::jsonb)");

    private static SqlText TenantJobs(string tenants) => new(
        $"""
        select key, tenant_id from jobs
        where retries > 0 and type = $1 and available_at <= $2 and tenant_id in ({tenants})
        order by available_at, key limit $3
        """,
        "tllt");

    private async ValueTask<DateTimeOffset?> FirstTimeAsync(SqlText sql, object?[] values, CancellationToken cancellationToken)
    {
        var times = await database.Reads
            .QueryAsync(sql, values, row => (DateTimeOffset?)row.Time(0), cancellationToken)
            .ConfigureAwait(false);
        return times.FirstOrDefault();
    }

    private static WaitingKey ReadKey(DbDataReader row) => new(row.GetInt64(0), row.GetString(1));
}
