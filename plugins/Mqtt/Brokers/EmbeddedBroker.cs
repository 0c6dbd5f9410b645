using System.Buffers;
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
/// <param name="Accounts">User names and passwords, one for each device or gateway; empty: nobody may connect.</param>
public sealed record EmbeddedBrokerOptions(IPAddress Address, int Port, IReadOnlyDictionary<string, string> Accounts);

/// <summary>The broker inside the program. A publisher gets its acknowledgement when the reading is durably stored, not before.</summary>
internal sealed class EmbeddedBroker(CatalogueStore catalogue, MessageIntake intake, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    /// <summary>The default of 250 drops messages without a word.</summary>
    private const int PendingMessagesPerClient = 10_000;

    private MqttServer? server;
    private CancellationTokenSource? stopping;

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
            connection.ReasonCode = IsKnown(options.Accounts, connection.UserName, connection.Password)
                ? MqttConnectReasonCode.Success
                : MqttConnectReasonCode.BadUserNameOrPassword;
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

    private static bool IsKnown(IReadOnlyDictionary<string, string> accounts, string? user, string? password) =>
        user is not null
        && accounts.TryGetValue(user, out var expected)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password ?? ""), Encoding.UTF8.GetBytes(expected));
}
