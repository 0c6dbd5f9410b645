using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Effects in the database that are not done yet.</summary>
internal sealed class SqlOutbox(SqlDatabase database) : IOutbox
{
    private static readonly SqlText PendingText = new(
        """
        select tenant_id, position, ordinal, effect, created_at from outbox
        where created_at <= $1 order by position, ordinal limit $2
        """,
        "ll");

    public async ValueTask<IReadOnlyList<PendingEffect>> PendingAsync(
        DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            PendingText,
            [before.ToUnixTimeMilliseconds(), (long)limit],
            row => new PendingEffect(
                row.GetString(0), row.GetInt64(1), row.GetInt32(2), Journal.DecodeEffect(row.Bytes(3)), row.Time(4)),
            cancellationToken).ConfigureAwait(false);

    public Task AddAsync(PendingEffect effect) => database.WriteAsync([OutboxSql.Insert(effect)]);

    public Task DeleteAsync(long position, int ordinal) => database.WriteAsync([OutboxSql.Delete(position, ordinal)]);
}
