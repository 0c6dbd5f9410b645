using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;
using Kommune.Workflow.Server.Tests.Hosts;
using Kommune.Workflow.Server.Tests.Ideas;
using Kommune.Workflow.Server.Tests.Processes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Plugins;

/// <summary>Sensors into the real program: killed with -9 under load, its broker restarted, every crossing has one case.</summary>
public sealed class SensorTests : IDisposable
{
    private const int Devices = 20;
    private const int Readings = 150;

    /// <summary>Every fifth reading is beyond the limit, the next one below it again.</summary>
    private const int OneIn = 5;

    /// <summary>Yesterday: much older readings are thinned.</summary>
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-1);

    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-workflow-sensors-");
    private readonly int port = TestPorts.Free();
    private int acknowledged;

    private string Data => Path.Combine(folder.FullName, "data");

    private string Workflows => Path.Combine(folder.FullName, "workflows");

    [Fact]
    public async Task What_the_broker_inside_acknowledged_survives_kills_and_every_crossing_has_one_case()
    {
        WriteProcedure();
        var reached = new[] { Reached(Devices * Readings / 3), Reached(Devices * Readings * 2 / 3) };
        Task devices;
        await using (var server = await ServerProcess.StartAsync(Data, Workflows, "--plugins", Plugins))
        {
            await SetUpAsync(server.Http.BaseAddress!, null);
            devices = SendAsync(port, reached);
            await reached[0].Task;
            await server.KillAsync();
        }

        await using (var server = await ServerProcess.StartAsync(Data, Workflows, "--plugins", Plugins))
        {
            await reached[1].Task;
            await server.KillAsync();
        }

        await using var last = await ServerProcess.StartAsync(Data, Workflows, "--plugins", Plugins);
        await devices;
        await AssertAllThereOnceAsync();
    }

    [Fact]
    public async Task What_a_foreign_broker_acknowledged_survives_its_restart_and_a_kill_of_the_program()
    {
        Assert.SkipUnless(Mosquitto.Program is not null, "mosquitto is not installed; ./check installs it where it may.");
        WriteProcedure();
        await using var broker = await Mosquitto.StartAsync();
        var reached = new[] { Reached(Devices * Readings / 3), Reached(Devices * Readings / 2) };
        Task devices;
        await using (var server = await ServerProcess.StartAsync(Data, Workflows, "--plugins", Plugins))
        {
            await SetUpAsync(server.Http.BaseAddress!, $"mqtt://127.0.0.1:{broker.Port}");
            devices = SendAsync(broker.Port, reached);
            await reached[0].Task;
            await broker.StopAsync();
            await broker.StartAgainAsync();
            await reached[1].Task;
            await server.KillAsync();
        }

        await devices;
        await using var last = await ServerProcess.StartAsync(Data, Workflows, "--plugins", Plugins);
        await AssertAllThereOnceAsync();
    }

    [Fact]
    public async Task A_message_starts_one_case_whose_condition_holds_and_resumes_the_one_that_waits_for_its_device()
    {
        Write("reaktion", Model.Process("reaktion", "Reaktion", """
            <startEvent id="start">
              <extensionElements><zeebe:properties>
                <zeebe:property name="kommune:condition" value="=werte.fuellstand &gt;= 90"/></zeebe:properties></extensionElements>
              <messageEventDefinition messageRef="beginn"/>
            </startEvent>
            <sequenceFlow id="f1" sourceRef="start" targetRef="warten"/>
            <intermediateCatchEvent id="warten">
              <extensionElements><zeebe:properties>
                <zeebe:property name="kommune:condition" value="=werte.fuellstand &lt; 20"/></zeebe:properties></extensionElements>
              <messageEventDefinition messageRef="weiter"/>
            </intermediateCatchEvent>
            <sequenceFlow id="f2" sourceRef="warten" targetRef="ende"/><endEvent id="ende"/>
            """), ("beginn", "mqtt-message", null), ("weiter", "mqtt-message", "=geraet"));
        await using var server = await ServerProcess.StartAsync(Data, Workflows, "--plugins", Plugins);
        await SetUpAsync(server.Http.BaseAddress!, null, raisesStimuli: true);
        await new SendingDevice(
            "b-00", Broker(port), User, [Message(0, 95), Message(0, 95), Message(1, 50), Message(2, 10)], () => { }).RunAsync();
        await new SendingDevice("b-01", Broker(port), User, [Message(0, 95), Message(1, 50)], () => { }).RunAsync();
        await UntilAsync("SELECT COUNT(*) FROM mqtt_outbox", 0);
        await UntilAsync("SELECT COUNT(*) FROM instances WHERE process_id = 'reaktion'", 2);
        await UntilAsync("SELECT COUNT(*) FROM instances WHERE process_id = 'reaktion' AND ended_at IS NOT NULL", 1);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    /// <summary>The repository's plugins, as the build places them beside the program.</summary>
    private static string Plugins
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
            return Path.Combine(
                IdeaServer.Repository, "engine", "Kommune.Workflow.Server", "bin", own.Parent!.Name, own.Name, "plugins");
        }
    }

    /// <summary>The account of the source's gateway.</summary>
    private static (string Name, string Password) User => ("town", "geheim-genug");

    private static IPEndPoint Broker(int port) => new(IPAddress.Loopback, port);

    private static string Id(int device) => string.Create(CultureInfo.InvariantCulture, $"b-{device:00}");

    private static string Message(int minute, double level) => new JsonObject
    {
        ["t"] = Start.AddMinutes(minute).ToUnixTimeMilliseconds(), ["level"] = level,
    }.ToJsonString();

    /// <summary>A case begins when a container is full, and ends at once when it is empty again.</summary>
    private void WriteProcedure() => Write("leerung", Model.Process("leerung", "Leerung", """
        <extensionElements><zeebe:properties><zeebe:property name="kommune:title" value="=geraet"/></zeebe:properties></extensionElements>
        <startEvent id="voll"><messageEventDefinition messageRef="behaelter-voll"/></startEvent>
        <sequenceFlow id="f1" sourceRef="voll" targetRef="leeren"/>
        <userTask id="leeren" name="Leeren"><extensionElements><zeebe:userTask/></extensionElements></userTask>
        <boundaryEvent id="leer" attachedToRef="leeren"><messageEventDefinition messageRef="behaelter-geleert"/></boundaryEvent>
        <sequenceFlow id="f2" sourceRef="leer" targetRef="ende"/>
        <sequenceFlow id="f3" sourceRef="leeren" targetRef="ende"/>
        <endEvent id="ende"/>
        """), ("behaelter-voll", "behaelter-voll", "=behaelter"), ("behaelter-geleert", "behaelter-geleert", "=behaelter"));

    private void Write(string name, string model, params (string Id, string Name, string? Key)[] messages)
    {
        var folderOfProcedure = Directory.CreateDirectory(Path.Combine(Workflows, name));
        var elements = string.Concat(messages.Select(message => $"""
            <message id="{message.Id}" name="{message.Name}">{(message.Key is null ? "" : $"""
                <extensionElements><zeebe:subscription correlationKey="{message.Key}"/></extensionElements>
                """)}</message>
            """));
        File.WriteAllText(
            Path.Combine(folderOfProcedure.FullName, "process.bpmn"),
            model.Replace("<process id=", elements + "<process id=", StringComparison.Ordinal));
    }

    private static Threshold Reached(int count) =>
        new(count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private Task SendAsync(int brokerPort, Threshold[] reached)
    {
        var messages = Enumerable.Range(0, Readings).Select(n => Message(n, n % OneIn == OneIn - 2 ? 90 : 40)).ToList();
        return Task.WhenAll(Enumerable.Range(0, Devices).Select(device => Task.Run(new SendingDevice(
            Id(device),
            Broker(brokerPort),
            User,
            messages,
            () =>
            {
                var now = Interlocked.Increment(ref acknowledged);
                foreach (var threshold in reached.Where(threshold => threshold.Count == now))
                {
                    threshold.Source.SetResult();
                }
            }).RunAsync)));
    }

    private async Task SetUpAsync(Uri server, string? broker, bool raisesStimuli = false)
    {
        using var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("admin:demo"u8));
        using var account = await http.PutAsJsonAsync($"/api/plugins/mqtt/accounts/{User.Name}", new { password = User.Password });
        Assert.True(account.IsSuccessStatusCode, await account.Content.ReadAsStringAsync());
        using var settings = await http.PutAsJsonAsync("/api/plugins/mqtt/settings", new { values = new { brokerPort = port } });
        Assert.True(settings.IsSuccessStatusCode, await settings.Content.ReadAsStringAsync());
        using var documents = await http.PutAsJsonAsync("/api/plugins/mqtt/documents", Documents(broker, raisesStimuli));
        Assert.True(documents.IsSuccessStatusCode, await documents.Content.ReadAsStringAsync());
        while (broker is not null)
        {
            var overview = await http.GetFromJsonAsync<JsonNode>("/api/plugins/mqtt/overview");
            if (overview!["sources"]!.AsArray().All(source => (bool)source!["connected"]!))
            {
                return;
            }
        }
    }

    private static List<object> Documents(string? broker, bool raisesStimuli) =>
    [
        new { kind = "sources", id = "town", content = new
        {
            id = "town", name = "Stadt", broker, topics = new[] { "bins/+/up" }, raisesStimuli,
            payload = new { profile = "plainJson", topicPattern = "bins/{device}/up", timePath = "t" },
        } },
        new { kind = "types", id = "bin", content = new
        {
            id = "bin", name = "Behälter",
            fields = new[] { new { name = "fuellstand", label = "Füllstand", path = "level", kind = "measure", unit = "%" } },
        } },
        new { kind = "rules", id = "voll", content = new
        {
            name = "Behälter voll", typeId = "bin", active = true, rule = new
            {
                id = "voll", kind = "threshold", field = "fuellstand", limit = 80, clear = 70,
                onRaise = new { name = "behaelter-voll", key = "behaelter" },
                onClear = new { name = "behaelter-geleert", key = "behaelter" },
            },
        } },
        .. Enumerable.Range(0, Devices).Select(Id).Select(id => new { kind = "devices", id, content = new
        {
            id, name = id, typeId = "bin", registeredAt = Start,
            attributes = new { behaelter = id, fraktion = "Papier", standort = "Marktplatz" },
        } }),
    ];

    private async Task AssertAllThereOnceAsync()
    {
        Assert.Equal(Devices * Readings, acknowledged);
        await UntilAsync("SELECT COUNT(*) FROM mqtt_readings", Devices * Readings);
        await UntilAsync("SELECT COUNT(*) FROM mqtt_outbox", 0);
        const string Cases = "FROM instances WHERE process_id = 'leerung'";
        await UntilAsync($"SELECT COUNT(*) {Cases} AND ended_at IS NOT NULL", Devices * Readings / OneIn);
        await UntilAsync($"SELECT COUNT(*) {Cases}", Devices * Readings / OneIn);
        await UntilAsync(
            $"SELECT COUNT(*) FROM (SELECT title {Cases} GROUP BY title HAVING COUNT(*) = {Readings / OneIn})", Devices);
    }

    private async Task UntilAsync(string query, long expected)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var found = await CountAsync(query);
            if (found == expected)
            {
                return;
            }

            Assert.True(waited.Elapsed < WaitMax, $"{query}: {found} instead of {expected}.");
        }
    }

    private async Task<long> CountAsync(string query)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "workflow.db")};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed record Threshold(int Count, TaskCompletionSource Source)
    {
        public Task Task => Source.Task;
    }
}
