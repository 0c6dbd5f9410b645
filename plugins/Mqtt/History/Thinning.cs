using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.History;

/// <summary>Makes old values smaller: readings become hours, hours become days, identities and refused messages go.</summary>
internal sealed class Thinning(ITables tables)
{
    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;

    /// <summary>A second delivery later than this would count as new.</summary>
    private const int IdentityDays = 14;

    private const int DeadLetterDays = 90;

    private const string Merge = """
        ON CONFLICT (device, field, at) DO UPDATE SET count = {0}.count + excluded.count, total = {0}.total + excluded.total,
            lowest = CASE WHEN excluded.lowest < {0}.lowest THEN excluded.lowest ELSE {0}.lowest END,
            highest = CASE WHEN excluded.highest > {0}.highest THEN excluded.highest ELSE {0}.highest END
        """;

    public Task RunAsync(DateTimeOffset now, MqttSettings settings, CancellationToken cancellationToken)
    {
        var today = now.ToUnixTimeMilliseconds() / Day * Day;
        var (rawUntil, hoursUntil) = (today - (settings.RawDays * Day), today - (settings.HourDays * Day));
        return tables.WriteAsync(
            async (transaction, _) =>
            {
                async Task Run(string text, long until)
                {
                    await using var sql = new Sql(transaction.Connection!, text, 1, transaction);
                    await sql.RunAsync(until).ConfigureAwait(false);
                }

                await Run(
                    $"""
                    INSERT INTO mqtt_hours (device, field, at, count, lowest, highest, total)
                    SELECT device, field, at / {Hour} * {Hour}, COUNT(*), MIN(value), MAX(value), SUM(value) FROM mqtt_readings
                    WHERE at < @0 GROUP BY device, field, at / {Hour}
                    """ + "\n" + Merge.Replace("{0}", "mqtt_hours", StringComparison.Ordinal),
                    rawUntil).ConfigureAwait(false);
                await Run("DELETE FROM mqtt_readings WHERE at < @0", rawUntil).ConfigureAwait(false);
                await Run(
                    $"""
                    INSERT INTO mqtt_days (device, field, at, count, lowest, highest, total)
                    SELECT device, field, at / {Day} * {Day}, SUM(count), MIN(lowest), MAX(highest), SUM(total) FROM mqtt_hours
                    WHERE at < @0 GROUP BY device, field, at / {Day}
                    """ + "\n" + Merge.Replace("{0}", "mqtt_days", StringComparison.Ordinal),
                    hoursUntil).ConfigureAwait(false);
                await Run("DELETE FROM mqtt_hours WHERE at < @0", hoursUntil).ConfigureAwait(false);
                await Run("DELETE FROM mqtt_messages WHERE at < @0", today - (IdentityDays * Day)).ConfigureAwait(false);
                await Run("DELETE FROM mqtt_dead_letters WHERE at < @0", today - (DeadLetterDays * Day)).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }
}
