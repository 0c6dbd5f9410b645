using System.Data.Common;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Messages in the database that wait for receivers.</summary>
internal sealed class SqlMessageStore(SqlDatabase database) : IMessageStore
{
    private const string Columns =
        "m.key, m.tenant_id, m.name, m.correlation_key, m.message_id, m.variables, m.published_at, m.expires_at, m.delivered";

    private static readonly SqlText InsertText = new(
        """
        insert into messages (key, tenant_id, name, correlation_key, message_id, variables, published_at, expires_at, delivered)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict do nothing
        """,
        "ltttt" + "xllb");

    private static readonly SqlText DeleteExpiredTwinText = new(
        """
        delete from messages
        where tenant_id = $1 and name = $2 and correlation_key = $3 and message_id = $4 and expires_at <= $5
        """,
        "ttttl");

    private static readonly SqlText FindTwinText = new(
        """
        select key from messages
        where key = $5 or (tenant_id = $1 and name = $2 and correlation_key = $3 and message_id = $4)
        order by key = $5 desc
        """,
        "ttttl");

    private static readonly SqlText SetDeliveredText = new("update messages set delivered = $2 where key = $1", "lb");

    private static readonly SqlText WaitingText = new(
        $"""
        select {Columns} from messages m
        where tenant_id = $1 and name = $2 and correlation_key = $3 and expires_at > $4 order by key
        """,
        "tttl");

    private static readonly SqlText UnmatchedText = new(
        $"""
        select {Columns} from messages m
        where m.expires_at > $2 and m.published_at <= $1 and exists (
            select 1 from bookmarks b
            where b.tenant_id = m.tenant_id and b.name = m.name and b.correlation_key = m.correlation_key and b.kind = 0
                and b.created_at <= $1)
        order by m.key
        """,
        "ll");

    private static readonly SqlText DeleteExpiredText = new("delete from messages where expires_at <= $1", "l");

    private static readonly SqlText DeleteCommandIdsText = new("delete from command_ids where at < $1", "l");

    public async Task<long?> AddAsync(StoredMessage message, PendingEffect? delivery, DateTimeOffset now)
    {
        var statements = new List<SqlStatement>();
        if (message.MessageId is not null)
        {
            statements.Add(new SqlStatement(
                DeleteExpiredTwinText,
                [message.TenantId, message.Name, message.CorrelationKey, message.MessageId, now.ToUnixTimeMilliseconds()]));
        }

        statements.Add(new SqlStatement(
            InsertText,
            [
                message.Key,
                message.TenantId,
                message.Name,
                message.CorrelationKey,
                message.MessageId,
                Journal.EncodeValue(message.Variables),
                message.PublishedAt.ToUnixTimeMilliseconds(),
                message.ExpiresAt.ToUnixTimeMilliseconds(),
                message.Delivered,
            ],
            CommitResult.Duplicate));
        if (delivery is not null)
        {
            statements.Add(OutboxSql.Insert(delivery));
        }

        if (await database.Group.CommitAsync(statements).ConfigureAwait(false) == CommitResult.Committed)
        {
            return null;
        }

        var twins = await database.Reads
            .QueryAsync(
                FindTwinText,
                [message.TenantId, message.Name, message.CorrelationKey, message.MessageId, message.Key],
                row => row.GetInt64(0),
                CancellationToken.None)
            .ConfigureAwait(false);
        return twins is [var twin, ..] ? twin : await AddAsync(message, delivery, now).ConfigureAwait(false);
    }

    public Task SetDeliveredAsync(long key, PendingEffect? delivery)
    {
        var delivered = new SqlStatement(SetDeliveredText, [key, true]);
        return database.WriteAsync(delivery is null ? [delivered] : [delivered, OutboxSql.Delete(delivery)]);
    }

    public async ValueTask<IReadOnlyList<StoredMessage>> WaitingAsync(
        string tenantId, string name, string correlationKey, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.Reads
            .QueryAsync(WaitingText, [tenantId, name, correlationKey, now.ToUnixTimeMilliseconds()], Read, cancellationToken)
            .ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<StoredMessage>> UnmatchedAsync(
        DateTimeOffset openedBefore, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.Reads
            .QueryAsync(
                UnmatchedText, [openedBefore.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds()], Read, cancellationToken)
            .ConfigureAwait(false);

    public Task DeleteExpiredAsync(DateTimeOffset now, DateTimeOffset commandIdsBefore, CancellationToken cancellationToken) =>
        database.WriteAsync(
            [
                new SqlStatement(DeleteExpiredText, [now.ToUnixTimeMilliseconds()]),
                new SqlStatement(DeleteCommandIdsText, [commandIdsBefore.ToUnixTimeMilliseconds()]),
            ]);

    private static StoredMessage Read(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.Text(4),
        (FeelContext)Journal.DecodeValue(row.Bytes(5)),
        row.Time(6),
        row.Time(7),
        row.GetBoolean(8));
}
