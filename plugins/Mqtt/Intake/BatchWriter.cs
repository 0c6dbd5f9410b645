using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>Writes what one batch of messages changes, in the caller's transaction. Statements are prepared once a connection.</summary>
internal sealed class BatchWriter
{
    private const string NoValues = "{}";

    private static readonly ConditionalWeakTable<DbConnection, BatchWriter> Prepared = [];

    private readonly Sql newDevice;
    private readonly Sql device;
    private readonly Sql reading;
    private readonly Sql identity;
    private readonly Sql telling;
    private readonly Sql deadLetter;
    private readonly Sql stillDead;
    private readonly Sql revived;
    private readonly Sql[] all;

    private BatchWriter(DbConnection connection)
    {
        Sql Make(string text, int parameters) => new(connection, text, parameters);
        newDevice = Make("INSERT INTO mqtt_devices (id) VALUES (@0) ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING number", 1);
        device = Make(
            """
            UPDATE mqtt_devices SET last_at = @1, last_values = @2, last_invalid = @3, frame_counter = @4, session = @5,
                messages = @6, lost = @7, repeated = @8, rules = @9, counting = @10
            WHERE number = @0
            """,
            11);
        reading = Make("INSERT INTO mqtt_readings (device, at, identity, body) VALUES (@0, @1, @2, @3) ON CONFLICT DO NOTHING", 4);
        identity = Make("INSERT INTO mqtt_messages (device, identity, at) VALUES (@0, @1, @2) ON CONFLICT DO NOTHING", 3);
        telling = Make("INSERT INTO mqtt_outbox (device, body) VALUES (@0, @1)", 2);
        deadLetter = Make(
            "INSERT INTO mqtt_dead_letters (source, topic, device, at, code, reason, payload) VALUES (@0, @1, @2, @3, @4, @5, @6)", 7);
        stillDead = Make("UPDATE mqtt_dead_letters SET device = @1, code = @2, reason = @3 WHERE number = @0", 4);
        revived = Make("DELETE FROM mqtt_dead_letters WHERE number = @0", 1);
        all = [newDevice, device, reading, identity, telling, deadLetter, stillDead, revived];
    }

    /// <summary>The writer of the transaction's connection.</summary>
    public static BatchWriter In(DbTransaction transaction)
    {
        var writer = Prepared.GetValue(transaction.Connection!, connection => new BatchWriter(connection));
        foreach (var sql in writer.all)
        {
            sql.Use(transaction);
        }

        return writer;
    }

    /// <summary>The number of a device that has none yet.</summary>
    public async Task<long> NewDeviceAsync(string id) =>
        Convert.ToInt64(await newDevice.ScalarAsync(id).ConfigureAwait(false), CultureInfo.InvariantCulture);

    public Task DeviceAsync(DeviceStatus status)
    {
        var json = SensorJson.Default;
        return device.RunAsync(
            status.Number,
            status.LastAt is { } at ? Milliseconds(at) : null,
            Map(status.Values, json.IReadOnlyDictionaryStringDouble),
            Map(status.Invalid, json.IReadOnlyDictionaryStringString),
            status.FrameCounter,
            status.Session,
            status.Messages,
            status.Lost,
            status.Repeated,
            Map(status.Rules, json.IReadOnlyDictionaryStringRuleState),
            Map(status.Counting, json.IReadOnlyDictionaryStringOpenCount));
    }

    /// <summary>Stores a message's values, unless it was stored before.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> ReadingAsync(
        long deviceNumber, DateTimeOffset at, string messageIdentity, IReadOnlyDictionary<string, double> values)
    {
        var body = Map(values, SensorJson.Default.IReadOnlyDictionaryStringDouble) ?? NoValues;
        return await reading.RunAsync(deviceNumber, Milliseconds(at), Hash(messageIdentity), body).ConfigureAwait(false) == 1;
    }

    /// <summary>Keeps the identity of a message whose time is that of its arrival: a second delivery has another.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> IdentityAsync(long deviceNumber, DateTimeOffset at, string messageIdentity) =>
        await identity.RunAsync(deviceNumber, Hash(messageIdentity), Milliseconds(at)).ConfigureAwait(false) == 1;

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

    /// <summary>64 bits that stand for an identity.</summary>
    public static long Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    private static string? Map<T>(IReadOnlyDictionary<string, T> map, JsonTypeInfo<IReadOnlyDictionary<string, T>> type) =>
        map.Count == 0 ? null : JsonSerializer.Serialize(map, type);

    private static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}
