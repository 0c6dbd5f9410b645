using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

/// <summary>A source with containers, and the intake that takes their messages in; it can be stopped and started again.</summary>
internal sealed class TestSensors : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    private TestSensors(TestTables tables, FakeTimeProvider clock, CatalogueStore catalogue, MessageIntake intake) =>
        (Tables, Clock, Catalogue, Intake) = (tables, clock, catalogue, intake);

    public TestTables Tables { get; }

    public FakeTimeProvider Clock { get; }

    public CatalogueStore Catalogue { get; }

    public MessageIntake Intake { get; private set; }

    /// <summary>Sets up a source, a device type, the device <c>b-07</c> and the rules given, and starts.</summary>
    public static async Task<TestSensors> StartAsync(Dialect dialect, params IReadOnlyList<Rule> rules)
    {
        var tables = await TestTables.CreateAsync(dialect);
        var clock = new FakeTimeProvider(Start);
        var catalogue = new CatalogueStore(tables, clock);
        var sensors = new TestSensors(tables, clock, catalogue, new MessageIntake(tables, catalogue, clock, NullLogger.Instance));
        await sensors.SaveAsync(
            [
                Town(), (CatalogueStore.Types, "bin", Bin), Device("b-07"),
                .. rules.Select(rule => (CatalogueStore.Rules, rule.Id, (object?)new DeviceRule(rule, rule.Id, "bin"))),
            ]);
        sensors.Run();
        return sensors;
    }

    public static DeviceType Bin { get; } = new(
        "bin",
        "Behälter",
        [
            new DeviceField("fuellstand", "Füllstand", "level", Unit: "%", InvalidValues: ["No Sensor"]),
            new DeviceField("batterie", "Batterie", "battery", Unit: "%"),
            new DeviceField("personen", "Personen", "people", FieldKind.People),
        ]);

    public static (string Kind, string Id, object? Content) Town(Uri? broker = null, params IReadOnlyList<string> topics) =>
        (CatalogueStore.Sources, "town", new Source
        {
            Id = "town", Name = "Stadt", Broker = broker, Topics = topics.Count > 0 ? topics : ["bins/+/up"],
            Payload = new PayloadOptions(PayloadProfile.PlainJson, "bins/{device}/up", TimePath: "t"),
        });

    public static (string Kind, string Id, object? Content) Device(string id) => (CatalogueStore.Devices, id, new Device
    {
        Id = id, Name = $"{id.ToUpperInvariant()} Marktplatz", TypeId = "bin", RegisteredAt = Start,
        Attributes = new Dictionary<string, string> { ["behaelter"] = id.ToUpperInvariant() },
    });

    public Task SaveAsync(IReadOnlyList<(string Kind, string Id, object? Content)> documents) =>
        Catalogue.SaveAsync(documents, "test", CancellationToken.None);

    /// <summary>As after a restart of the program: what is not in the tables is forgotten.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        Intake = new MessageIntake(Tables, Catalogue, Clock, NullLogger.Instance);
        Run();
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        stop.Dispose();
        stop = new CancellationTokenSource();
    }

    public Task<Verdict> SendAsync(double minute, double level, string device = "b-07") => SendAsync(minute, "level", level, device);

    public Task<Verdict> SendAsync(double minute, string field, JsonNode value, string device = "b-07") =>
        SendAsync($"bins/{device}/up", Message(minute, field, value));

    public async Task<Verdict> SendAsync(string topic, string body) => await await Intake.ReceiveAsync(
        new Arrival("town", topic, Encoding.UTF8.GetBytes(body), Clock.GetUtcNow()), CancellationToken.None);

    public static string Message(double minute, string field, JsonNode value) =>
        new JsonObject { ["t"] = Start.AddMinutes(minute).ToUnixTimeMilliseconds(), [field] = value }.ToJsonString();

    /// <summary>Lets time pass until then, and the rules hear of it.</summary>
    public Task PassTimeAsync(DateTimeOffset until)
    {
        Clock.SetUtcNow(until);
        return Intake.PassTimeAsync(CancellationToken.None);
    }

    /// <summary>Tells the engine everything that is to be told.</summary>
    /// <param name="failures">How many calls fail first.</param>
    public async Task<HeardProcesses> TellAsync(int failures = 0)
    {
        using var cancel = new CancellationTokenSource();
        var engine = new HeardProcesses(failures);
        var outbox = new Outbox(Tables, engine, Clock, NullLogger.Instance);
        var telling = outbox.RunAsync(cancel.Token);
        while ((await Tables.ColumnAsync("SELECT number FROM mqtt_outbox")).Count > 0)
        {
            outbox.Wake();
        }

        await cancel.CancelAsync();
        await telling.ContinueWith(_ => { }, TaskScheduler.Default);
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
        await Tables.DisposeAsync();
    }

    private void Run() => running = Intake.RunAsync(stop.Token);
}
