using System.Security.Cryptography;
using System.Text;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using MQTTnet;
using MQTTnet.Server;

namespace Kommune.Workflow.Plugins.Mqtt.Brokers;

/// <summary>Somebody at the broker inside the program.</summary>
/// <param name="Name">User name; of a device its id.</param>
/// <param name="Password">The password.</param>
/// <param name="Topics">Topic filters it may publish to and subscribe to; empty: a device, which may publish under its own id only.</param>
internal sealed record BrokerUser(string Name, string Password, IReadOnlyList<string> Topics)
{
    public bool HasPassword(string? password) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password ?? ""), Encoding.UTF8.GetBytes(Password));

    /// <summary>Whether it may publish to a topic.</summary>
    public bool MayPublish(string topic, Catalogue catalogue) => Topics.Count > 0
        ? Topics.Any(filter => Matches(topic, filter))
        : catalogue.Sources.Values.Any(source => source.Broker is null
            && source.Payload is { DevicePath: null, TopicPattern: { } pattern }
            && UplinkReader.DeviceOf(pattern, topic) == Name);

    /// <summary>Whether it may hear a topic filter: a gateway what it may publish, a device nothing of others.</summary>
    public bool MayHear(string topicFilter, Catalogue catalogue) => Topics.Count > 0
        ? Topics.Any(filter => filter == topicFilter || Matches(topicFilter, filter))
        : MayPublish(topicFilter, catalogue);

    private static bool Matches(string topic, string filter) =>
        MqttTopicFilterComparer.Compare(topic, filter) == MqttTopicFilterCompareResult.IsMatch;
}
