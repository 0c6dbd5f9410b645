using System.Security.Cryptography;
using System.Text;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using MQTTnet;
using MQTTnet.Server;

namespace Kommune.Workflow.Plugins.Mqtt.Brokers;

/// <summary>Somebody at the broker inside the program.</summary>
/// <param name="Name">User name.</param>
/// <param name="Password">The password.</param>
/// <param name="Topics">
/// Topic filters it may publish to and subscribe to; null: by its name. One named like a device is that device's and may publish under its
/// own id only; one named like a source has the source's topics, any other those of all sources at this broker.
/// </param>
internal sealed record BrokerUser(string Name, string Password, IReadOnlyList<string>? Topics = null)
{
    public bool HasPassword(string? password) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password ?? ""), Encoding.UTF8.GetBytes(Password));

    /// <summary>Whether it may publish to a topic.</summary>
    public bool MayPublish(string topic, Catalogue catalogue) => Topics is null && catalogue.Devices.ContainsKey(Name)
        ? catalogue.Sources.Values.Any(source => source.Broker is null
            && source.Payload is { DevicePath: null, TopicPattern: { } pattern }
            && UplinkReader.DeviceOf(pattern, topic) == Name)
        : Filters(catalogue).Any(filter => Matches(topic, filter));

    /// <summary>Whether it may hear a topic filter: a gateway what it may publish, a device nothing of others.</summary>
    public bool MayHear(string topicFilter, Catalogue catalogue) =>
        MayPublish(topicFilter, catalogue) || (!catalogue.Devices.ContainsKey(Name) && Filters(catalogue).Contains(topicFilter));

    private IEnumerable<string> Filters(Catalogue catalogue) => Topics
        ?? (catalogue.Sources.GetValueOrDefault(Name) is { Broker: null } own
            ? own.Topics
            : catalogue.Sources.Values.Where(source => source.Broker is null).SelectMany(source => source.Topics));

    private static bool Matches(string topic, string filter) =>
        MqttTopicFilterComparer.Compare(topic, filter) == MqttTopicFilterCompareResult.IsMatch;
}
