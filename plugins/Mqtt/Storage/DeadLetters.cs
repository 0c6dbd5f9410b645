using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Storage;

/// <summary>A message that could not be read.</summary>
/// <param name="Number">Its number; newer ones are larger.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Device">The device, when it could be told.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Code">Why it is dead (<see cref="DeadCode"/>).</param>
/// <param name="Reason">The same in a German sentence.</param>
/// <param name="CanBeReadAgain">Whether its content was kept.</param>
/// <param name="DiscardedBy">Who discarded it; null: it is still open.</param>
/// <param name="DiscardedBecause">Why.</param>
public sealed record DeadLetter(
    long Number,
    string Source,
    string Topic,
    string? Device,
    DateTimeOffset At,
    string Code,
    string Reason,
    bool CanBeReadAgain,
    string? DiscardedBy,
    string? DiscardedBecause);

/// <summary>How many open ones there are of one code and source.</summary>
public sealed record DeadCount(string Code, string Source, long Count);

/// <summary>Messages that could not be read, kept until somebody mends their codec or discards them.</summary>
public sealed class DeadLetters(ITables tables) : IDisposable
{
    private const string Again = "again";
    private const int PageSize = 50;

    private readonly SemaphoreSlim asked = new(0);

    /// <summary>A page of the list, newest first.</summary>
    /// <param name="before">Only older ones than this number; null: from the newest.</param>
    /// <param name="code">Only of this code; null: all.</param>
    /// <param name="discarded">Those that were discarded; otherwise the open ones.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<List<DeadLetter>> PageAsync(long? before, string? code, bool discarded, CancellationToken cancellationToken) =>
        tables.ReadAsync(
            async (connection, _) =>
            {
                await using var sql = new Sql(
                    connection,
                    $"""
                    SELECT number, source, topic, device, at, code, reason, payload IS NOT NULL, discarded_by, discarded_because
                    FROM mqtt_dead_letters
                    WHERE number < @0 AND (@2 = '' OR code = @2) AND discarded_by IS {(discarded ? "NOT NULL" : "NULL")}
                    ORDER BY number DESC LIMIT @1
                    """,
                    3);
                return await sql.ListAsync(
                    row => new DeadLetter(
                        row.GetInt64(0),
                        row.GetString(1),
                        row.GetString(2),
                        Text(row, 3),
                        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
                        row.GetString(5),
                        row.GetString(6),
                        Convert.ToBoolean(row.GetValue(7), System.Globalization.CultureInfo.InvariantCulture),
                        Text(row, 8),
                        Text(row, 9)),
                    before ?? long.MaxValue,
                    PageSize,
                    code ?? "").ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>How many open ones there are.</summary>
    public Task<List<DeadCount>> CountsAsync(CancellationToken cancellationToken) => tables.ReadAsync(
        async (connection, _) =>
        {
            await using var sql = new Sql(
                connection,
                "SELECT code, source, COUNT(*) FROM mqtt_dead_letters WHERE discarded_by IS NULL GROUP BY code, source ORDER BY 3 DESC",
                0);
            return await sql.ListAsync(row => new DeadCount(row.GetString(0), row.GetString(1), row.GetInt64(2))).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>The content of one; null when there is none, or it was not kept.</summary>
    public Task<byte[]?> ContentAsync(long number, CancellationToken cancellationToken) => tables.ReadAsync(
        async (connection, _) =>
        {
            await using var sql = new Sql(connection, "SELECT payload FROM mqtt_dead_letters WHERE number = @0", 1);
            return await sql.ScalarAsync(number).ConfigureAwait(false) as byte[];
        },
        cancellationToken);

    /// <summary>Has them read again, at once on the node that reads: one, those of a code, or all.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ReadAgainAsync(long? number, string? code, CancellationToken cancellationToken)
    {
        var found = await tables.WriteAsync(
            async (transaction, _) =>
            {
                await using var sql = new Sql(
                    transaction.Connection!,
                    """
                    UPDATE mqtt_dead_letters SET code = @2
                    WHERE payload IS NOT NULL AND discarded_by IS NULL AND (@0 = 0 OR number = @0) AND (@1 = '' OR code = @1)
                    """,
                    3,
                    transaction);
                return await sql.RunAsync(number ?? 0, code ?? "", Again).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        asked.Release();
        return found;
    }

    /// <summary>Waits until somebody wants letters read again, or the time is over. Always true.</summary>
    internal async Task<bool> AskedAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        await asked.WaitAsync(patience, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Discards one, or all open ones of a code: their content goes, who did it and why stays.</summary>
    /// <returns>How many.</returns>
    public Task<int> DiscardAsync(long? number, string? code, string by, string because, CancellationToken cancellationToken) =>
        tables.WriteAsync(
            async (transaction, _) =>
            {
                await using var sql = new Sql(
                    transaction.Connection!,
                    """
                    UPDATE mqtt_dead_letters SET payload = NULL, discarded_by = @2, discarded_because = @3
                    WHERE discarded_by IS NULL AND (@0 = 0 OR number = @0) AND (@1 = '' OR code = @1)
                    """,
                    4,
                    transaction);
                return await sql.RunAsync(number ?? 0, code ?? "", by, because).ConfigureAwait(false);
            },
            cancellationToken);

    public void Dispose() => asked.Dispose();

    /// <summary>Those to be read again, oldest first; a failure puts them back with its new reason.</summary>
    internal Task<List<Arrival>> ToBeReadAgainAsync(CancellationToken cancellationToken) => tables.ReadAsync(
        async (connection, _) =>
        {
            await using var sql = new Sql(
                connection,
                "SELECT number, source, topic, payload, at FROM mqtt_dead_letters WHERE code = @0 ORDER BY number LIMIT @1",
                2);
            return await sql.ListAsync(
                row => new Arrival(
                    row.GetString(1),
                    row.GetString(2),
                    (byte[])row.GetValue(3),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4))) { DeadLetter = row.GetInt64(0) },
                Again,
                PageSize * 10).ConfigureAwait(false);
        },
        cancellationToken);

    private static string? Text(System.Data.Common.DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
