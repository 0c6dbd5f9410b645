using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;

namespace Kommune.Workflow.Benchmarks;

/// <summary>Devices that publish in turn, each over its own connection, at a rate that does not wait for the answers.</summary>
/// <remarks>As real clients do, a device keeps back what goes beyond its limit of unacknowledged messages.</remarks>
internal sealed class SensorFleet : IDisposable
{
    /// <summary>An account of all devices together: a thousand of their own would only take longer to set up.</summary>
    public const string User = "mess";

    public const string Password = "geheim-für-alle";

    /// <summary>What Paho and others have under way at most, times five.</summary>
    private const int UnacknowledgedMax = 100;

    private readonly Device[] devices;

    private SensorFleet(Device[] devices) => this.devices = devices;

    public static string Id(int device) => string.Create(CultureInfo.InvariantCulture, $"mess-{device:0000}");

    public static async Task<SensorFleet> ConnectAsync(IPEndPoint broker, int count)
    {
        var devices = Enumerable.Range(0, count).Select(_ => new Device()).ToArray();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            devices[i].Publisher = await MqttPublisher.ConnectAsync(broker, Id(i), (User, Password), devices[i].Acknowledged));
        return new SensorFleet(devices);
    }

    /// <summary>Publishes and waits until everything is acknowledged.</summary>
    /// <param name="perSecond">Readings of all devices together.</param>
    /// <param name="window">How long.</param>
    /// <param name="crossing">Whether a device's reading with this number crosses its threshold.</param>
    /// <param name="crossed">Called with the device and the time the reading was due.</param>
    public FleetRun Run(int perSecond, TimeSpan window, Func<int, int, bool> crossing, Action<int, long> crossed)
    {
        var total = (int)(perSecond * window.TotalSeconds);
        var started = Stopwatch.GetTimestamp();
        var clock = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var ticks = (double)Stopwatch.Frequency / perSecond;
        foreach (var device in devices)
        {
            device.Begin();
        }

        var kept = new Queue<int>();
        for (var next = 0; next < total || kept.Count > 0;)
        {
            var due = Math.Min(total, (int)((Stopwatch.GetTimestamp() - started) / ticks));
            for (var again = kept.Count; again > 0; again--)
            {
                Send(kept.Dequeue());
            }

            for (; next < due; next++)
            {
                Send(next);
            }

            Thread.Sleep(1);
        }

        var sentAfter = Stopwatch.GetElapsedTime(started);
        while (devices.Any(device => device.Unacknowledged > 0))
        {
            if (devices.FirstOrDefault(device => device.Publisher!.Ended.IsCompleted) is not null)
            {
                throw new InvalidOperationException("The broker closed a connection.");
            }

            Thread.Sleep(1);
        }

        var times = devices.SelectMany(device => device.Times).ToList();
        return new FleetRun(total, sentAfter, Stopwatch.GetElapsedTime(started), Figures.Percentile(times, 0.99));

        void Send(int i)
        {
            var (device, number) = (i % devices.Length, i / devices.Length);
            if (devices[device].Unacknowledged >= UnacknowledgedMax)
            {
                kept.Enqueue(i);
                return;
            }

            var due = started + (long)(i * ticks);
            var crosses = crossing(device, number);
            if (crosses)
            {
                crossed(device, due);
            }

            devices[device].Send(Id(device), Message(clock + (long)(i * 1000d / perSecond), crosses ? 480 : 1_500 + (number % 50)), due);
        }
    }

    public void Dispose()
    {
        foreach (var device in devices)
        {
            device.Publisher?.Dispose();
        }
    }

    private static byte[] Message(long at, int distance) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{{\"zeit\":{at},\"abstand\":{distance},\"batterie\":81}}"));

    /// <param name="Readings">How many were published, all acknowledged.</param>
    /// <param name="SentAfter">When the last one was sent.</param>
    /// <param name="AcknowledgedAfter">When the last one was acknowledged.</param>
    /// <param name="Slowest99">The 99th percentile from when a reading was due to its acknowledgement, in milliseconds.</param>
    internal sealed record FleetRun(int Readings, TimeSpan SentAfter, TimeSpan AcknowledgedAfter, double Slowest99);

    private sealed class Device
    {
        private readonly long[] due = new long[256];
        private int sent;
        private int heard;

        public MqttPublisher? Publisher { get; set; }

        public List<double> Times { get; } = [];

        public int Unacknowledged => Volatile.Read(ref sent) - Volatile.Read(ref heard);

        public void Begin() => Times.Clear();

        public void Send(string id, byte[] message, long dueAt)
        {
            // Numbers are given one after the other, beginning at 1: the time stands there before the answer can come.
            due[(sent + 1) % 65_535 % due.Length] = dueAt;
            Volatile.Write(ref sent, sent + 1);
            Publisher!.Publish($"mess/{id}/up", message);
        }

        public void Acknowledged(ushort number)
        {
            Times.Add(Stopwatch.GetElapsedTime(due[number % 65_535 % due.Length]).TotalMilliseconds);
            Volatile.Write(ref heard, heard + 1);
        }
    }
}
