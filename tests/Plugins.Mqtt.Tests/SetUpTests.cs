using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Brokers;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Codecs;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.History;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Pages;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Plugins.Tests;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

/// <summary>What people set up on the pages, tried and kept.</summary>
public sealed class SetUpTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider clock = new(Start);
    private readonly CancellationTokenSource stop = new();
    private TestTables tables = null!;
    private CatalogueStore catalogue = null!;
    private MessageIntake intake = null!;
    private Task running = Task.CompletedTask;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        tables = await TestTables.CreateAsync(Dialect.Sqlite);
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
                (CatalogueStore.Devices, "b-07", Bin("b-07")),
                (CatalogueStore.Rules, "voll", new DeviceRule(Full, "Behälter voll", "bin")),
            ],
            "test",
            Cancel);
        intake = new MessageIntake(tables, catalogue, clock, NullLogger.Instance);
        running = intake.RunAsync(stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        stop.Dispose();
        await tables.DisposeAsync();
    }

    [Fact]
    public async Task A_device_that_takes_anothers_place_ends_the_case_the_other_began()
    {
        await Send("b-07", 0, 90);
        await catalogue.SaveAsync(
            [
                (CatalogueStore.Devices, "b-99", Bin("b-99") with { Replaces = "b-07" }),
                (CatalogueStore.Devices, "b-07", Bin("b-07") with { Active = false }),
            ],
            "test",
            Cancel);
        await Send("b-99", 1, 10);
        Assert.Equal(
            ["behaelter-voll B-07", "behaelter-geleert B-07"],
            await tables.ColumnAsync(
                "SELECT json_extract(body, '$.name') || ' ' || json_extract(body, '$.correlationKey') FROM mqtt_outbox"));
        Assert.Equal(["b-99", "b-07"], catalogue.Current.Succession("b-99").Select(device => device.Id));
    }

    [Fact]
    public async Task A_dry_run_says_how_often_a_rule_would_have_begun_and_tells_nobody()
    {
        foreach (var (hour, level) in new[] { (0, 50), (1, 85), (2, 60), (3, 90) })
        {
            await Send("b-07", hour, level);
        }

        clock.Advance(TimeSpan.FromHours(4));
        var told = await tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_outbox");
        var answer = await DryRun(Full with { Limit = 40, Clear = null });
        Assert.Equal((1, 4L, 1, 0, 1), (answer.Devices, answer.Readings, answer.Raised, answer.Cleared, answer.Open));
        var full = await DryRun(Full);
        Assert.Equal((2, 1), (full.Raised, full.Cleared));
        Assert.Equal(told, await tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_outbox"));
    }

    [Fact]
    public async Task A_dry_run_of_silence_counts_the_time_since_the_last_reading()
    {
        await Send("b-07", 0, 50);
        clock.Advance(TimeSpan.FromHours(30));
        var silence = new Rule { Id = "still", Kind = RuleKind.Silence, For = TimeSpan.FromHours(24) };
        var answer = await DryRun(silence);
        Assert.Equal((1, 1), (answer.Raised, answer.Open));
    }

    [Fact]
    public async Task Secrets_are_stored_encrypted_and_stay_the_same_object_until_they_change()
    {
        var secrets = new SecretStore(tables, new PretendHost(), clock);
        await secrets.SetAccountAsync("gateway-1", "sehr geheim", "admin", Cancel);
        await secrets.SetSourceAsync("town", new SourceSecrets(Password: "auch geheim"), "admin", Cancel);
        var kept = await tables.ColumnAsync("SELECT body FROM mqtt_secrets");
        Assert.All(kept, body => Assert.StartsWith("protected:", body, StringComparison.Ordinal));
        var first = secrets.Current;
        Assert.Equal(("sehr geheim", "auch geheim"), (first.Accounts["gateway-1"], first.Sources["town"].Password));
        await secrets.LoadAsync(Cancel);
        Assert.Same(first, secrets.Current);
        await secrets.RemoveAccountAsync("gateway-1", "admin", Cancel);
        Assert.Empty(secrets.Current.Accounts);
        Assert.Same(first.Sources, secrets.Current.Sources);
    }

    [Fact]
    public async Task A_discarded_message_keeps_who_and_why_but_not_its_content()
    {
        using var letters = new DeadLetters(tables);
        await Send("unbekannt", 0, 50);
        var letter = Assert.Single(await letters.PageAsync(null, null, discarded: false, Cancel));
        var content = System.Text.Encoding.UTF8.GetString((await letters.ContentAsync(letter.Number, Cancel))!);
        Assert.Contains("\"level\":50", content, StringComparison.Ordinal);
        Assert.Equal(1, await letters.DiscardAsync(letter.Number, null, "admin", "Testgerät", Cancel));
        Assert.Empty(await letters.PageAsync(null, null, discarded: false, Cancel));
        var discarded = Assert.Single(await letters.PageAsync(null, null, discarded: true, Cancel));
        Assert.Equal(("admin", "Testgerät", false), (discarded.DiscardedBy, discarded.DiscardedBecause, discarded.CanBeReadAgain));
        Assert.Equal(0, await letters.ReadAgainAsync(null, null, Cancel));
    }

    [Fact]
    public void A_codecs_fault_names_its_line()
    {
        var wrong = Assert.Throws<CodecException>(() => PayloadCodec.Load("var a = 1;\nvar b = ;"));
        Assert.Contains("Zeile 2", wrong.Message, StringComparison.Ordinal);
        using var codec = PayloadCodec.Load("function decodeUplink(input) {\n  return { data: input.nothing.at(0) };\n}");
        Assert.Contains("Zeile 2", codec.Decode([1], 1, Start).Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_is_used_is_not_removed_and_one_that_is_missing_is_not_named()
    {
        Assert.Contains("1 Geräte", DocumentCheck.StillUsed(CatalogueStore.Types, "bin", catalogue.Current), StringComparison.Ordinal);
        Assert.Null(DocumentCheck.StillUsed(CatalogueStore.Rules, "voll", catalogue.Current));
        Assert.Equal(
            "Den Gerätetyp „tonne“ gibt es nicht.",
            DocumentCheck.BrokenReference([(CatalogueStore.Devices, "x", Bin("x") with { TypeId = "tonne" })], catalogue.Current));
    }

    [Fact]
    public async Task A_connection_that_fails_says_what_to_look_at()
    {
        var source = catalogue.Current.Sources["town"] with { Broker = new Uri("mqtt://127.0.0.1:9") };
        var answer = await ConnectionCheck.RunAsync(source, new BrokerSecrets(), Cancel);
        Assert.False(answer.Works);
        Assert.Equal(["Auf 127.0.0.1:9 antwortet kein Broker. Bitte prüfen Sie Adresse und Port."], answer.Findings);
    }

    private static Rule Full { get; } = new()
    {
        Id = "voll", Kind = RuleKind.Threshold, Field = "fuellstand", Limit = 80, Clear = 70,
        OnRaise = new RuleMessage("behaelter-voll", "behaelter"),
        OnClear = new RuleMessage("behaelter-geleert", "behaelter"),
    };

    private static Device Bin(string id) => new()
    {
        Id = id, Name = "B-07 Marktplatz", TypeId = "bin", RegisteredAt = Start,
        Attributes = new Dictionary<string, string> { ["behaelter"] = "B-07" },
    };

    private Task<DryRunAnswer> DryRun(Rule rule) => new RuleDryRun(tables, catalogue, new ReadingHistory(tables), clock)
        .RunAsync(new DeviceRule(rule, "Probe", "bin"), Cancel);

    private async Task Send(string device, int hour, int level)
    {
        var body = new JsonObject { ["t"] = Start.AddHours(hour).ToUnixTimeMilliseconds(), ["level"] = level }.ToJsonString();
        var arrival = new Arrival("town", $"bins/{device}/up", System.Text.Encoding.UTF8.GetBytes(body), clock.GetUtcNow());
        await (await intake.ReceiveAsync(arrival, Cancel)).WaitAsync(Cancel);
    }
}
