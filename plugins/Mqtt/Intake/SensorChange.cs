using System.Globalization;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.Rules;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>What one batch changes: written first, taken over into <see cref="SensorStates"/> when the transaction stands.</summary>
internal sealed class SensorChange(SensorStates states, Catalogue catalogue, TimeProvider clock)
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly Dictionary<string, DeviceStatus> devices = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Rule, string Device), RuleState> rules = [];

    public List<Verdict> Verdicts { get; } = [];

    public bool HasTellings { get; private set; }

    public async Task WriteAsync(IReadOnlyList<Arrival?> arrivals, IReadOnlyList<object?> read, BatchWriter writer)
    {
        for (var i = 0; i < arrivals.Count; i++)
        {
            if (arrivals[i]?.DeadLetter is { } letter && read[i] is not NotUnderstood)
            {
                await writer.RevivedAsync(letter).ConfigureAwait(false);
            }

            Verdicts.Add(arrivals[i] is null
                ? await PassTimeAsync(writer).ConfigureAwait(false)
                : read[i] switch
                {
                    Understood message => await StoreAsync(message, writer).ConfigureAwait(false),
                    NotUnderstood message => await BuryAsync(message, writer).ConfigureAwait(false),
                    _ => Verdict.PassedOver,
                });
        }

        foreach (var (id, status) in devices)
        {
            await writer.DeviceAsync(id, status).ConfigureAwait(false);
        }

        foreach (var ((rule, device), state) in rules)
        {
            await writer.RuleStateAsync(rule, device, state).ConfigureAwait(false);
        }
    }

    public void Commit()
    {
        foreach (var (id, status) in devices)
        {
            states.Devices[id] = status;
        }

        foreach (var (key, state) in rules)
        {
            states.Rules[key] = state;
        }
    }

    private async Task<Verdict> StoreAsync(Understood message, BatchWriter writer)
    {
        var device = message.Device;
        if ((devices.GetValueOrDefault(device.Id) ?? states.Devices.GetValueOrDefault(device.Id)) is not { } status)
        {
            status = new DeviceStatus { Number = await writer.DeviceAsync(device.Id, null).ConfigureAwait(false) };
        }

        if (!await writer.IsNewAsync(status.Number, message.Uplink.Identity, message.Uplink.At).ConfigureAwait(false))
        {
            devices[device.Id] = status with { Repeated = status.Repeated + 1 };
            return Verdict.Repeated;
        }

        devices[device.Id] = status.After(message);
        foreach (var (field, value) in message.Measurement.Values)
        {
            await writer.ReadingAsync(status.Number, field, message.Uplink.At, value).ConfigureAwait(false);
        }

        foreach (var rule in catalogue.RulesOf(device))
        {
            var before = StateOf(rule, device);
            var (after, crossing) = RuleEngine.Measured(rule.For(device), before, message.Uplink.At, message.Measurement, Berlin);
            await KeepAsync(rule, device, before, after, crossing, writer).ConfigureAwait(false);
        }

        if (message.Source.RaisesStimuli)
        {
            await TellAsync(device.Id, Stimulus(message), writer).ConfigureAwait(false);
        }

        return Verdict.Stored;
    }

    private static async Task<Verdict> BuryAsync(NotUnderstood message, BatchWriter writer)
    {
        await writer.DeadAsync(message).ConfigureAwait(false);
        return Verdict.Dead;
    }

    private async Task<Verdict> PassTimeAsync(BatchWriter writer)
    {
        var now = clock.GetUtcNow();
        foreach (var device in catalogue.Devices.Values.Where(device => device.Active))
        {
            foreach (var rule in catalogue.RulesOf(device))
            {
                var before = StateOf(rule, device);
                var own = rule.For(device);
                if (!(RuleEngine.DueAt(own, before) <= now))
                {
                    continue;
                }

                var (after, crossing) = RuleEngine.TimePassed(own, before, now, Berlin);
                await KeepAsync(rule, device, before, after, crossing, writer).ConfigureAwait(false);
            }
        }

        return Verdict.PassedOver;
    }

    private async Task KeepAsync(
        DeviceRule rule, Device device, RuleState before, RuleState after, Crossing? crossing, BatchWriter writer)
    {
        if (!ReferenceEquals(before, after))
        {
            rules[(rule.Rule.Id, device.Id)] = after;
        }

        if (crossing is not null && (crossing.Raised ? rule.Rule.OnRaise : rule.Rule.OnClear) is { } message)
        {
            await TellAsync(device.Id, Message(rule, device, crossing, message), writer).ConfigureAwait(false);
        }
    }

    private Task TellAsync(string deviceId, Telling telling, BatchWriter writer)
    {
        HasTellings = true;
        return writer.TellAsync(deviceId, telling);
    }

    /// <summary>
    /// A device that never reported is silent since it was registered; one that replaced another goes on where that one stood.
    /// </summary>
    private RuleState StateOf(DeviceRule rule, Device device) =>
        rules.TryGetValue((rule.Rule.Id, device.Id), out var changed) ? changed
        : states.Rules.TryGetValue((rule.Rule.Id, device.Id), out var known) ? known
        : device.Replaces is { } before && states.Rules.TryGetValue((rule.Rule.Id, before), out var handed) ? handed
        : rule.Rule.Kind == RuleKind.Silence ? RuleState.Initial with { LastAt = device.RegisteredAt }
        : RuleState.Initial;

    private static Telling Message(DeviceRule rule, Device device, Crossing crossing, RuleMessage message)
    {
        var alarm = string.Create(CultureInfo.InvariantCulture, $"{rule.Rule.Id}/{device.Id}/{crossing.Episode}");
        var variables = About(device);
        variables["alarm"] = alarm;
        variables["regel"] = rule.Name;
        variables["gemessen"] = Time(crossing.At);
        if (crossing.Value is { } value && rule.Rule.Field.Length > 0)
        {
            variables[rule.Rule.Field] = value;
        }

        return new Telling(
            false, message.Name, device.Attribute(message.Key), $"{alarm}/{(crossing.Raised ? "begin" : "end")}", variables);
    }

    private static Telling Stimulus(Understood message)
    {
        var values = new JsonObject();
        foreach (var (field, value) in message.Measurement.Values)
        {
            values[field] = value;
        }

        var variables = About(message.Device);
        variables["quelle"] = message.Source.Id;
        variables["thema"] = message.Arrival.Topic;
        variables["gemessen"] = Time(message.Uplink.At);
        variables["werte"] = values;
        return new Telling(true, "mqtt-message", message.Device.Id, $"{message.Source.Id}/{message.Uplink.Identity}", variables);
    }

    private static JsonObject About(Device device)
    {
        var variables = new JsonObject { ["geraet"] = device.Id, ["bezeichnung"] = device.Name };
        foreach (var (name, value) in device.Attributes)
        {
            variables[name] = value;
        }

        if (device.Place is { } place)
        {
            variables["breite"] = place.Latitude;
            variables["laenge"] = place.Longitude;
        }

        return variables;
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
