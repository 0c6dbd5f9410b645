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
public sealed record DeadLetter(
    long Number, string Source, string Topic, string? Device, DateTimeOffset At, string Code, string Reason, bool CanBeReadAgain);

/// <summary>Messages that could not be read, kept until somebody mends their codec or throws them away.</summary>
public sealed class DeadLetters(ITables tables)
{
    private const string Again = "again";
    private const int PageSize = 50;

    /// <summary>A page of the list, newest first.</summary>
    /// <param name="before">Only older ones than this number; null: from the newest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<List<DeadLetter>> PageAsync(long? before, CancellationToken cancellationToken) => tables.ReadAsync(
        async (connection, _) =>
        {
            await using var sql = new Sql(
                connection,
                """
                SELECT number, source, topic, device, at, code, reason, payload IS NOT NULL FROM mqtt_dead_letters
                WHERE number < @0 ORDER BY number DESC LIMIT @1
                """,
                2);
            return await sql.ListAsync(
                row => new DeadLetter(
                    row.GetInt64(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.IsDBNull(3) ? null : row.GetString(3),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
                    row.GetString(5),
                    row.GetString(6),
                    Convert.ToBoolean(row.GetValue(7), System.Globalization.CultureInfo.InvariantCulture)),
                before ?? long.MaxValue,
                PageSize).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Has them read again, at the next look: one, those of a code, or all.</summary>
    /// <returns>How many.</returns>
    public Task<int> ReadAgainAsync(long? number, string? code, CancellationToken cancellationToken) => tables.WriteAsync(
        async (transaction, _) =>
        {
            await using var sql = new Sql(
                transaction.Connection!,
                """
                UPDATE mqtt_dead_letters SET code = @2
                WHERE payload IS NOT NULL AND (@0 = 0 OR number = @0) AND (@1 = '' OR code = @1)
                """,
                3,
                transaction);
            return await sql.RunAsync(number ?? 0, code ?? "", Again).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Throws one away.</summary>
    public Task<int> RemoveAsync(long number, CancellationToken cancellationToken) => tables.WriteAsync(
        async (transaction, _) =>
        {
            await using var sql = new Sql(transaction.Connection!, "DELETE FROM mqtt_dead_letters WHERE number = @0", 1, transaction);
            return await sql.RunAsync(number).ConfigureAwait(false);
        },
        cancellationToken);

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
}
