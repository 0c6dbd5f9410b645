using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Kommune.Workflow.Plugins.Mqtt.Brokers;

/// <summary>How the broker inside the program listens.</summary>
/// <param name="Address">The address it listens on.</param>
/// <param name="Port">Its TCP port.</param>
/// <param name="UserOf">Who a name belongs to: a device or a gateway; null: nobody of that name may connect.</param>
/// <param name="Certificate">With its key: connections are encrypted; null: they are not.</param>
internal sealed record EmbeddedBrokerOptions(
    IPAddress Address, int Port, Func<string, BrokerUser?> UserOf, X509Certificate2? Certificate = null);

/// <summary>The broker inside the program. A publisher gets its acknowledgement when the reading is durably stored, not before.</summary>
/// <remarks>
/// A connection's messages are taken in one after the other without waiting for each to be stored; the acknowledgements wait instead. So a
/// gateway with thousands of devices behind one connection is not slower than as many connections. When the intake is full, reading stops
/// and the publisher waits.
/// </remarks>
internal sealed class EmbeddedBroker(CatalogueStore catalogue, MessageIntake intake, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    /// <summary>Connections at a time; more are told that the server is busy.</summary>
    public const int ConnectionsMax = 10_000;

    /// <summary>What waits for one who subscribes and does not fetch; beyond it the oldest go. No reading takes this way.</summary>
    private const int PendingMessagesPerSubscriber = 1_000;

    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, Connection> connections = new(StringComparer.Ordinal);
    private MqttServer? server;

    /// <summary>Since when it listens.</summary>
    public DateTimeOffset Since { get; } = clock.GetUtcNow();

    /// <summary>The accounts that are connected now.</summary>
    public IReadOnlySet<string> Connected =>
        connections.Values.Select(connection => connection.User.Name).ToHashSet(StringComparer.Ordinal);

    public async Task StartAsync(EmbeddedBrokerOptions options)
    {
        server = new MqttServerFactory().CreateMqttServer(Listen(options).Build());
        server.ValidatingConnectionAsync += connection =>
        {
            Admit(connection, options.UserOf);
            return Task.CompletedTask;
        };
        server.ClientDisconnectedAsync += gone =>
        {
            // The client id of a connection that was taken over belongs to another one by now.
            _ = gone.DisconnectType == MqttClientDisconnectType.Takeover || connections.TryRemove(gone.ClientId, out _);
            return Task.CompletedTask;
        };
        server.InterceptingSubscriptionAsync += Subscribe;
        server.InterceptingInboundPacketAsync += Arrive;
        server.InterceptingPublishAsync += TakeAsync;
        server.InterceptingOutboundPacketAsync += AnswerAsync;
        await server.StartAsync().ConfigureAwait(false);
        log.LogInformation("The MQTT broker listens on {Address}:{Port}.", options.Address, options.Port);
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        if (server is { IsStarted: true })
        {
            await server.StopAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        server?.Dispose();
        stopping.Dispose();
    }

    private static MqttServerOptionsBuilder Listen(EmbeddedBrokerOptions options)
    {
        var builder = new MqttServerOptionsBuilder().WithMaxPendingMessagesPerClient(PendingMessagesPerSubscriber);
        return options.Certificate is { } certificate
            ? builder
                .WithoutDefaultEndpoint()
                .WithEncryptedEndpoint()
                .WithEncryptedEndpointBoundIPAddress(options.Address)
                .WithEncryptedEndpointBoundIPV6Address(IPAddress.None)
                .WithEncryptedEndpointPort(options.Port)
                .WithEncryptionCertificate(certificate)
            : builder
                .WithDefaultEndpoint()
                .WithDefaultEndpointBoundIPAddress(options.Address)
                .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
                .WithDefaultEndpointPort(options.Port);
    }

    private void Admit(ValidatingConnectionEventArgs connection, Func<string, BrokerUser?> userOf)
    {
        var name = connection.UserName ?? "";
        if (userOf(name) is not { } user || !user.HasPassword(connection.Password))
        {
            log.LogWarning("The MQTT broker refused {User} from {Address}.", name, connection.RemoteEndPoint);
            connection.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
        }
        else if (string.IsNullOrEmpty(connection.ClientId))
        {
            connection.ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid;
        }
        else if (connections.Count >= ConnectionsMax && !connections.ContainsKey(connection.ClientId))
        {
            log.LogWarning("The MQTT broker has {Connections} connections; {User} must wait.", ConnectionsMax, name);
            connection.ReasonCode = MqttConnectReasonCode.ServerUnavailable;
        }
        else
        {
            var canRefuse = connection.ProtocolVersion == MqttProtocolVersion.V500;
            connections.AddOrUpdate(
                connection.ClientId,
                _ => new Connection(user, canRefuse, new()),
                (_, before) => new Connection(user, canRefuse, before.Storing));
        }
    }

    private Task Subscribe(InterceptingSubscriptionEventArgs subscription)
    {
        if (connections.TryGetValue(subscription.ClientId, out var connection)
            && !connection.User.MayHear(subscription.TopicFilter.Topic, catalogue.Current))
        {
            log.LogWarning("{User} may not hear {Topic}.", connection.User.Name, subscription.TopicFilter.Topic);
            subscription.ProcessSubscription = false;
            subscription.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        }

        return Task.CompletedTask;
    }

    /// <summary>Notes the number of the message that is taken in next on its connection.</summary>
    private Task Arrive(InterceptingPacketEventArgs inbound)
    {
        if (inbound.Packet is MqttPublishPacket publish && connections.TryGetValue(inbound.ClientId, out var connection))
        {
            connection.Arriving = publish.PacketIdentifier;
        }

        return Task.CompletedTask;
    }

    private async Task TakeAsync(InterceptingPublishEventArgs publish)
    {
        var message = publish.ApplicationMessage;
        if (!connections.TryGetValue(publish.ClientId, out var connection))
        {
            publish.ProcessPublish = false;
            publish.CloseConnection = true;
            return;
        }

        if (!connection.MayPublish(message.Topic, catalogue.Current))
        {
            log.LogWarning("{User} may not publish to {Topic}.", connection.User.Name, message.Topic);
            publish.ProcessPublish = false;
            publish.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;

            // Before MQTT 5 an acknowledgement cannot say no.
            publish.CloseConnection = !connection.CanRefuse;
            return;
        }

        Task? stored = null;
        foreach (var source in catalogue.Current.Sources.Values)
        {
            if (source.Broker is null && (!message.Retain || source.TakesRetained) && Matches(source, message.Topic))
            {
                var arrival = new Arrival(source.Id, message.Topic, message.Payload.ToArray(), clock.GetUtcNow());
                var verdict = await intake.ReceiveAsync(arrival, stopping.Token).ConfigureAwait(false);
                stored = stored is null ? verdict : Task.WhenAll(stored, verdict);
            }
        }

        if (stored is not null && message.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce)
        {
            connection.Storing[connection.Arriving] = stored;
        }
    }

    /// <summary>Holds an acknowledgement back until its message is stored; when the program stops before, there is none.</summary>
    private async Task AnswerAsync(InterceptingPacketEventArgs outbound)
    {
        if (outbound.Packet is MqttPacketWithIdentifier answer and (MqttPubAckPacket or MqttPubRecPacket)
            && connections.TryGetValue(outbound.ClientId, out var connection)
            && connection.Storing.TryRemove(answer.PacketIdentifier, out var stored))
        {
            await stored.ConfigureAwait(false);
        }
    }

    private static bool Matches(Source source, string topic)
    {
        foreach (var filter in source.Topics)
        {
            if (MqttTopicFilterComparer.Compare(topic, filter) == MqttTopicFilterCompareResult.IsMatch)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the broker knows of a connection. Its messages are taken in one at a time.</summary>
    private sealed class Connection(
        BrokerUser user, bool canRefuse, ConcurrentDictionary<ushort, Task> storing)
    {
        private (string Topic, Catalogue Catalogue)? allowed;

        public BrokerUser User => user;

        /// <summary>Whether its protocol can refuse a single message.</summary>
        public bool CanRefuse => canRefuse;

        public ushort Arriving { get; set; }

        /// <summary>Messages that are not acknowledged yet, by their numbers; a connection that takes over waits for them, too.</summary>
        public ConcurrentDictionary<ushort, Task> Storing => storing;

        /// <summary>Devices publish to the same topic again and again: the last answer is kept.</summary>
        public bool MayPublish(string topic, Catalogue catalogue)
        {
            if (allowed is { } last && last.Topic == topic && ReferenceEquals(last.Catalogue, catalogue))
            {
                return true;
            }

            if (!user.MayPublish(topic, catalogue))
            {
                return false;
            }

            allowed = (topic, catalogue);
            return true;
        }
    }
}
