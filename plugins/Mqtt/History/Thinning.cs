using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.History;

/// <summary>Makes old values smaller: readings become hours, hours become days, identities and refused messages go.</summary>
/// <remarks>Some devices a transaction: on SQLite all writers of the application take turns.</remarks>
internal sealed class Thinning(ITables tables)
{
    /// <summary>A second delivery later than this would count as new.</summary>
    public const int IdentityDays = 14;

    public const int DeadLetterDays = 90;

    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;
    private const int DevicesAtOnce = 20;

    private const string Merge = """
        ON CONFLICT (device, field, at) DO UPDATE SET count = {0}.count + excluded.count, total = {0}.total + excluded.total,
            lowest = CASE WHEN excluded.lowest < {0}.lowest THEN excluded.lowest ELSE {0}.lowest END,
            highest = CASE WHEN excluded.highest > {0}.highest THEN excluded.highest ELSE {0}.highest END
        """;

    private readonly string[] perDevice =
    [
        $"""
        INSERT INTO mqtt_hours (device, field, at, count, lowest, highest, total)
        SELECT device, field, at / {Hour} * {Hour}, COUNT(*), MIN(value), MAX(value), SUM(value)
        FROM ({ReadingRows.Unfolded(tables.Dialect, "r.device = @0 AND r.at < @1")}) v WHERE true GROUP BY device, field, at / {Hour}
        """ + "\n" + Merge.Replace("{0}", "mqtt_hours", StringComparison.Ordinal),
        "DELETE FROM mqtt_readings WHERE device = @0 AND at < @1",
        $"""
        INSERT INTO mqtt_days (device, field, at, count, lowest, highest, total)
        SELECT device, field, at / {Day} * {Day}, SUM(count), MIN(lowest), MAX(highest), SUM(total) FROM mqtt_hours
        WHERE device = @0 AND at < @2 GROUP BY device, field, at / {Day}
        """ + "\n" + Merge.Replace("{0}", "mqtt_days", StringComparison.Ordinal),
        "DELETE FROM mqtt_hours WHERE device = @0 AND at < @2",
        "DELETE FROM mqtt_messages WHERE device = @0 AND at < @3",
    ];

    public async Task RunAsync(DateTimeOffset now, MqttSettings settings, CancellationToken cancellationToken)
    {
        var today = now.ToUnixTimeMilliseconds() / Day * Day;
        var (rawUntil, hoursUntil) = (today - (settings.RawDays * Day), today - (settings.HourDays * Day));
        foreach (var some in (await DevicesAsync(cancellationToken).ConfigureAwait(false)).Chunk(DevicesAtOnce))
        {
            await tables.WriteAsync(
                async (transaction, _) =>
                {
                    foreach (var text in perDevice)
                    {
                        await using var sql = new Sql(transaction.Connection!, text, 4, transaction);
                        foreach (var device in some)
                        {
                            await sql.RunAsync(device, rawUntil, hoursUntil, today - (IdentityDays * Day)).ConfigureAwait(false);
                        }
                    }

                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }

        await tables.WriteAsync(
            async (transaction, _) =>
            {
                await using var sql = new Sql(
                    transaction.Connection!, "DELETE FROM mqtt_dead_letters WHERE at < @0", 1, transaction);
                return await sql.RunAsync(today - (DeadLetterDays * Day)).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private Task<List<long>> DevicesAsync(CancellationToken cancellationToken) => tables.ReadAsync(
        async (connection, _) =>
        {
            await using var sql = new Sql(connection, "SELECT number FROM mqtt_devices ORDER BY number", 0);
            return await sql.ListAsync(row => row.GetInt64(0)).ConfigureAwait(false);
        },
        cancellationToken);
}
