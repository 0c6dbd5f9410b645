using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Kommune.Workflow.Plugins.Mqtt.Brokers;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;

/// <summary>The broker inside the program: who may do what, and that an acknowledgement means stored.</summary>
public sealed class EmbeddedBrokerTests : IAsyncLifetime
{
    private TestSensors sensors = null!;
    private EmbeddedBroker broker = null!;
    private IPEndPoint address = null!;

    public async ValueTask InitializeAsync()
    {
        sensors = await TestSensors.StartAsync(Dialect.Sqlite);
        await sensors.SaveAsync([TestSensors.Device("b-08")]);
        broker = new EmbeddedBroker(sensors.Catalogue, sensors.Intake, TimeProvider.System, NullLogger.Instance);
        address = new IPEndPoint(IPAddress.Loopback, TestPorts.Free());
        await broker.StartAsync(Options(
            new BrokerUser("b-07", "geheim"),
            new BrokerUser("b-08", "anders"),
            new BrokerUser("gateway", "doppel:punkt", ["bins/#", "app/+/up"]),
            new BrokerUser("rathaus", "offen")));
    }

    public async ValueTask DisposeAsync()
    {
        await broker.DisposeAsync();
        await sensors.DisposeAsync();
    }

    [Theory]
    [InlineData("b-07", "falsch")]
    [InlineData("b-07", "")]
    [InlineData("b-07", "anders")]
    [InlineData("fremd", "geheim")]
    public async Task Nobody_comes_in_with_a_wrong_password(string user, string password)
    {
        var refused = await Assert.ThrowsAsync<IOException>(
            () => MqttPublisher.ConnectAsync(address, "client", (user, password), _ => { }));
        Assert.Equal("The broker answered 4.", refused.Message);
    }

    [Fact]
    public async Task Nobody_comes_in_without_an_account()
    {
        await Assert.ThrowsAsync<IOException>(() => MqttPublisher.ConnectAsync(address, "client", null, _ => { }));
    }

    [Fact]
    public async Task A_device_publishes_under_its_own_id()
    {
        using var client = await ConnectAsync("b-07", "geheim");
        var answer = await client.PublishStringAsync("bins/b-07/up", TestSensors.Message(0, "level", 40), AtLeastOnce);
        Assert.True(answer.IsSuccess);
        Assert.Equal(["1"], await sensors.Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
    }

    [Theory]
    [InlineData("bins/b-08/up")]
    [InlineData("bins/b-07/up/b-08")]
    [InlineData("bins/b-08/b-07")]
    [InlineData("somewhere")]
    public async Task A_device_publishes_nothing_else(string topic)
    {
        using var client = await ConnectAsync("b-07", "geheim");
        var answer = await client.PublishStringAsync(topic, TestSensors.Message(0, "level", 40), AtLeastOnce);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, answer.ReasonCode);
        Assert.Equal(["0"], await sensors.Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
    }

    [Fact]
    public async Task An_older_client_loses_its_connection_instead_because_its_protocol_cannot_say_no()
    {
        using var publisher = await MqttPublisher.ConnectAsync(
            address, "client", ("b-07", "geheim"), _ => Assert.Fail("It was acknowledged."));
        publisher.Publish("bins/b-08/up", Encoding.UTF8.GetBytes(TestSensors.Message(0, "level", 40)));
        await publisher.Ended;
        Assert.Equal(["0"], await sensors.Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
    }

    [Fact]
    public async Task A_client_id_that_was_used_before_gives_nobody_the_rights_of_before()
    {
        using (var first = await ConnectAsync("b-07", "geheim", "same", session: 3600))
        {
            await first.PublishStringAsync("bins/b-07/up", TestSensors.Message(0, "level", 40), AtLeastOnce);
        }

        using var second = await ConnectAsync("b-08", "anders", "same", session: 3600);
        var answer = await second.PublishStringAsync("bins/b-07/up", TestSensors.Message(1, "level", 40), AtLeastOnce);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, answer.ReasonCode);
    }

    [Fact]
    public async Task A_gateway_publishes_for_its_devices_and_hears_its_topics_only()
    {
        using var gateway = await ConnectAsync("gateway", "doppel:punkt");
        Assert.True((await gateway.PublishStringAsync("bins/b-08/up", TestSensors.Message(0, "level", 40), AtLeastOnce)).IsSuccess);
        Assert.Equal(
            MqttClientPublishReasonCode.NotAuthorized,
            (await gateway.PublishStringAsync("elsewhere/b-08", "{}", AtLeastOnce)).ReasonCode);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await SubscribeAsync(gateway, "bins/#"));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await SubscribeAsync(gateway, "#"));
        using var device = await ConnectAsync("b-07", "geheim");
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await SubscribeAsync(device, "bins/#"));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await SubscribeAsync(device, "bins/b-08/up"));
    }

    [Fact]
    public async Task An_account_that_is_no_devices_may_do_what_the_sources_here_ask_for()
    {
        using var client = await ConnectAsync("rathaus", "offen");
        Assert.True((await client.PublishStringAsync("bins/b-08/up", TestSensors.Message(0, "level", 40), AtLeastOnce)).IsSuccess);
        Assert.False((await client.PublishStringAsync("app/b-08/up", "{}", AtLeastOnce)).IsSuccess);
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await SubscribeAsync(client, "#"));
    }

    [Fact]
    public async Task An_acknowledgement_waits_until_the_message_is_stored()
    {
        var acknowledged = new ConcurrentQueue<ushort>();
        var both = new TaskCompletionSource();
        using var publisher = await MqttPublisher.ConnectAsync(address, "client", ("gateway", "doppel:punkt"), number =>
        {
            acknowledged.Enqueue(number);
            if (acknowledged.Count == 2)
            {
                both.SetResult();
            }
        });
        await sensors.Tables.Turn.WaitAsync();
        publisher.Publish("bins/b-07/up", Encoding.UTF8.GetBytes(TestSensors.Message(0, "level", 40)));
        publisher.Publish("bins/b-07/up", Encoding.UTF8.GetBytes(TestSensors.Message(1, "level", 41)));

        // Another connection is answered meanwhile: the broker works, it only holds these two back.
        using var other = await ConnectAsync("b-08", "anders");
        await other.PingAsync();
        Assert.Empty(acknowledged);
        sensors.Tables.Turn.Release();
        await both.Task;
        Assert.Equal([1, 2], acknowledged.ToList());
        Assert.Equal(["2"], await sensors.Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
    }

    [Fact]
    public async Task When_the_program_stops_what_is_not_stored_is_not_acknowledged()
    {
        using var publisher = await MqttPublisher.ConnectAsync(
            address, "client", ("b-07", "geheim"), _ => Assert.Fail("It was acknowledged."));
        await sensors.Tables.Turn.WaitAsync();
        publisher.Publish("bins/b-07/up", Encoding.UTF8.GetBytes(TestSensors.Message(0, "level", 40)));
        using (var other = await ConnectAsync("b-08", "anders"))
        {
            await other.PingAsync();
        }

        await sensors.StopAsync();
        await broker.StopAsync();
        await publisher.Ended;
        sensors.Tables.Turn.Release();
    }

    [Fact]
    public async Task A_flood_waits_and_nothing_of_it_is_lost()
    {
        const int Devices = 8;
        const int Each = 4_000; // More than the intake holds: senders have to wait.
        Assert.True(Devices * Each > MessageIntake.QueueLimit);
        var left = Devices * Each;
        var all = new TaskCompletionSource();
        var publishers = new List<MqttPublisher>();
        for (var i = 0; i < Devices; i++)
        {
            await sensors.SaveAsync([TestSensors.Device($"f-{i}")]);
            publishers.Add(await MqttPublisher.ConnectAsync(address, $"flood-{i}", ("gateway", "doppel:punkt"), _ =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    all.SetResult();
                }
            }));
        }

        await Task.WhenAll(publishers.Select((publisher, i) => Task.Run(() =>
        {
            for (var n = 0; n < Each; n++)
            {
                publisher.Publish($"bins/f-{i}/up", Encoding.UTF8.GetBytes(TestSensors.Message(n, "level", 40)));
            }
        })));
        await all.Task;
        publishers.ForEach(publisher => publisher.Dispose());
        Assert.Equal([$"{Devices * Each}"], await sensors.Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
    }

    [Fact]
    public async Task A_message_the_broker_kept_from_before_is_no_news()
    {
        using var client = await ConnectAsync("b-07", "geheim");
        await client.PublishStringAsync("bins/b-07/up", TestSensors.Message(0, "level", 99), AtLeastOnce, retain: true);
        Assert.Equal(["0"], await sensors.Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
        var (kind, id, town) = TestSensors.Town();
        await sensors.SaveAsync([(kind, id, (Source)town! with { TakesRetained = true })]);
        await client.PublishStringAsync("bins/b-07/up", TestSensors.Message(1, "level", 99), AtLeastOnce, retain: true);
        Assert.Equal(["1"], await sensors.Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
    }

    [Fact]
    public async Task With_a_certificate_every_connection_is_encrypted()
    {
        using var certificates = new TestCertificates();
        using var own = certificates.Server();
        address = new IPEndPoint(IPAddress.Loopback, TestPorts.Free());
        await using var encrypted = new EmbeddedBroker(sensors.Catalogue, sensors.Intake, TimeProvider.System, NullLogger.Instance);
        await encrypted.StartAsync(Options(new BrokerUser("b-07", "geheim")) with { Certificate = own });
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("localhost", address.Port)
            .WithCredentials("b-07", "geheim")
            .WithTlsOptions(tls => tls.UseTls().WithTrustChain([certificates.Authority]).WithTargetHost("localhost"))
            .Build());
        await client.PublishStringAsync("bins/b-07/up", TestSensors.Message(0, "level", 40), AtLeastOnce);
        Assert.Equal(["1"], await sensors.Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
        await Assert.ThrowsAnyAsync<Exception>(() => MqttPublisher.ConnectAsync(address, "plain", ("b-07", "geheim"), _ => { }));
    }

    [Fact]
    public async Task A_network_server_that_names_the_device_in_the_message_needs_an_account_with_topics()
    {
        await sensors.SaveAsync([(CatalogueStore.Sources, "town", new Source
        {
            Id = "town", Name = "Stadt", Topics = ["app/+/up"],
            Payload = new PayloadOptions(PayloadProfile.PlainJson, DevicePath: "id", TimePath: "t"),
        })]);
        using var device = await ConnectAsync("b-07", "geheim");
        using var gateway = await ConnectAsync("gateway", "doppel:punkt");
        const string Body = """{"id":"b-08","t":1772438400,"level":40}""";
        Assert.Equal(
            MqttClientPublishReasonCode.NotAuthorized, (await device.PublishStringAsync("app/b-07/up", Body, AtLeastOnce)).ReasonCode);
        Assert.True((await gateway.PublishStringAsync("app/1/up", Body, AtLeastOnce)).IsSuccess);
    }

    private const MqttQualityOfServiceLevel AtLeastOnce = MqttQualityOfServiceLevel.AtLeastOnce;

    private EmbeddedBrokerOptions Options(params BrokerUser[] users) =>
        new(address.Address, address.Port, name => users.FirstOrDefault(user => user.Name == name));

    private async Task<IMqttClient> ConnectAsync(string user, string password, string? client = null, uint session = 0)
    {
        var connection = new MqttClientFactory().CreateMqttClient();
        await connection.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", address.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(client ?? $"{user}-client")
            .WithCleanStart(session == 0)
            .WithSessionExpiryInterval(session)
            .WithCredentials(user, password)
            .Build());
        return connection;
    }

    private static async Task<MqttClientSubscribeResultCode> SubscribeAsync(IMqttClient client, string filter) =>
        (await client.SubscribeAsync(filter, AtLeastOnce)).Items.Single().ResultCode;
}
