using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Kommune.Workflow.Plugins.Mqtt.Brokers;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;

/// <summary>A foreign broker, the one most towns run: what it acknowledged arrives, once, whatever fails in between.</summary>
public sealed class MosquittoTests : IAsyncLifetime
{
    private const MqttQualityOfServiceLevel AtLeastOnce = MqttQualityOfServiceLevel.AtLeastOnce;

    private readonly TestCertificates certificates = new();
    private TestSensors sensors = null!;
    private CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Mosquitto.Program is not null, "mosquitto is not installed; ./check installs it where it may.");
        sensors = await TestSensors.StartAsync(Dialect.Sqlite, new Rule
        {
            Id = "voll", Kind = RuleKind.Threshold, Field = "fuellstand", Limit = 80, Clear = 70,
            OnRaise = new RuleMessage("voll", "geraet"), OnClear = new RuleMessage("leer", "geraet"),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
        certificates.Dispose();
        if (sensors is not null)
        {
            await sensors.DisposeAsync();
        }
    }

    [Fact]
    public async Task Messages_come_encrypted_and_both_sides_show_their_certificates()
    {
        await using var broker = await Mosquitto.StartAsync(certificates);
        using var own = certificates.Client("kommune");
        await RunAsync(new Uri($"mqtts://localhost:{broker.Port}"), new BrokerSecrets(null, own, certificates.Authority));
        using var device = certificates.Client("b-07");
        using var publisher = await PublisherAsync(broker.Port, device);
        await publisher.PublishStringAsync("bins/b-07/up", TestSensors.Message(0, "level", 40), AtLeastOnce);
        await StoredAsync(1);
    }

    [Fact]
    public async Task A_broker_that_another_authority_vouches_for_is_not_believed()
    {
        await using var broker = await Mosquitto.StartAsync(certificates);
        using var others = new TestCertificates();
        using var own = certificates.Client("kommune");
        var connection = Run(new Uri($"mqtts://localhost:{broker.Port}"), new BrokerSecrets(null, own, others.Authority));
        var connecting = connection.State.Problem;
        while (connection.State.Problem == connecting)
        {
            await Task.Yield();
        }

        Assert.False(connection.State.Connected);
    }

    [Fact]
    public async Task What_came_while_nobody_listened_is_all_there_afterwards()
    {
        await using var broker = await Mosquitto.StartAsync();
        var address = new Uri($"mqtt://127.0.0.1:{broker.Port}");
        await RunAsync(address);
        await StopAsync();
        await sensors.RestartAsync();
        using var publisher = await PublisherAsync(broker.Port);
        for (var minute = 0; minute < 500; minute++)
        {
            await publisher.PublishStringAsync("bins/b-07/up", TestSensors.Message(minute, "level", minute % 100), AtLeastOnce);
        }

        await RunAsync(address);
        await StoredAsync(500);
        Assert.Equal(9, (await sensors.TellAsync()).Facts.Count); // Full five times, in between empty again four times.
    }

    [Fact]
    public async Task What_was_not_stored_is_delivered_again()
    {
        await using var broker = await Mosquitto.StartAsync();
        var address = new Uri($"mqtt://127.0.0.1:{broker.Port}");
        await RunAsync(address);
        using var publisher = await PublisherAsync(broker.Port);
        await sensors.Tables.Turn.WaitAsync();
        await publisher.PublishStringAsync("bins/b-07/up", TestSensors.Message(0, "level", 90), AtLeastOnce);
        await StopAsync();
        await sensors.StopAsync();
        sensors.Tables.Turn.Release();
        Assert.Equal(["0"], await sensors.Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
        await sensors.RestartAsync();
        await RunAsync(address);
        await StoredAsync(1);
        Assert.Single((await sensors.TellAsync()).Facts);
    }

    [Fact]
    public async Task The_broker_may_start_anew_in_between()
    {
        await using var broker = await Mosquitto.StartAsync();
        var connection = await RunAsync(new Uri($"mqtt://127.0.0.1:{broker.Port}"));
        using (var before = await PublisherAsync(broker.Port))
        {
            await before.PublishStringAsync("bins/b-07/up", TestSensors.Message(0, "level", 40), AtLeastOnce);
        }

        await broker.StopAsync();
        await broker.StartAgainAsync();

        // Kept for the session, whether the host is back already or not.
        using var after = await PublisherAsync(broker.Port);
        await after.PublishStringAsync("bins/b-07/up", TestSensors.Message(1, "level", 41), AtLeastOnce);
        await StoredAsync(2);
        await ConnectedAsync(connection);
    }

    [Fact]
    public async Task A_line_that_is_cut_loses_nothing_and_others_learn_of_it()
    {
        await using var broker = await Mosquitto.StartAsync();
        using var relay = new TcpRelay(broker.Port);
        using var watcher = await PublisherAsync(broker.Port);
        var statuses = System.Threading.Channels.Channel.CreateUnbounded<string>();
        watcher.ApplicationMessageReceivedAsync += message =>
            statuses.Writer.WriteAsync(message.ApplicationMessage.ConvertPayloadToString()).AsTask();
        await watcher.SubscribeAsync(BrokerConnection.StatusTopic("town"), AtLeastOnce);
        await RunAsync(new Uri($"mqtt://127.0.0.1:{relay.Port}"));
        Assert.Equal("online", await statuses.Reader.ReadAsync());
        relay.Cut();
        Assert.Equal("offline", await statuses.Reader.ReadAsync()); // Its last will.
        await watcher.PublishStringAsync("bins/b-07/up", TestSensors.Message(0, "level", 40), AtLeastOnce);
        Assert.Equal("online", await statuses.Reader.ReadAsync());
        await StoredAsync(1);
        await StopAsync();
        Assert.Equal("offline", await statuses.Reader.ReadAsync());
    }

    [Fact]
    public async Task A_message_the_broker_kept_from_before_triggers_nothing()
    {
        await using var broker = await Mosquitto.StartAsync();
        using var publisher = await PublisherAsync(broker.Port);
        await publisher.PublishStringAsync("bins/b-07/up", TestSensors.Message(0, "level", 99), AtLeastOnce, retain: true);
        await RunAsync(new Uri($"mqtt://127.0.0.1:{broker.Port}"));
        await publisher.PublishStringAsync("bins/b-07/up", TestSensors.Message(1, "level", 40), AtLeastOnce);
        await StoredAsync(1);
        Assert.Empty((await sensors.TellAsync()).Facts);
    }

    /// <summary>One node of a cluster receives. When it is gone the next one goes on with its session: in order, nothing twice.</summary>
    [Fact]
    public async Task Another_node_takes_over_in_order_and_nothing_comes_twice()
    {
        await using var broker = await Mosquitto.StartAsync();
        var address = new Uri($"mqtt://127.0.0.1:{broker.Port}");
        string[] shared = ["$share/kommune/bins/+/up"];
        using var publisher = await PublisherAsync(broker.Port);
        await RunAsync(address, topics: shared);
        for (var minute = 0; minute < 300; minute++)
        {
            // A level that crosses and clears with each message: what came in another order would cross less often.
            var level = minute % 2 == 0 ? 90 : 10;
            await publisher.PublishStringAsync("bins/b-07/up", TestSensors.Message(minute, "level", level), AtLeastOnce);
            if (minute % 100 == 50)
            {
                await StopAsync();
                await sensors.RestartAsync(); // The other node knows only what the tables hold.
                _ = Run(address, topics: shared);
            }
        }

        await StoredAsync(300);
        var facts = (await sensors.TellAsync()).Facts;
        Assert.Equal(
            Enumerable.Range(1, 150).SelectMany(episode => (string[])
            [
                string.Create(CultureInfo.InvariantCulture, $"voll/b-07/voll/b-07/{episode}/begin"),
                string.Create(CultureInfo.InvariantCulture, $"leer/b-07/voll/b-07/{episode}/end"),
            ]),
            facts);
    }

    private BrokerConnection Run(Uri address, BrokerSecrets? secrets = null, params IReadOnlyList<string> topics)
    {
        var source = (Source)TestSensors.Town(address, topics).Content!;
        var connection = new BrokerConnection(
            source, secrets ?? new BrokerSecrets(), sensors.Intake, TimeProvider.System, NullLogger.Instance);
        running = connection.RunAsync(stop.Token);
        return connection;
    }

    private async Task<BrokerConnection> RunAsync(Uri address, BrokerSecrets? secrets = null, params IReadOnlyList<string> topics)
    {
        var connection = Run(address, secrets, topics);
        await ConnectedAsync(connection);
        return connection;
    }

    private static async Task ConnectedAsync(BrokerConnection connection)
    {
        while (!connection.State.Connected)
        {
            await Task.Yield();
        }
    }

    private async Task StopAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
        stop = new CancellationTokenSource();
    }

    private async Task StoredAsync(int count)
    {
        while (await sensors.Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings") is var stored
            && int.Parse(stored[0], CultureInfo.InvariantCulture) is var now && now != count)
        {
            Assert.True(now < count, $"{now} readings instead of {count}.");
        }
    }

    private static async Task<IMqttClient> PublisherAsync(int port, X509Certificate2? certificate = null)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithTcpServer("localhost", port).WithProtocolVersion(MqttProtocolVersion.V500);
        if (certificate is not null)
        {
            options.WithTlsOptions(tls => tls.UseTls().WithTargetHost("localhost").WithClientCertificates([certificate])
                .WithCertificateValidationHandler(_ => true));
        }

        await client.ConnectAsync(options.Build());
        return client;
    }
}
