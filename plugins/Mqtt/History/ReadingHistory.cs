using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.History;

/// <summary>A stretch of time in a chart.</summary>
/// <param name="At">Its begin.</param>
/// <param name="Mean">Mean of its values.</param>
/// <param name="Lowest">Smallest value.</param>
/// <param name="Highest">Largest value.</param>
public readonly record struct ChartPoint(DateTimeOffset At, double Mean, double Lowest, double Highest);

/// <summary>Reads values back, whatever they were thinned to.</summary>
public sealed class ReadingHistory(ITables tables)
{
    /// <summary>A chart has at most about so many points.</summary>
    private const int Points = 400;

    /// <summary>Values for a chart, oldest first.</summary>
    public Task<List<ChartPoint>> ChartAsync(
        long device, string field, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var width = Math.Max(1, (long)((to - from).TotalMilliseconds / Points));
        var value = ReadingRows.Value(tables.Dialect, "@1");
        return tables.ReadAsync(
            async (connection, _) =>
            {
                await using var sql = new Sql(
                    connection,
                    $"""
                    SELECT MIN(at), SUM(total) / SUM(count), MIN(lowest), MAX(highest) FROM (
                        SELECT at, 1 AS count, value AS lowest, value AS highest, value AS total FROM (
                            SELECT at, {value} AS value FROM mqtt_readings WHERE device = @0 AND at >= @2 AND at < @3) r
                        WHERE value IS NOT NULL
                        UNION ALL SELECT at, count, lowest, highest, total FROM mqtt_hours
                        WHERE device = @0 AND field = @1 AND at >= @2 AND at < @3
                        UNION ALL SELECT at, count, lowest, highest, total FROM mqtt_days
                        WHERE device = @0 AND field = @1 AND at >= @2 AND at < @3) v
                    GROUP BY at / @4 ORDER BY 1
                    """,
                    5);
                return await sql.ListAsync(
                    row => new ChartPoint(
                        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3)),
                    device,
                    field,
                    from.ToUnixTimeMilliseconds(),
                    to.ToUnixTimeMilliseconds(),
                    width).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>Single values of one field, by device, oldest first: for forecasts, reports and dry runs of rules.</summary>
    public async Task<ILookup<long, Sample>> SamplesAsync(
        string field, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var value = ReadingRows.Value(tables.Dialect, "@0");
        var rows = await tables.ReadAsync(
            async (connection, _) =>
            {
                await using var sql = new Sql(
                    connection,
                    $"""
                    SELECT device, at, value FROM (
                        SELECT device, at, {value} AS value FROM mqtt_readings WHERE at >= @1 AND at < @2) r
                    WHERE value IS NOT NULL
                    UNION ALL SELECT device, at, total / count FROM mqtt_hours WHERE field = @0 AND at >= @1 AND at < @2
                    ORDER BY 1, 2
                    """,
                    3);
                return await sql.ListAsync(
                    row => (
                        Device: row.GetInt64(0),
                        Sample: new Sample(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetDouble(2))),
                    field,
                    from.ToUnixTimeMilliseconds(),
                    to.ToUnixTimeMilliseconds()).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Device, row => row.Sample);
    }
}
