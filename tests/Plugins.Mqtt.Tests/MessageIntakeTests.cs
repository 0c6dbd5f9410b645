using System.Collections.Concurrent;
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
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

public sealed class MessageIntakeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly SqliteTables tables = new();
    private readonly FakeTimeProvider clock = new(Start);
    private CancellationTokenSource stop = new();
    private CatalogueStore catalogue = null!;
    private MessageIntake intake = null!;
    private Task running = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        catalogue = new CatalogueStore(tables, clock);
        await catalogue.SaveAsync(
            [
                (CatalogueStore.Sources, "town", new Source
                {
                    Id = "town", Name = "Stadt", Topics = ["bins/+/up"],
                    Payload = new PayloadOptions(PayloadProfile.PlainJson, "bins/{device}/up", TimePath: "t"),
                }),
                (CatalogueStore.Types, "bin", new DeviceType(
                    "bin", "Behälter", [new DeviceField("fuellstand", "Füllstand", "level", Unit: "%")])),
                (CatalogueStore.Devices, "b-07", new Device
                {
                    Id = "b-07", Name = "B-07 Marktplatz", TypeId = "bin", RegisteredAt = Start,
                    Attributes = new Dictionary<string, string> { ["behaelter"] = "B-07" },
                }),
                (CatalogueStore.Rules, "voll", new DeviceRule(
                    new Rule
                    {
                        Id = "voll", Kind = RuleKind.Threshold, Field = "fuellstand", Limit = 80, Clear = 70,
                        OnRaise = new RuleMessage("behaelter-voll", "behaelter"),
                        OnClear = new RuleMessage("behaelter-geleert", "behaelter"),
                    },
                    "Behälter voll",
                    "bin")),
                (CatalogueStore.Rules, "still", new DeviceRule(
                    new Rule
                    {
                        Id = "still", Kind = RuleKind.Silence, For = TimeSpan.FromHours(24),
                        OnRaise = new RuleMessage("sensor-stoerung", "geraet"),
                    },
                    "Keine Meldung seit 24 Stunden",
                    "bin")),
            ],
            "test",
            CancellationToken.None);
        Run();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
        tables.Dispose();
    }

    [Fact]
    public async Task A_reading_is_answered_when_it_is_stored()
    {
        Assert.Equal(Verdict.Stored, await Send(0, 40));
        Assert.Equal(["40"], tables.Column("SELECT value FROM mqtt_readings"));
        Assert.Contains("\"fuellstand\":40", tables.Column("SELECT last_values FROM mqtt_devices")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_message_twice_counts_once()
    {
        Assert.Equal(Verdict.Stored, await Send(0, 85));
        Assert.Equal(Verdict.Repeated, await Send(0, 85));
        Assert.Equal(["1"], tables.Column("SELECT COUNT(*) FROM mqtt_outbox"));
        Assert.Equal(["1"], tables.Column("SELECT repeated FROM mqtt_devices"));
    }

    [Fact]
    public async Task A_repeated_message_is_known_after_a_restart_and_so_is_the_alarm()
    {
        await Send(0, 85);
        await StopAsync();
        Run();
        Assert.Equal(Verdict.Repeated, await Send(0, 85));
        await Send(1, 90);
        Assert.Equal(["1"], tables.Column("SELECT COUNT(*) FROM mqtt_outbox"));
    }

    [Fact]
    public async Task Crossing_and_clearing_are_told_once_each_in_order()
    {
        foreach (var (minute, level) in new[] { (0, 85.0), (1, 92), (2, 75), (3, 12), (4, 15) })
        {
            await Send(minute, level);
        }

        var engine = await TellAsync();
        Assert.Equal(["behaelter-voll/B-07/voll/b-07/1/begin", "behaelter-geleert/B-07/voll/b-07/1/end"], engine.Messages);
        Assert.Equal(85, engine.Variables[0]["fuellstand"]!.GetValue<double>());
        Assert.Equal("B-07 Marktplatz", engine.Variables[0]["bezeichnung"]!.GetValue<string>());
        Assert.Equal("2026-03-02T08:00:00Z", engine.Variables[0]["gemessen"]!.GetValue<string>());
        Assert.Empty(tables.Column("SELECT number FROM mqtt_outbox"));
    }

    [Fact]
    public async Task What_the_engine_could_not_hear_stays_and_is_told_again_under_the_same_key()
    {
        await Send(0, 85);
        var engine = await TellAsync(failures: 1);
        Assert.Equal(["behaelter-voll/B-07/voll/b-07/1/begin"], engine.Messages);
        Assert.Empty(tables.Column("SELECT number FROM mqtt_outbox"));
    }

    [Fact]
    public async Task A_failed_transaction_is_repeated_and_nothing_is_told_twice()
    {
        tables.Failures = 1;
        var sent = Send(0, 85);
        Assert.Equal(Verdict.Stored, await sent);
        Assert.Equal(["1"], tables.Column("SELECT COUNT(*) FROM mqtt_readings"));
        Assert.Equal(["1"], tables.Column("SELECT COUNT(*) FROM mqtt_outbox"));
        Assert.Equal(["1"], tables.Column("SELECT messages FROM mqtt_devices"));
    }

    [Fact]
    public async Task A_silent_device_is_noticed_by_time_alone()
    {
        await Send(0, 10);
        clock.SetUtcNow(Start.AddHours(23));
        await intake.PassTimeAsync(CancellationToken.None);
        Assert.Equal(["0"], tables.Column("SELECT COUNT(*) FROM mqtt_outbox"));
        clock.SetUtcNow(Start.AddHours(25));
        await intake.PassTimeAsync(CancellationToken.None);
        await intake.PassTimeAsync(CancellationToken.None);
        Assert.Equal(["sensor-stoerung/b-07/still/b-07/1/begin"], (await TellAsync()).Messages);
    }

    [Fact]
    public async Task What_cannot_be_read_lies_with_the_dead_letters_and_says_why()
    {
        Assert.Equal(Verdict.Dead, await Send("bins/b-07/up", "no json"));
        Assert.Equal(Verdict.Dead, await Send("bins/b-99/up", """{"t":1772438400,"level":3}"""));
        Assert.Equal(["unreadable", "unknown-device"], tables.Column("SELECT code FROM mqtt_dead_letters ORDER BY number"));
        Assert.Equal(["no json"], tables.Column("SELECT CAST(payload AS TEXT) FROM mqtt_dead_letters ORDER BY number LIMIT 1"));
    }

    [Fact]
    public async Task A_message_with_personal_identifiers_is_refused_without_keeping_it()
    {
        Assert.Equal(Verdict.Dead, await Send("bins/b-07/up", """{"t":1772438400,"level":3,"wifi":{"mac":"a4:5e:60:c2:11:9f"}}"""));
        Assert.Equal(["1"], tables.Column("SELECT payload IS NULL FROM mqtt_dead_letters"));
        Assert.Empty(tables.Column("SELECT value FROM mqtt_readings"));
        Assert.DoesNotContain("a4:5e", tables.Column("SELECT reason FROM mqtt_dead_letters")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_rule_keeps_its_earlier_versions()
    {
        var rule = catalogue.Current.Rules["voll"];
        var lower = rule with { Rule = rule.Rule with { Limit = 60 } };
        await catalogue.SaveAsync([(CatalogueStore.Rules, "voll", lower)], "amt", CancellationToken.None);
        var versions = await catalogue.VersionsAsync(CatalogueStore.Rules, "voll", CancellationToken.None);
        Assert.Equal([2, 1], versions.Select(version => version.Version));
        await Send(0, 65);
        Assert.Equal(["1"], tables.Column("SELECT COUNT(*) FROM mqtt_outbox"));
    }

    private void Run()
    {
        intake = new MessageIntake(tables, catalogue, clock, NullLogger.Instance);
        running = intake.RunAsync(stop.Token);
    }

    private async Task StopAsync()
    {
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        stop.Dispose();
        stop = new CancellationTokenSource();
    }

    private Task<Verdict> Send(int minute, double level) => Send(
        "bins/b-07/up",
        new JsonObject { ["t"] = Start.AddMinutes(minute).ToUnixTimeSeconds(), ["level"] = level }.ToJsonString());

    private async Task<Verdict> Send(string topic, string body) => await await intake.ReceiveAsync(
        new Arrival("town", topic, Encoding.UTF8.GetBytes(body), clock.GetUtcNow()), CancellationToken.None);

    private async Task<Engine> TellAsync(int failures = 0)
    {
        using var cancel = new CancellationTokenSource();
        var engine = new Engine(failures);
        var outbox = new Outbox(tables, engine, clock, NullLogger.Instance);
        var telling = outbox.RunAsync(cancel.Token);
        while (tables.Column("SELECT number FROM mqtt_outbox").Count > 0)
        {
            outbox.Wake();
            await Task.Yield();
        }

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => telling);
        return engine;
    }

    /// <summary>Hears what the outbox tells; the first calls fail as told.</summary>
    private sealed class Engine(int failures) : IProcesses
    {
        private readonly ConcurrentQueue<ProcessMessage> heard = new();
        private int left = failures;

        public List<string> Messages => [.. heard.Select(message => $"{message.Name}/{message.CorrelationKey}/{message.IdempotencyKey}")];

        public List<JsonObject> Variables => [.. heard.Select(message => message.Variables!)];

        public Task PublishAsync(ProcessMessage message, CancellationToken cancellationToken)
        {
            if (Interlocked.Decrement(ref left) >= 0)
            {
                throw new IOException("not now");
            }

            heard.Enqueue(message);
            return Task.CompletedTask;
        }

        public Task<long?> StartAsync(
            string processId, JsonObject? variables, string idempotencyKey, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<StimulusReceipt> RaiseAsync(Stimulus stimulus, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<StimulusListener>> ListenersAsync(string stimulusType, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<string?> ReadTextAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
