using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>The states of devices as the tables hold them. Belongs to the intake's loop.</summary>
internal sealed class SensorStates(ITables tables)
{
    public Dictionary<string, DeviceStatus> Devices { get; } = new(StringComparer.Ordinal);

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        Devices.Clear();
        foreach (var (id, status) in await DevicesAsync(tables, cancellationToken).ConfigureAwait(false))
        {
            Devices[id] = status;
        }
    }

    /// <summary>What every device said last.</summary>
    public static Task<List<(string Id, DeviceStatus Status)>> DevicesAsync(ITables tables, CancellationToken cancellationToken) =>
        tables.ReadAsync(
            async (connection, _) =>
            {
                await using var sql = new Sql(
                    connection,
                    """
                    SELECT id, number, last_at, last_values, last_invalid, frame_counter, session, messages, lost, repeated, rules, counting
                    FROM mqtt_devices ORDER BY id
                    """,
                    0);
                return await sql.ListAsync(row => (row.GetString(0), Read(row))).ConfigureAwait(false);
            },
            cancellationToken);

    private static DeviceStatus Read(DbDataReader row)
    {
        var json = SensorJson.Default;
        return new DeviceStatus
        {
            Number = row.GetInt64(1),
            LastAt = row.IsDBNull(2) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            Values = Map(row, 3, json.IReadOnlyDictionaryStringDouble),
            Invalid = Map(row, 4, json.IReadOnlyDictionaryStringString),
            FrameCounter = row.IsDBNull(5) ? null : row.GetInt64(5),
            Session = row.IsDBNull(6) ? null : row.GetString(6),
            Messages = row.GetInt64(7),
            Lost = row.GetInt64(8),
            Repeated = row.GetInt64(9),
            Rules = Map(row, 10, json.IReadOnlyDictionaryStringRuleState),
            Counting = Map(row, 11, json.IReadOnlyDictionaryStringOpenCount),
        };
    }

    private static IReadOnlyDictionary<string, T> Map<T>(
        DbDataReader row, int column, JsonTypeInfo<IReadOnlyDictionary<string, T>> type) =>
        (row.IsDBNull(column) ? null : JsonSerializer.Deserialize(row.GetString(column), type)) ?? new Dictionary<string, T>();
}
