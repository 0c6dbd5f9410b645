using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Kommune.Workflow.Plugins.Mqtt.Brokers;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.History;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Plugins.Mqtt;

/// <summary>A source's connection, for people.</summary>
/// <param name="Id">The source.</param>
/// <param name="Connected">Whether messages can come.</param>
/// <param name="Since">Since when it is so; null: unknown on this node.</param>
/// <param name="Problem">Why not; null when they can.</param>
/// <param name="Messages">Messages since the start of this node.</param>
/// <param name="LastAt">When the last of them came; null: none yet.</param>
public sealed record SourceHealth(
    string Id, bool Connected, DateTimeOffset? Since, string? Problem, long Messages, DateTimeOffset? LastAt);

/// <summary>Everything that runs: intake, outbox, the passing of time, the brokers. On one node of a cluster.</summary>
internal sealed class SensorWork(
    IPluginHost host, Settings<MqttSettings> settings, CatalogueStore catalogue, SecretStore secrets, DeadLetters deadLetters)
{
    /// <summary>The simulation's account at the broker inside; good for this run of the program.</summary>
    public static readonly (string User, string Password) OwnAccount =
        ("simulation", Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    private static readonly BrokerUser Simulation = new(OwnAccount.User, OwnAccount.Password, ["simulation/#"]);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    private const string BrokerIsOff = "Der eigene Broker ist aus oder läuft auf einem anderen Knoten.";

    private MessageIntake? running;
    private IReadOnlyDictionary<string, BrokerConnection> connections = new Dictionary<string, BrokerConnection>();
    private EmbeddedBroker? broker;
    private string? brokerProblem;
    private MqttSettings? applied;

    /// <summary>How the sources of this node fare.</summary>
    public IReadOnlyList<SourceHealth> Health => [.. catalogue.Current.Sources.Values.Select(HealthOf)];

    /// <summary>The accounts that are connected to the broker inside now.</summary>
    public IReadOnlySet<string> ConnectedAccounts => broker?.Connected ?? new HashSet<string>();

    /// <summary>Whether the broker inside runs on this node, and if not, why.</summary>
    public (bool Running, string? Problem) OwnBroker => broker is null
        ? (false, brokerProblem ?? BrokerIsOff)
        : ReferenceEquals(applied, settings.Current) ? (true, null) : (false, "Der eigene Broker startet mit den neuen Einstellungen.");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await host.Tables.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        await catalogue.LoadAsync(cancellationToken).ConfigureAwait(false);
        await secrets.LoadAsync(cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var intake = new MessageIntake(host.Tables, catalogue, host.Clock, host.Log);
        var outbox = new Outbox(host.Tables, host.Processes, host.Clock, host.Log);
        intake.Told += outbox.Wake;
        running = intake;
        Task[] parts =
        [
            intake.RunAsync(stop.Token), outbox.RunAsync(stop.Token), TickAsync(intake, stop.Token), BrokersAsync(intake, stop.Token),
        ];
        try
        {
            await await Task.WhenAny(parts).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TickAsync(MessageIntake intake, CancellationToken cancellationToken)
    {
        var thinned = DateTime.MinValue;
        do
        {
            await catalogue.LoadAsync(cancellationToken).ConfigureAwait(false);
            await secrets.LoadAsync(cancellationToken).ConfigureAwait(false);
            await intake.PassTimeAsync(cancellationToken).ConfigureAwait(false);
            foreach (var letter in await deadLetters.ToBeReadAgainAsync(cancellationToken).ConfigureAwait(false))
            {
                await (await intake.ReceiveAsync(letter, cancellationToken).ConfigureAwait(false)).WaitAsync(cancellationToken)
                    .ConfigureAwait(false);
            }

            if (host.Clock.GetUtcNow() is var now && now.UtcDateTime.Date != thinned)
            {
                thinned = now.UtcDateTime.Date;
                await new Thinning(host.Tables).RunAsync(now, settings.Current, cancellationToken).ConfigureAwait(false);
            }
        }
        while (await deadLetters.AskedAsync(Tick, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Runs the brokers, anew whenever settings or sources change.</summary>
    private async Task BrokersAsync(MessageIntake intake, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!cancellationToken.IsCancellationRequested)
        {
            var (set, sources, known) = (settings.Current, Foreign(), secrets.Current.Sources);
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            connections = sources.ToDictionary(
                source => source.Id,
                source => new BrokerConnection(source, Secrets(source), intake, host.Clock, host.Log),
                StringComparer.Ordinal);
            var running = connections.Values.Select(connection => connection.RunAsync(round.Token)).ToList();
            await using (var own = await StartBrokerAsync(set, intake).ConfigureAwait(false))
            {
                (broker, applied) = (own, set);
                try
                {
                    while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false)
                        && ReferenceEquals(set, settings.Current)
                        && ReferenceEquals(known, secrets.Current.Sources)
                        && SayTheSame(sources, Foreign()))
                    {
                    }
                }
                finally
                {
                    broker = null;
                    await round.CancelAsync().ConfigureAwait(false);
                    await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }

    /// <summary>The catalogue is read anew all the time: equal sources must not cost a connection.</summary>
    private static bool SayTheSame(List<Source> before, List<Source> now) =>
        JsonSerializer.Serialize(before, Fields.Json) == JsonSerializer.Serialize(now, Fields.Json);

    private List<Source> Foreign() => [.. catalogue.Current.Sources.Values.Where(source => source.Broker is not null)];

    private async Task<EmbeddedBroker?> StartBrokerAsync(MqttSettings set, MessageIntake intake)
    {
        if (!set.BrokerOn)
        {
            return null;
        }

        var own = new EmbeddedBroker(catalogue, intake, host.Clock, host.Log);
        try
        {
            await own.StartAsync(new EmbeddedBrokerOptions(
                IPAddress.Parse(set.BrokerAddress),
                set.BrokerPort,
                UserOf,
                MqttSettings.CertificateWithKey(set.BrokerCertificate))).ConfigureAwait(false);
            brokerProblem = null;
            return own;
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or InvalidOperationException)
        {
            brokerProblem = $"Der eigene Broker kann nicht auf {set.BrokerAddress}:{set.BrokerPort} lauschen: {e.Message}";
            host.Log.LogError(e, "The MQTT broker cannot listen on {Address}:{Port}.", set.BrokerAddress, set.BrokerPort);
            await own.DisposeAsync().ConfigureAwait(false);
            return null;
        }
    }

    private BrokerUser? UserOf(string name) =>
        name == OwnAccount.User ? Simulation
        : secrets.Current.Accounts.TryGetValue(name, out var password) ? new BrokerUser(name, password)
        : null;

    private BrokerSecrets Secrets(Source source)
    {
        try
        {
            return BrokerSecrets.Of(secrets.Current.Sources.GetValueOrDefault(source.Id));
        }
        catch (CryptographicException e)
        {
            host.Log.LogError(e, "The certificates of source {Source} cannot be read.", source.Id);
            return new BrokerSecrets();
        }
    }

    private SourceHealth HealthOf(Source source)
    {
        var (messages, lastAt) = (0L, (DateTimeOffset?)null);
        if (running?.Traffic.TryGetValue(source.Id, out var traffic) == true)
        {
            (messages, lastAt) = (traffic.Count, traffic.LastAt);
        }

        if (source.Broker is null)
        {
            return new SourceHealth(source.Id, broker is not null, broker?.Since, OwnBroker.Problem, messages, lastAt);
        }

        return connections.TryGetValue(source.Id, out var connection) && connection.State is var state
            ? new SourceHealth(source.Id, state.Connected, state.Since, state.Problem, messages, lastAt)
            : new SourceHealth(
                source.Id, false, null, "Diese Quelle läuft auf einem anderen Knoten oder noch nicht.", messages, lastAt);
    }
}
