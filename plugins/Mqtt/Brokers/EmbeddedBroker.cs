using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Kommune.Workflow.Plugins.Mqtt.Brokers;

/// <summary>How the broker inside the program listens.</summary>
/// <param name="Address">The address it listens on.</param>
/// <param name="Port">Its TCP port; 0: any free one.</param>
/// <param name="PasswordOf">The password of an account, one for each device or gateway; null: nobody of that name may connect.</param>
public sealed record EmbeddedBrokerOptions(IPAddress Address, int Port, Func<string, string?> PasswordOf);

/// <summary>The broker inside the program. A publisher gets its acknowledgement when the reading is durably stored, not before.</summary>
internal sealed class EmbeddedBroker(CatalogueStore catalogue, MessageIntake intake, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    /// <summary>The default of 250 drops messages without a word.</summary>
    private const int PendingMessagesPerClient = 10_000;

    private readonly ConcurrentDictionary<string, string> connected = new(StringComparer.Ordinal);
    private MqttServer? server;
    private CancellationTokenSource? stopping;

    /// <summary>Since when it listens.</summary>
    public DateTimeOffset Since { get; } = clock.GetUtcNow();

    /// <summary>The accounts that are connected now.</summary>
    public IReadOnlySet<string> Connected => connected.Values.ToHashSet(StringComparer.Ordinal);

    public async Task StartAsync(EmbeddedBrokerOptions options)
    {
        stopping = new CancellationTokenSource();
        server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(options.Address)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(options.Port)
            .WithMaxPendingMessagesPerClient(PendingMessagesPerClient)
            .Build());
        server.ValidatingConnectionAsync += connection =>
        {
            connection.ReasonCode = IsKnown(options.PasswordOf, connection.UserName, connection.Password)
                ? MqttConnectReasonCode.Success
                : MqttConnectReasonCode.BadUserNameOrPassword;
            return Task.CompletedTask;
        };
        server.ClientConnectedAsync += client =>
        {
            connected[client.ClientId] = client.UserName;
            return Task.CompletedTask;
        };
        server.ClientDisconnectedAsync += client =>
        {
            connected.TryRemove(client.ClientId, out _);
            return Task.CompletedTask;
        };
        server.InterceptingPublishAsync += TakeAsync;
        await server.StartAsync().ConfigureAwait(false);
        log.LogInformation("The MQTT broker listens on {Address}:{Port}.", options.Address, options.Port);
    }

    public async Task StopAsync()
    {
        if (stopping is not null)
        {
            await stopping.CancelAsync().ConfigureAwait(false);
        }

        if (server is { IsStarted: true })
        {
            await server.StopAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        server?.Dispose();
        stopping?.Dispose();
    }

    private async Task TakeAsync(InterceptingPublishEventArgs publish)
    {
        var message = publish.ApplicationMessage;
        foreach (var source in catalogue.Current.Sources.Values)
        {
            if (source.Broker is not null || (message.Retain && !source.TakesRetained) || !Matches(source, message.Topic))
            {
                continue;
            }

            var arrival = new Arrival(source.Id, message.Topic, message.Payload.ToArray(), clock.GetUtcNow());
            try
            {
                await (await intake.ReceiveAsync(arrival, stopping!.Token).ConfigureAwait(false))
                    .WaitAsync(stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Not stored: the publisher must not take it for stored, and will send it again.
                publish.ProcessPublish = false;
                publish.CloseConnection = true;
            }
        }
    }

    private static bool Matches(Source source, string topic) =>
        source.Topics.Any(filter => MqttTopicFilterComparer.Compare(topic, filter) == MqttTopicFilterCompareResult.IsMatch);

    private static bool IsKnown(Func<string, string?> passwordOf, string? user, string? password) =>
        user is not null
        && passwordOf(user) is { } expected
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password ?? ""), Encoding.UTF8.GetBytes(expected));
}
