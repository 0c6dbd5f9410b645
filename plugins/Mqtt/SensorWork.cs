using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
/// <param name="Problem">Why not; null when they can.</param>
public sealed record SourceHealth(string Id, bool Connected, string? Problem);

/// <summary>Everything that runs: intake, outbox, the passing of time, the brokers. On one node of a cluster.</summary>
internal sealed class SensorWork(IPluginHost host, Settings<MqttSettings> settings, CatalogueStore catalogue)
{
    /// <summary>The simulation's account at the broker inside; good for this run of the program.</summary>
    public static readonly (string User, string Password) OwnAccount =
        ("simulation", Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenThinnings = TimeSpan.FromHours(1);

    private IReadOnlyDictionary<string, BrokerConnection> connections = new Dictionary<string, BrokerConnection>();
    private EmbeddedBroker? broker;
    private string? brokerProblem;

    /// <summary>How the sources of this node fare; a source that runs on another node is missing.</summary>
    public IReadOnlyList<SourceHealth> Health =>
    [
        .. catalogue.Current.Sources.Values.Select(source => source.Broker is null
            ? new SourceHealth(source.Id, broker is not null, broker is null ? brokerProblem ?? "Der eigene Broker ist aus." : null)
            : connections.TryGetValue(source.Id, out var connection)
                ? new SourceHealth(source.Id, connection.State.Connected, connection.State.Problem)
                : new SourceHealth(source.Id, false, "Diese Quelle läuft auf einem anderen Knoten oder noch nicht.")),
    ];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await host.Tables.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        await catalogue.LoadAsync(cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var intake = new MessageIntake(host.Tables, catalogue, host.Clock, host.Log);
        var outbox = new Outbox(host.Tables, host.Processes, host.Clock, host.Log);
        intake.Told += outbox.Wake;
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
        var deadLetters = new DeadLetters(host.Tables);
        var thinned = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(Tick);
        do
        {
            await catalogue.LoadAsync(cancellationToken).ConfigureAwait(false);
            await intake.PassTimeAsync(cancellationToken).ConfigureAwait(false);
            foreach (var letter in await deadLetters.ToBeReadAgainAsync(cancellationToken).ConfigureAwait(false))
            {
                await (await intake.ReceiveAsync(letter, cancellationToken).ConfigureAwait(false)).WaitAsync(cancellationToken)
                    .ConfigureAwait(false);
            }

            if (host.Clock.GetUtcNow() is var now && now - thinned >= BetweenThinnings)
            {
                thinned = now;
                await new Thinning(host.Tables).RunAsync(now, settings.Current, cancellationToken).ConfigureAwait(false);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Runs the brokers, anew whenever settings or sources change.</summary>
    private async Task BrokersAsync(MessageIntake intake, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!cancellationToken.IsCancellationRequested)
        {
            var (set, sources) = (settings.Current, Foreign());
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            connections = sources.ToDictionary(
                source => source.Id,
                source => new BrokerConnection(source, Secrets(source, set), intake, host.Clock, host.Log),
                StringComparer.Ordinal);
            var running = connections.Values.Select(connection => connection.RunAsync(round.Token)).ToList();
            await using (var own = await StartBrokerAsync(set, intake).ConfigureAwait(false))
            {
                broker = own;
                try
                {
                    while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false)
                        && ReferenceEquals(set, settings.Current) && sources.SequenceEqual(Foreign()))
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

    private List<Source> Foreign() => [.. catalogue.Current.Sources.Values.Where(source => source.Broker is not null)];

    private async Task<EmbeddedBroker?> StartBrokerAsync(MqttSettings set, MessageIntake intake)
    {
        if (!set.BrokerOn)
        {
            return null;
        }

        var accounts = MqttSettings.Pairs(set.Accounts);
        accounts[OwnAccount.User] = OwnAccount.Password;
        var own = new EmbeddedBroker(catalogue, intake, host.Clock, host.Log);
        try
        {
            await own.StartAsync(new EmbeddedBrokerOptions(
                IPAddress.Parse(set.BrokerAddress), set.BrokerPort, accounts)).ConfigureAwait(false);
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

    private static BrokerSecrets Secrets(Source source, MqttSettings set) => new(
        MqttSettings.Pairs(set.SourcePasswords).GetValueOrDefault(source.Id),
        Certificate(set.ClientCertificate, pem => X509Certificate2.CreateFromPem(pem, pem)),
        Certificate(set.Authority, pem => X509Certificate2.CreateFromPem(pem)));

    private static X509Certificate2? Certificate(string? pem, Func<string, X509Certificate2> read)
    {
        try
        {
            return string.IsNullOrWhiteSpace(pem) ? null : read(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
