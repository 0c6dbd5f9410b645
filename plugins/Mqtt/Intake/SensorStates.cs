using System.Text.Json;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>The states of devices and rules as the tables hold them. Belongs to the intake's loop.</summary>
internal sealed class SensorStates(ITables tables)
{
    public Dictionary<string, DeviceStatus> Devices { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Rule, string Device), RuleState> Rules { get; } = [];

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        Devices.Clear();
        Rules.Clear();
        foreach (var (id, status) in await DevicesAsync(tables, cancellationToken).ConfigureAwait(false))
        {
            Devices[id] = status;
        }

        var rules = await tables.ReadAsync(
            async (connection, _) =>
            {
                await using var sql = new Sql(connection, "SELECT rule, device, state FROM mqtt_rule_states", 0);
                return await sql.ListAsync(row => (row.GetString(0), row.GetString(1), row.GetString(2))).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var (rule, device, state) in rules)
        {
            Rules[(rule, device)] = JsonSerializer.Deserialize<RuleState>(state, Fields.Json)!;
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
                    SELECT id, number, last_at, last_values, last_invalid, frame_counter, session, messages, lost, repeated
                    FROM mqtt_devices ORDER BY id
                    """,
                    0);
                return await sql.ListAsync(row => (
                    row.GetString(0),
                    new DeviceStatus
                    {
                        Number = row.GetInt64(1),
                        LastAt = row.IsDBNull(2) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
                        Values = Json<Dictionary<string, double>>(row, 3),
                        Invalid = Json<Dictionary<string, string>>(row, 4),
                        FrameCounter = row.IsDBNull(5) ? null : row.GetInt64(5),
                        Session = row.IsDBNull(6) ? null : row.GetString(6),
                        Messages = row.GetInt64(7),
                        Lost = row.GetInt64(8),
                        Repeated = row.GetInt64(9),
                    })).ConfigureAwait(false);
            },
            cancellationToken);

    private static T Json<T>(System.Data.Common.DbDataReader row, int column)
        where T : new() =>
        row.IsDBNull(column) ? new T() : JsonSerializer.Deserialize<T>(row.GetString(column), Fields.Json) ?? new T();
}
