using System.Data.Common;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Effects in the database that are not done yet.</summary>
internal sealed class SqlOutbox(SqlDatabase database) : IOutbox
{
    private static readonly SqlText PendingText = new(
        """
        select tenant_id, position, ordinal, effect, created_at, attempts from outbox
        where next_at <= $1 order by position, ordinal limit $2
        """,
        "ll");

    private static readonly SqlText RetryText = new(
        """
        update outbox set attempts = 0, next_at = $4 where position = $1 and ordinal = $2 and tenant_id = $3 and next_at is null
        """,
        "litl");

    private static readonly SqlText FindText = new(
        """
        select tenant_id, position, ordinal, effect, created_at, attempts from outbox where position = $1 and ordinal = $2
        """,
        "li");

    public async ValueTask<IReadOnlyList<PendingEffect>> PendingAsync(
        DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        await database.Reads
            .QueryAsync(PendingText, [before.ToUnixTimeMilliseconds(), (long)limit], Read, cancellationToken)
            .ConfigureAwait(false);

    public Task AddAsync(PendingEffect effect) => database.WriteAsync([OutboxSql.Insert(effect)]);

    public Task DeleteAsync(PendingEffect effect) => database.WriteAsync([OutboxSql.Delete(effect)]);

    public Task FailAsync(PendingEffect effect, DateTimeOffset? nextAt, string problem) =>
        database.WriteAsync([OutboxSql.Fail(effect, nextAt, problem)]);

    public async Task<PendingEffect?> RetryAsync(
        string tenantId, long position, int ordinal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        object?[] values = [position, ordinal, tenantId, now.ToUnixTimeMilliseconds()];
        if (await database.Group.CommitAsync([new SqlStatement(RetryText, values, CommitResult.Conflict)]).ConfigureAwait(false)
            != CommitResult.Committed)
        {
            return null;
        }

        var found = await database.Reads.QueryAsync(FindText, [position, ordinal], Read, cancellationToken).ConfigureAwait(false);
        return found is [var effect] ? effect : null;
    }

    private static PendingEffect Read(DbDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetInt32(2), Journal.DecodeEffect(row.Bytes(3)), row.Time(4))
        {
            Attempts = row.GetInt32(5),
        };
}
