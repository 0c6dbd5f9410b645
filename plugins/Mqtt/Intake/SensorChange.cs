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

        foreach (var status in devices.Values)
        {
            await writer.DeviceAsync(status).ConfigureAwait(false);
        }
    }

    public void Commit()
    {
        foreach (var (id, status) in devices)
        {
            states.Devices[id] = status;
        }
    }

    private async Task<Verdict> StoreAsync(Understood message, BatchWriter writer)
    {
        var (device, uplink, measurement) = (message.Device, message.Uplink, message.Measurement);
        var status = await StatusAsync(device, writer).ConfigureAwait(false);
        var (number, at, identity) = (status.Number, uplink.At, uplink.Identity);
        if ((uplink.IsKnownByIdentityOnly && !await writer.IdentityAsync(number, at, identity).ConfigureAwait(false))
            || !await writer.ReadingAsync(number, at, identity, measurement.Values).ConfigureAwait(false))
        {
            devices[device.Id] = status with { Repeated = status.Repeated + 1 };
            return Verdict.Repeated;
        }

        status = status.After(message);
        foreach (var (field, count) in measurement.People)
        {
            OpenCount? counting = status.Counting.TryGetValue(field.Name, out var open) ? open : null;
            var (now, closed) = PeopleCounts.Add(counting, uplink.At, count, field.SmallestCount);
            status = status.With(field.Name, now);
            if (closed is { } over)
            {
                status = await CountedAsync(device, status, field.Name, over, writer).ConfigureAwait(false);
            }
        }

        foreach (var rule in catalogue.RulesOf(device))
        {
            var before = StateOf(status, rule, device);
            var (after, crossing) = RuleEngine.Measured(rule.For(device), before, uplink.At, measurement, Berlin);
            status = await KeepAsync(status, rule, device, before, after, crossing, writer).ConfigureAwait(false);
        }

        devices[device.Id] = status;
        if (message.Source.RaisesStimuli)
        {
            await TellAsync(device.Id, Stimulus(message), writer).ConfigureAwait(false);
        }

        return Verdict.Stored;
    }

    /// <summary>A sum of people is over: what is large enough becomes a reading, and rules hear of it.</summary>
    private async Task<DeviceStatus> CountedAsync(
        Device device, DeviceStatus status, string field, ClosedCount closed, BatchWriter writer)
    {
        status = status.After(field, closed);
        if (closed.Sum is not { } sum)
        {
            return status;
        }

        var measurement = new Measurement(new Dictionary<string, double> { [field] = sum }, new Dictionary<string, string>());
        await writer.ReadingAsync(status.Number, closed.From, $"{device.Id}/{field}", measurement.Values).ConfigureAwait(false);
        foreach (var rule in catalogue.RulesOf(device).Where(rule => rule.Rule.Field == field))
        {
            var before = StateOf(status, rule, device);
            var (after, crossing) = RuleEngine.Measured(rule.For(device), before, closed.Until, measurement, Berlin);
            status = await KeepAsync(status, rule, device, before, after, crossing, writer).ConfigureAwait(false);
        }

        return status;
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
            await CloseCountsAsync(device, now, writer).ConfigureAwait(false);
            foreach (var rule in catalogue.RulesOf(device))
            {
                var own = rule.For(device);
                if (!(RuleEngine.DueAt(own, StateOf(Known(device), rule, device)) <= now))
                {
                    continue;
                }

                var status = await StatusAsync(device, writer).ConfigureAwait(false);
                var before = StateOf(status, rule, device);
                var (after, crossing) = RuleEngine.TimePassed(own, before, now, Berlin);
                devices[device.Id] = await KeepAsync(status, rule, device, before, after, crossing, writer).ConfigureAwait(false);
            }
        }

        return Verdict.PassedOver;
    }

    private async Task CloseCountsAsync(Device device, DateTimeOffset now, BatchWriter writer)
    {
        var over = Known(device)?.Counting.Where(open => PeopleCounts.IsOver(open.Value, now)).ToList() ?? [];
        foreach (var (name, open) in over)
        {
            var status = (await StatusAsync(device, writer).ConfigureAwait(false)).Without(name);
            var field = catalogue.Types.GetValueOrDefault(device.TypeId)?.Fields.FirstOrDefault(field => field.Name == name);
            devices[device.Id] = field is { Kind: FieldKind.People }
                ? await CountedAsync(device, status, name, PeopleCounts.Close(open, field.SmallestCount), writer).ConfigureAwait(false)
                : status;
        }
    }

    private async Task<DeviceStatus> KeepAsync(
        DeviceStatus status, DeviceRule rule, Device device, RuleState before, RuleState after, Crossing? crossing, BatchWriter writer)
    {
        if (crossing is not null && (crossing.Raised ? rule.Rule.OnRaise : rule.Rule.OnClear) is { } message)
        {
            await TellAsync(device.Id, Message(rule, device, crossing, message), writer).ConfigureAwait(false);
        }

        return ReferenceEquals(before, after) ? status : status.With(rule.Rule.Id, after);
    }

    private Task TellAsync(string deviceId, Telling telling, BatchWriter writer)
    {
        HasTellings = true;
        return writer.TellAsync(deviceId, telling);
    }

    private DeviceStatus? Known(Device device) => Known(device.Id);

    private DeviceStatus? Known(string id) => devices.GetValueOrDefault(id) ?? states.Devices.GetValueOrDefault(id);

    private async Task<DeviceStatus> StatusAsync(Device device, BatchWriter writer) =>
        Known(device) ?? new DeviceStatus { Number = await writer.NewDeviceAsync(device.Id).ConfigureAwait(false) };

    /// <summary>
    /// A device that never reported is silent since it was registered; one that replaced another goes on where that one stood.
    /// </summary>
    private RuleState StateOf(DeviceStatus? status, DeviceRule rule, Device device) =>
        status?.Rules.TryGetValue(rule.Rule.Id, out var known) == true ? known
        : device.Replaces is { } before && Known(before)?.Rules.TryGetValue(rule.Rule.Id, out var handed) == true ? handed
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
        var fact = string.Create(
            CultureInfo.InvariantCulture, $"{message.Source.Id}/{message.Device.Id}/{BatchWriter.Hash(message.Uplink.Identity):x16}");
        return new Telling(true, "mqtt-message", message.Device.Id, fact, variables);
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
