using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests.Intake;

public sealed class MessageIntakeOnSqliteTests() : MessageIntakeTests(Dialect.Sqlite);

public sealed class MessageIntakeOnPostgresTests() : MessageIntakeTests(Dialect.Postgres);

public abstract class MessageIntakeTests(Dialect dialect) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = TestSensors.Start;

    private static readonly Rule Full = new()
    {
        Id = "voll", Kind = RuleKind.Threshold, Field = "fuellstand", Limit = 80, Clear = 70,
        OnRaise = new RuleMessage("behaelter-voll", "behaelter"),
        OnClear = new RuleMessage("behaelter-geleert", "behaelter"),
    };

    private static readonly Rule Silent = new()
    {
        Id = "still", Kind = RuleKind.Silence, For = TimeSpan.FromHours(24), OnRaise = new RuleMessage("sensor-stoerung", "geraet"),
    };

    private TestSensors sensors = null!;

    private TestTables Tables => sensors.Tables;

    public async ValueTask InitializeAsync() => sensors = await TestSensors.StartAsync(dialect, Full, Silent);

    public async ValueTask DisposeAsync()
    {
        await sensors.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_reading_is_answered_when_it_is_stored()
    {
        Assert.Equal(Verdict.Stored, await sensors.SendAsync(0, 40));
        Assert.Equal(["{\"fuellstand\":40}"], await Tables.ColumnAsync("SELECT body FROM mqtt_readings"));
        Assert.Equal(["{\"fuellstand\":40}"], await Tables.ColumnAsync("SELECT last_values FROM mqtt_devices"));
    }

    [Fact]
    public async Task The_same_message_twice_counts_once()
    {
        Assert.Equal(Verdict.Stored, await sensors.SendAsync(0, 85));
        Assert.Equal(Verdict.Repeated, await sensors.SendAsync(0, 85));
        Assert.Equal(["1"], await Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
        Assert.Equal(["1"], await Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_outbox"));
        Assert.Equal(["1"], await Tables.ColumnAsync("SELECT repeated FROM mqtt_devices"));
    }

    [Fact]
    public async Task Two_messages_of_the_same_moment_are_both_kept()
    {
        Assert.Equal(Verdict.Stored, await sensors.SendAsync(0, "level", 40));
        Assert.Equal(Verdict.Stored, await sensors.SendAsync(0, "battery", 80));
        Assert.Equal(["2"], await Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
    }

    [Fact]
    public async Task A_message_without_a_time_is_known_by_its_number()
    {
        await sensors.SaveAsync([(CatalogueStore.Sources, "town", new Source
        {
            Id = "town", Name = "Stadt", Topics = ["bins/+/up"],
            Payload = new PayloadOptions(PayloadProfile.PlainJson, "bins/{device}/up", IdentityPath: "n"),
        })]);
        Assert.Equal(Verdict.Stored, await sensors.SendAsync("bins/b-07/up", """{"n":1,"level":40}"""));
        sensors.Clock.Advance(TimeSpan.FromMinutes(1));
        await sensors.RestartAsync();
        Assert.Equal(Verdict.Repeated, await sensors.SendAsync("bins/b-07/up", """{"n":1,"level":40}"""));
        Assert.Equal(Verdict.Stored, await sensors.SendAsync("bins/b-07/up", """{"n":2,"level":40}"""));
        Assert.Equal(["2"], await Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
    }

    [Fact]
    public async Task A_repeated_message_is_known_after_a_restart_and_so_is_the_alarm()
    {
        await sensors.SendAsync(0, 85);
        await sensors.RestartAsync();
        Assert.Equal(Verdict.Repeated, await sensors.SendAsync(0, 85));
        await sensors.SendAsync(1, 90);
        Assert.Equal(["1"], await Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_outbox"));
    }

    [Fact]
    public async Task Crossing_and_clearing_are_told_once_each_in_order()
    {
        foreach (var (minute, level) in new[] { (0, 85.0), (1, 92), (2, 75), (3, 12), (4, 15) })
        {
            await sensors.SendAsync(minute, level);
        }

        var engine = await sensors.TellAsync();
        Assert.Equal(["behaelter-voll/B-07/voll/b-07/1/begin", "behaelter-geleert/B-07/voll/b-07/1/end"], engine.Facts);
        Assert.Equal(85, engine.Variables[0]["fuellstand"]!.GetValue<double>());
        Assert.Equal("B-07 Marktplatz", engine.Variables[0]["bezeichnung"]!.GetValue<string>());
        Assert.Equal("2026-03-02T08:00:00Z", engine.Variables[0]["gemessen"]!.GetValue<string>());
        Assert.Empty(await Tables.ColumnAsync("SELECT number FROM mqtt_outbox"));
    }

    [Fact]
    public async Task What_the_engine_could_not_hear_stays_and_is_told_again_under_the_same_key()
    {
        await sensors.SendAsync(0, 85);
        var engine = await sensors.TellAsync(failures: 1);
        Assert.Equal(["behaelter-voll/B-07/voll/b-07/1/begin"], engine.Facts);
        Assert.Empty(await Tables.ColumnAsync("SELECT number FROM mqtt_outbox"));
    }

    [Fact]
    public async Task A_failed_transaction_is_repeated_and_nothing_is_told_twice()
    {
        Tables.Failures = 1;
        Assert.Equal(Verdict.Stored, await sensors.SendAsync(0, 85));
        Assert.Equal(["1"], await Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_readings"));
        Assert.Equal(["1"], await Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_outbox"));
        Assert.Equal(["1"], await Tables.ColumnAsync("SELECT messages FROM mqtt_devices"));
    }

    [Fact]
    public async Task A_message_that_cannot_be_stored_any_more_is_not_acknowledged()
    {
        await Tables.Turn.WaitAsync();
        var sent = sensors.SendAsync(0, 85);
        await sensors.StopAsync();
        Tables.Turn.Release();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
    }

    [Fact]
    public async Task A_silent_device_is_noticed_by_time_alone()
    {
        await sensors.SendAsync(0, 10);
        await sensors.PassTimeAsync(Start.AddHours(23));
        Assert.Equal(["0"], await Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_outbox"));
        await sensors.PassTimeAsync(Start.AddHours(25));
        await sensors.PassTimeAsync(Start.AddHours(25));
        Assert.Equal(["sensor-stoerung/b-07/still/b-07/1/begin"], (await sensors.TellAsync()).Facts);
    }

    [Fact]
    public async Task A_device_that_never_reported_is_silent_since_it_was_registered_also_after_a_restart()
    {
        await sensors.PassTimeAsync(Start.AddHours(25));
        await sensors.RestartAsync();
        await sensors.PassTimeAsync(Start.AddHours(26));
        Assert.Equal(["sensor-stoerung/b-07/still/b-07/1/begin"], (await sensors.TellAsync()).Facts);
    }

    [Fact]
    public async Task What_cannot_be_read_lies_with_the_dead_letters_and_says_why()
    {
        Assert.Equal(Verdict.Dead, await sensors.SendAsync("bins/b-07/up", "no json"));
        Assert.Equal(Verdict.Dead, await sensors.SendAsync("bins/b-99/up", """{"t":1772438400,"level":3}"""));
        Assert.Equal(["unreadable", "unknown-device"], await Tables.ColumnAsync("SELECT code FROM mqtt_dead_letters ORDER BY number"));
        Assert.Equal(["7", "26"], await Tables.ColumnAsync("SELECT length(payload) FROM mqtt_dead_letters ORDER BY number"));
    }

    [Fact]
    public async Task A_dead_letter_can_be_read_again_when_its_device_is_there()
    {
        await sensors.SendAsync(0, 85, "b-99");
        var letters = new DeadLetters(Tables);
        Assert.Equal(1, await letters.ReadAgainAsync(null, DeadCode.UnknownDevice, CancellationToken.None));
        await sensors.SaveAsync([TestSensors.Device("b-99")]);
        foreach (var letter in await letters.ToBeReadAgainAsync(CancellationToken.None))
        {
            Assert.Equal(Verdict.Stored, await await sensors.Intake.ReceiveAsync(letter, CancellationToken.None));
        }

        Assert.Empty(await letters.PageAsync(null, null, false, CancellationToken.None));
        Assert.Equal(["behaelter-voll/B-99/voll/b-99/1/begin"], (await sensors.TellAsync()).Facts);
    }

    [Theory]
    [InlineData("b-07", """{"t":1772438400,"level":3,"wifi":{"mac":"a4:5e:60:c2:11:9f"}}""")]
    [InlineData("b-99", """{"t":1772438400,"level":3,"wifi":{"mac":"a4:5e:60:c2:11:9f"}}""")]
    [InlineData("b-07", "LEVEL=3;NEAR=a4:5e:60:c2:11:9f")]
    public async Task A_message_with_personal_identifiers_is_refused_without_keeping_it(string device, string body)
    {
        Assert.Equal(Verdict.Dead, await sensors.SendAsync($"bins/{device}/up", body));
        Assert.Equal(["refused"], await Tables.ColumnAsync("SELECT code FROM mqtt_dead_letters WHERE payload IS NULL"));
        Assert.Empty(await Tables.ColumnAsync("SELECT body FROM mqtt_readings"));
        Assert.DoesNotContain("a4:5e", (await Tables.ColumnAsync("SELECT reason FROM mqtt_dead_letters"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gaps_in_the_frame_counter_are_counted_and_a_new_session_begins_anew()
    {
        await sensors.SaveAsync([(CatalogueStore.Sources, "town", new Source
        {
            Id = "town", Name = "Stadt", Topics = ["application/#"], Payload = new PayloadOptions(PayloadProfile.ChirpStack),
        })]);
        (string Session, int Frame, int Minute)[] frames =
            [("01", 1, 0), ("01", 2, 1), ("01", 5, 2), ("01", 5, 2), ("02", 0, 3), ("02", 2, 4)];
        foreach (var (session, frame, minute) in frames)
        {
            await sensors.SendAsync(
                "application/1/device/b-07/event/up",
                $$$"""
                {"deduplicationId":"{{{session}}}-{{{frame}}}","time":"2026-03-02T08:0{{{minute}}}:00Z","deviceInfo":{"devEui":"b-07"},
                 "devAddr":"{{{session}}}","fCnt":{{{frame}}},"data":"","object":{"level":40}}
                """);
        }

        Assert.Equal(["3"], await Tables.ColumnAsync("SELECT lost FROM mqtt_devices"));
        Assert.Equal(["1"], await Tables.ColumnAsync("SELECT repeated FROM mqtt_devices"));
    }

    [Fact]
    public async Task What_no_field_of_the_type_names_is_not_kept()
    {
        await sensors.SendAsync("bins/b-07/up", """{"t":1772438400,"level":3,"owner":"Frau Muster","position":[48.1,10.2]}""");
        Assert.Equal(["{\"fuellstand\":3}"], await Tables.ColumnAsync("SELECT body FROM mqtt_readings"));
    }

    [Fact]
    public async Task A_changed_rule_keeps_its_earlier_versions()
    {
        var rule = sensors.Catalogue.Current.Rules["voll"];
        await sensors.SaveAsync([(CatalogueStore.Rules, "voll", rule with { Rule = rule.Rule with { Limit = 60 } })]);
        var versions = await sensors.Catalogue.VersionsAsync(CatalogueStore.Rules, "voll", CancellationToken.None);
        Assert.Equal([2, 1], versions.Select(version => version.Version));
        await sensors.SendAsync(0, 75);
        Assert.Equal(["1"], await Tables.ColumnAsync("SELECT COUNT(*) FROM mqtt_outbox"));
    }

    [Fact]
    public async Task A_stimulus_is_raised_once_a_message_where_the_source_allows_it()
    {
        var (kind, id, town) = TestSensors.Town();
        await sensors.SaveAsync([(kind, id, (Source)town! with { RaisesStimuli = true })]);
        await sensors.SendAsync(0, 40);
        await sensors.SendAsync(0, 40);
        await sensors.SendAsync(1, 40);
        var engine = await sensors.TellAsync();
        Assert.Equal(2, engine.Facts.Distinct().Count());
        Assert.All(engine.Facts, fact => Assert.StartsWith("mqtt-message/b-07/town/b-07/", fact, StringComparison.Ordinal));
        Assert.Equal(40, engine.Variables[0]["werte"]!["fuellstand"]!.GetValue<double>());
    }
}
