using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>Writes what one batch of messages changes, in the caller's transaction.</summary>
internal sealed class BatchWriter : IAsyncDisposable
{
    private readonly Sql identity;
    private readonly Sql reading;
    private readonly Sql device;
    private readonly Sql ruleState;
    private readonly Sql telling;
    private readonly Sql deadLetter;
    private readonly Sql stillDead;
    private readonly Sql revived;

    public BatchWriter(DbTransaction transaction)
    {
        Sql Make(string text, int parameters) => new(transaction.Connection!, text, parameters, transaction);
        identity = Make("INSERT INTO mqtt_messages (device, identity, at) VALUES (@0, @1, @2) ON CONFLICT DO NOTHING", 3);
        reading = Make(
            """
            INSERT INTO mqtt_readings (device, field, at, value) VALUES (@0, @1, @2, @3)
            ON CONFLICT (device, field, at) DO UPDATE SET value = excluded.value
            """,
            4);
        device = Make(
            """
            INSERT INTO mqtt_devices (id, last_at, last_values, last_invalid, frame_counter, session, messages, lost, repeated)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)
            ON CONFLICT (id) DO UPDATE SET last_at = excluded.last_at, last_values = excluded.last_values,
                last_invalid = excluded.last_invalid, frame_counter = excluded.frame_counter, session = excluded.session,
                messages = excluded.messages, lost = excluded.lost, repeated = excluded.repeated
            RETURNING number
            """,
            9);
        ruleState = Make(
            """
            INSERT INTO mqtt_rule_states (rule, device, raised, state) VALUES (@0, @1, @2, @3)
            ON CONFLICT (rule, device) DO UPDATE SET raised = excluded.raised, state = excluded.state
            """,
            4);
        telling = Make("INSERT INTO mqtt_outbox (device, body) VALUES (@0, @1)", 2);
        deadLetter = Make(
            "INSERT INTO mqtt_dead_letters (source, topic, device, at, code, reason, payload) VALUES (@0, @1, @2, @3, @4, @5, @6)", 7);
        stillDead = Make("UPDATE mqtt_dead_letters SET device = @1, code = @2, reason = @3 WHERE number = @0", 4);
        revived = Make("DELETE FROM mqtt_dead_letters WHERE number = @0", 1);
    }

    /// <summary>Whether a message is new: its identity is kept from now on.</summary>
    public async Task<bool> IsNewAsync(long deviceNumber, string messageIdentity, DateTimeOffset at) =>
        await identity.RunAsync(deviceNumber, Hash(messageIdentity), Milliseconds(at)).ConfigureAwait(false) == 1;

    public Task ReadingAsync(long deviceNumber, string field, DateTimeOffset at, double value) =>
        reading.RunAsync(deviceNumber, field, Milliseconds(at), value);

    /// <summary>Writes a device's state and answers with its number.</summary>
    public async Task<long> DeviceAsync(string id, DeviceStatus? status) => Convert.ToInt64(
        await device.ScalarAsync(
            id,
            status?.LastAt is { } at ? Milliseconds(at) : null,
            JsonSerializer.Serialize(status?.Values, Fields.Json),
            JsonSerializer.Serialize(status?.Invalid, Fields.Json),
            status?.FrameCounter,
            status?.Session,
            status?.Messages ?? 0,
            status?.Lost ?? 0,
            status?.Repeated ?? 0).ConfigureAwait(false),
        System.Globalization.CultureInfo.InvariantCulture);

    public Task RuleStateAsync(string rule, string deviceId, RuleState state) =>
        ruleState.RunAsync(rule, deviceId, state.Raised ? 1 : 0, JsonSerializer.Serialize(state, Fields.Json));

    public Task TellAsync(string deviceId, Telling message) => telling.RunAsync(deviceId, JsonSerializer.Serialize(message, Fields.Json));

    public Task DeadAsync(NotUnderstood message) => message.Arrival.DeadLetter is { } number
        ? stillDead.RunAsync(number, message.DeviceId, message.Code, message.Reason)
        : deadLetter.RunAsync(
            message.Arrival.SourceId,
            message.Arrival.Topic,
            message.DeviceId,
            Milliseconds(message.Arrival.At),
            message.Code,
            message.Reason,
            message.Code == DeadCode.Refused ? null : message.Arrival.Payload.ToArray());

    /// <summary>A dead letter that could be read after all.</summary>
    public Task RevivedAsync(long number) => revived.RunAsync(number);

    public async ValueTask DisposeAsync()
    {
        foreach (var sql in new[] { identity, reading, device, ruleState, telling, deadLetter, stillDead, revived })
        {
            await sql.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static long Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
