using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using Kommune.Workflow.Plugins.Mqtt.Rounds;
using Kommune.Workflow.Plugins.Mqtt.Rules;

namespace Kommune.Workflow.Plugins.Mqtt.Catalogues;

/// <summary>Where messages come from.</summary>
public sealed record Source
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Address of a foreign broker, such as <c>mqtts://broker.example:8883</c>; null: the broker inside the program.</summary>
    public Uri? Broker { get; init; }

    /// <summary>Topic filters to subscribe to; for the broker inside, what belongs to this source.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    public required PayloadOptions Payload { get; init; }

    /// <summary>User name at a foreign broker; its password and certificate are kept apart, encrypted.</summary>
    public string? UserName { get; init; }

    /// <summary>Group of a shared subscription: the broker gives each message to one of its members; null: not shared.</summary>
    public string? ShareGroup { get; init; }

    /// <summary>Client id at a foreign broker, the same for ever: the broker keeps the session under it.</summary>
    public string? ClientId { get; init; }

    /// <summary>Whether messages kept by the broker from before count as readings.</summary>
    public bool TakesRetained { get; init; }

    /// <summary>Whether processes can listen to this source's messages (<c>mqtt-message</c>).</summary>
    public bool RaisesStimuli { get; init; }
}

/// <summary>A payload codec with the examples it was uploaded with.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">What people read.</param>
/// <param name="Script">The JavaScript, unchanged.</param>
/// <param name="Examples">What it must give for which bytes.</param>
public sealed record CodecScript(string Id, string Name, string Script, IReadOnlyList<CodecExample> Examples);

/// <summary>Bytes and what a codec makes of them.</summary>
/// <param name="Name">What the example shows.</param>
/// <param name="Bytes">The bytes in hex.</param>
/// <param name="Port">The LoRaWAN port.</param>
/// <param name="Expected">The fields as JSON.</param>
public sealed record CodecExample(string Name, string Bytes, int Port, string Expected);

/// <summary>The map beneath the devices: streets, water, parks. There are no tiles from outside.</summary>
/// <param name="GeoJson">A feature collection; properties are named as OpenStreetMap does: highway, natural, leisure, railway.</param>
public sealed record TownMap(JsonObject GeoJson)
{
    /// <summary>There is one.</summary>
    public const string Id = "town";
}

/// <summary>A device in the field.</summary>
public sealed record Device
{
    /// <summary>Its id at its network: EUI in lower-case hex, or the part of a plain topic.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string TypeId { get; init; }

    /// <summary>Codec for its bytes; null: the network decodes, or it sends JSON.</summary>
    public string? CodecId { get; init; }

    public Geometry? Geometry { get; init; }

    /// <summary>Where it hangs; null: not on the map.</summary>
    public Place? Place { get; init; }

    /// <summary>What processes get to know of it: <c>behaelter</c>, <c>fraktion</c>, <c>standort</c>, …</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Size of the container in litres; null when it watches none.</summary>
    public double? Litres { get; init; }

    public bool Active { get; init; } = true;

    /// <summary>The device that hung here before: its readings are this place's history; null: the first one.</summary>
    public string? Replaces { get; init; }

    /// <summary>Silence is counted from here until the first reading.</summary>
    public DateTimeOffset RegisteredAt { get; init; }

    /// <summary>An attribute; <c>geraet</c> is the id itself, and stands in for an attribute that is not set.</summary>
    public string Attribute(string name) => name != "geraet" && Attributes.TryGetValue(name, out var value) ? value : Id;
}

/// <summary>A rule and the devices it watches.</summary>
/// <param name="Rule">The rule; per device a state of its own.</param>
/// <param name="Name">What people read.</param>
/// <param name="TypeId">Devices of this type.</param>
/// <param name="Limits">Limits of single devices; the clear level keeps its distance.</param>
/// <param name="Active">Whether it is applied.</param>
public sealed record DeviceRule(
    Rule Rule, string Name, string TypeId, IReadOnlyDictionary<string, double>? Limits = null, bool Active = true)
{
    /// <summary>The rule with the device's own limit.</summary>
    public Rule For(Device device) => Limits is not null && Limits.TryGetValue(device.Id, out var limit)
        ? Rule with { Limit = limit, Clear = Rule.Clear + (limit - Rule.Limit) }
        : Rule;
}

/// <summary>Everything people have set up, as it stands now. Immutable.</summary>
public sealed class Catalogue
{
    public static readonly Catalogue Empty = new([], [], [], [], []);

    private readonly ILookup<string, DeviceRule> rulesByType;

    public Catalogue(
        IEnumerable<Source> sources,
        IEnumerable<DeviceType> types,
        IEnumerable<CodecScript> codecs,
        IEnumerable<Device> devices,
        IEnumerable<DeviceRule> rules)
    {
        Sources = sources.ToDictionary(source => source.Id, StringComparer.Ordinal);
        Types = types.ToDictionary(type => type.Id, StringComparer.Ordinal);
        Codecs = codecs.ToDictionary(codec => codec.Id, StringComparer.Ordinal);
        Devices = devices.ToDictionary(device => device.Id, StringComparer.Ordinal);
        Rules = rules.ToDictionary(rule => rule.Rule.Id, StringComparer.Ordinal);
        rulesByType = Rules.Values.Where(rule => rule.Active).ToLookup(rule => rule.TypeId, StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, Source> Sources { get; }

    public IReadOnlyDictionary<string, DeviceType> Types { get; }

    public IReadOnlyDictionary<string, CodecScript> Codecs { get; }

    public IReadOnlyDictionary<string, Device> Devices { get; }

    public IReadOnlyDictionary<string, DeviceRule> Rules { get; }

    /// <summary>A device and those that hung at its place before it, newest first.</summary>
    public IReadOnlyList<Device> Succession(string deviceId)
    {
        var found = new List<Device>();
        for (var id = deviceId; id is not null && Devices.TryGetValue(id, out var device) && !found.Contains(device); id = device.Replaces)
        {
            found.Add(device);
        }

        return found;
    }

    /// <summary>The rules that watch a device.</summary>
    public IEnumerable<DeviceRule> RulesOf(Device device) => rulesByType[device.TypeId];
}
