using System.Globalization;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Rounds;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;

namespace Kommune.Workflow.Plugins.Mqtt.Simulation;

/// <summary>How far a simulation is.</summary>
/// <param name="Running">Whether it runs.</param>
/// <param name="Bins">Containers.</param>
/// <param name="Speed">Simulated seconds in one second.</param>
/// <param name="Published">Messages acknowledged by the broker.</param>
public sealed record SimulationState(bool Running, int Bins, double Speed, long Published);

/// <summary>A town's containers that fill and report over real MQTT. What a driver empties falls; the rest goes on filling.</summary>
internal sealed class TownSimulation(CatalogueStore catalogue, Trips trips, TimeProvider clock, ILogger log) : IDisposable
{
    public const int MaxBins = 2_000;

    /// <summary>Reports come this often, in simulated time.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(30);

    /// <summary>Who waits longer for an order is emptied by the depot's fixed round: no town lets all of them overflow.</summary>
    private static readonly TimeSpan FixedRoundAfter = TimeSpan.FromDays(3);
    private static readonly TimeSpan History = TimeSpan.FromDays(14);

    /// <summary>Nobody drove on the last day of the past: a new town has something to do at once.</summary>
    private static readonly TimeSpan LastRoundBefore = TimeSpan.FromDays(1);
    private static readonly TimeSpan HistoryStep = TimeSpan.FromHours(6);
    private const int Clients = 16;

    private readonly Lock guard = new();
    private CancellationTokenSource? stop;
    private Bin[] bins = [];
    private double speed;
    private long published;

    public SimulationState State => new(stop is { IsCancellationRequested: false }, bins.Length, speed, Interlocked.Read(ref published));

    /// <summary>Sets the town up and lets it run until <see cref="Stop"/>.</summary>
    /// <param name="count">1 to <see cref="MaxBins"/> containers.</param>
    /// <param name="factor">Simulated seconds in one second.</param>
    /// <param name="depot">The town's middle.</param>
    /// <param name="connect">The broker to publish to.</param>
    /// <param name="by">The account that asked.</param>
    /// <param name="cancellationToken">Gives up setting up.</param>
    public async Task StartAsync(
        int count, double factor, Place depot, Func<MqttClientOptionsBuilder> connect, string by, CancellationToken cancellationToken)
    {
        Stop();
        await catalogue.SaveAsync(SampleTown.Documents(count, depot, clock.GetUtcNow()), by, cancellationToken).ConfigureAwait(false);
        var town = Enumerable.Range(1, count).Select(number => new Bin(number)).ToArray();
        var run = new CancellationTokenSource();
        lock (guard)
        {
            (stop, bins, speed, published) = (run, town, factor, 0);
        }

        trips.Emptied += Empty;
        var shares = town.Chunk((count + Clients - 1) / Clients);
        _ = Task.WhenAll(shares.Select(share => Task.Run(() => ReportAsync(share, factor, connect, run.Token), run.Token)))
            .ContinueWith(task => log.LogWarning(task.Exception, "The simulation ended."), TaskContinuationOptions.OnlyOnFaulted);
    }

    public void Stop()
    {
        trips.Emptied -= Empty;
        lock (guard)
        {
            stop?.Cancel();
        }
    }

    public void Dispose()
    {
        Stop();
        stop?.Dispose();
    }

    private void Empty(string container)
    {
        foreach (var bin in bins.Where(bin => bin.Container == container))
        {
            bin.Empty();
        }
    }

    private async Task ReportAsync(Bin[] share, double factor, Func<MqttClientOptionsBuilder> connect, CancellationToken cancellationToken)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var options = connect().WithClientId($"simulation-{Guid.NewGuid():N}").Build();
        await client.ConnectAsync(options, cancellationToken).ConfigureAwait(false);
        await PastAsync(client, share, cancellationToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(Interval / factor / share.Length);
        for (var i = 0; await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false); i = (i + 1) % share.Length)
        {
            share[i].Fill(Interval, 85, clock.GetUtcNow());
            share[i].EmptyWhenFullFor(FixedRoundAfter);
            await PublishAsync(client, share[i], share[i].Level, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Two weeks in which every container was emptied in time, but for the last day: forecasts need to know how it fills.
    /// </summary>
    private async Task PastAsync(IMqttClient client, Bin[] share, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        for (var at = now - History; at < now; at += HistoryStep)
        {
            foreach (var bin in share)
            {
                bin.Fill(HistoryStep, 0, at);
                if (bin.Level >= 75 && at < now - LastRoundBefore)
                {
                    bin.Empty();
                }

                await PublishAsync(client, bin, bin.Level, at, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task PublishAsync(IMqttClient client, Bin bin, double level, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var size = SampleTown.Container;
        var message = new JsonObject
        {
            ["zeit"] = at.ToUnixTimeMilliseconds(),
            ["abstand"] = Math.Round(size.Empty - ((size.Empty - size.Full) * level / 100)),
            ["batterie"] = bin.Battery,
        };
        await client.PublishStringAsync(
            $"simulation/{bin.Device}/up",
            message.ToJsonString(),
            MqttQualityOfServiceLevel.AtLeastOnce,
            cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        Interlocked.Increment(ref published);
    }

    /// <summary>One container. Some fill at weekends, some on market days; each has its own pace.</summary>
    private sealed class Bin
    {
        private const double FullFrom = 80;

        private readonly Random random;
        private readonly double perDay;
        private readonly DayOfWeek busy;
        private double level;
        private TimeSpan fullFor;

        public Bin(int number)
        {
            random = new Random(number);
            Container = string.Create(CultureInfo.InvariantCulture, $"B-{number:000}");
            Device = string.Create(CultureInfo.InvariantCulture, $"sim-{number:000}");
            perDay = 5 + (random.NextDouble() * 15);
            busy = (DayOfWeek)random.Next(7);
            level = random.NextDouble() * 60;
            Battery = random.Next(100) == 0 ? 12 : 40 + random.Next(60);
        }

        public string Container { get; }

        public string Device { get; }

        public int Battery { get; }

        public double Level => Volatile.Read(ref level);

        public void Empty() => Volatile.Write(ref level, 2 + (random.NextDouble() * 4));

        /// <summary>Lets it fill for a time; beyond <paramref name="slowFrom"/> people look for another container.</summary>
        public void Fill(TimeSpan time, double slowFrom, DateTimeOffset at)
        {
            var rise = perDay * time.TotalDays * (at.DayOfWeek == busy ? 2 : 1) * (0.6 + (random.NextDouble() * 0.8));
            var slowed = slowFrom > 0 && Level > slowFrom ? rise / 3 : rise;
            Volatile.Write(ref level, Math.Min(100, Level + slowed));
            fullFor = Level >= FullFrom ? fullFor + time : TimeSpan.Zero;
        }

        public void EmptyWhenFullFor(TimeSpan patience)
        {
            if (fullFor >= patience)
            {
                Empty();
            }
        }
    }
}
