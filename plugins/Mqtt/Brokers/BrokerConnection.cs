using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Kommune.Workflow.Plugins.Mqtt.Brokers;

/// <summary>What a source's account at a foreign broker needs beyond its name.</summary>
/// <param name="Password">Null: none.</param>
/// <param name="Certificate">Client certificate with its key; null: none.</param>
/// <param name="Authority">Certificate of the authority that signed the broker's; null: those of the machine.</param>
public sealed record BrokerSecrets(string? Password = null, X509Certificate2? Certificate = null, X509Certificate2? Authority = null)
{
    /// <summary>Reads what was stored.</summary>
    /// <exception cref="CryptographicException">A certificate cannot be read, or its key is missing.</exception>
    internal static BrokerSecrets Of(SourceSecrets? stored) => new(
        stored?.Password,
        stored?.Certificate is { } own ? X509Certificate2.CreateFromPem(own, own) : null,
        stored?.Authority is { } authority ? X509Certificate2.CreateFromPem(authority) : null);
}

/// <summary>A lasting session at a foreign broker: QoS 1, acknowledged in order and only when stored; reconnects by itself.</summary>
/// <remarks>Under <see cref="StatusTopic"/> it says whether it is there.</remarks>
internal sealed class BrokerConnection(
    Source source, BrokerSecrets secrets, MessageIntake intake, TimeProvider clock, ILogger log)
{
    /// <summary>Messages the broker may send before the first is acknowledged.</summary>
    public const ushort UnacknowledgedMax = 1_000;

    /// <summary>How long the broker keeps what comes while nobody fetches it; a week.</summary>
    private const uint SessionSeconds = 7 * 24 * 3600;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Whether it is connected, since when it is so, and if not, why.</summary>
    public (bool Connected, DateTimeOffset Since, string? Problem) State { get; private set; } =
        (false, clock.GetUtcNow(), "Die Verbindung wird aufgebaut.");

    /// <summary>Kept by the broker: <c>online</c>, or <c>offline</c> as its last will.</summary>
    public static string StatusTopic(string sourceId) => $"kommune-workflow/{sourceId}/status";

    /// <summary>Connects, receives and reconnects until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ReceiveAsync(() => pause = FirstPause, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Tell(false, BrokerProblem.Of(e, source.Broker!));
                log.LogWarning("The broker of source {Source} cannot be reached: {Reason}", source.Id, e.Message);
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task ReceiveAsync(Action connected, CancellationToken cancellationToken)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pending = Channel.CreateBounded<(Task Stored, MqttApplicationMessageReceivedEventArgs Message)>(UnacknowledgedMax);
        client.DisconnectedAsync += args =>
        {
            Tell(false, args.Exception is { } e ? BrokerProblem.Of(e, source.Broker!) : "Der Broker hat die Verbindung beendet.");
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        client.ApplicationMessageReceivedAsync += async args =>
        {
            args.AutoAcknowledge = false;
            await pending.Writer.WriteAsync((await TakeAsync(args, stop.Token).ConfigureAwait(false), args), stop.Token)
                .ConfigureAwait(false);
        };
        var session = await client.ConnectAsync(Options(source, secrets), cancellationToken).ConfigureAwait(false);
        if (session.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw BrokerProblem.Refused(session);
        }

        var acknowledging = AcknowledgeAsync(pending.Reader, stop.Token);
        foreach (var topic in source.Topics)
        {
            await client.SubscribeAsync(Filter(source, topic), MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken)
                .ConfigureAwait(false);
        }

        await TellStatusAsync(client, "online", cancellationToken).ConfigureAwait(false);
        Tell(true, null);
        connected();
        var cancelled = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        await Task.WhenAny(ended.Task, acknowledging, cancelled).ConfigureAwait(false);
        Tell(false, State.Problem ?? "Der Broker hat die Verbindung beendet.");
        await stop.CancelAsync().ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested && client.IsConnected)
        {
            await TellStatusAsync(client, "offline", CancellationToken.None).ConfigureAwait(false);
            await client.DisconnectAsync(cancellationToken: CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task TellStatusAsync(IMqttClient client, string status, CancellationToken cancellationToken)
    {
        try
        {
            await client.PublishStringAsync(
                StatusTopic(source.Id), status, MqttQualityOfServiceLevel.AtLeastOnce, retain: true, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (MqttCommunicationException e)
        {
            log.LogInformation("The broker of source {Source} does not take {Status}: {Reason}", source.Id, status, e.Message);
        }
    }

    private async Task<Task> TakeAsync(MqttApplicationMessageReceivedEventArgs args, CancellationToken cancellationToken)
    {
        var message = args.ApplicationMessage;
        if (message.Retain && !source.TakesRetained)
        {
            return Task.CompletedTask;
        }

        var arrival = new Arrival(source.Id, message.Topic, message.Payload.ToArray(), clock.GetUtcNow());
        return await intake.ReceiveAsync(arrival, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>In the order of arrival, as MQTT asks.</summary>
    private static async Task AcknowledgeAsync(
        ChannelReader<(Task Stored, MqttApplicationMessageReceivedEventArgs Message)> pending, CancellationToken cancellationToken)
    {
        await foreach (var (stored, message) in pending.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await stored.WaitAsync(cancellationToken).ConfigureAwait(false);
            await message.AcknowledgeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Tell(bool connected, string? problem)
    {
        if (connected != State.Connected || problem != State.Problem)
        {
            State = (connected, connected == State.Connected ? State.Since : clock.GetUtcNow(), problem);
        }
    }

    private static string Filter(Source source, string topic) => source.ShareGroup is { } group ? $"$share/{group}/{topic}" : topic;

    private static MqttClientOptions Options(Source source, BrokerSecrets secrets)
    {
        // The Things Stack speaks 3.1.1 only.
        var isModern = source.Payload.Profile != PayloadProfile.TheThingsStack;
        var options = Address(source, secrets)
            .WithProtocolVersion(isModern ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311)
            .WithClientId(source.ClientId ?? $"kommune-workflow-{source.Id}")
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(30))
            .WithWillTopic(StatusTopic(source.Id))
            .WithWillPayload("offline")
            .WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        return (isModern
            ? options.WithCleanStart(false).WithSessionExpiryInterval(SessionSeconds).WithReceiveMaximum(UnacknowledgedMax)
            : options.WithCleanSession(false)).Build();
    }

    /// <summary>Where a source's broker is and how to sign in there.</summary>
    internal static MqttClientOptionsBuilder Address(Source source, BrokerSecrets secrets)
    {
        var address = source.Broker!;
        var isEncrypted = address.Scheme is "mqtts" or "ssl" or "tls";
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(address.Host, address.IsDefaultPort || address.Port < 0 ? (isEncrypted ? 8883 : 1883) : address.Port);
        if (source.UserName is { } user)
        {
            options.WithCredentials(user, secrets.Password ?? "");
        }

        if (isEncrypted)
        {
            options.WithTlsOptions(tls =>
            {
                tls.UseTls().WithTargetHost(address.Host);
                if (secrets.Certificate is { } certificate)
                {
                    tls.WithClientCertificates([certificate]);
                }

                if (secrets.Authority is { } authority)
                {
                    tls.WithTrustChain([authority]);
                }
            });
        }

        return options;
    }
}
