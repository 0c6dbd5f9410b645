using System.Net;
using System.Net.Sockets;
using System.Text;
using Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;

namespace Kommune.Workflow.Server.Tests.Plugins;

/// <summary>A device that sends its readings in order, and again until each is acknowledged, whatever happens to the broker.</summary>
/// <param name="id">Its id.</param>
/// <param name="broker">The broker.</param>
/// <param name="user">The account it uses there.</param>
/// <param name="messages">Its readings.</param>
/// <param name="acknowledged">Called for each the first time.</param>
internal sealed class SendingDevice(
    string id, IPEndPoint broker, (string Name, string Password) user, IReadOnlyList<string> messages, Action acknowledged)
{
    private const int UnacknowledgedMax = 20;

    private readonly bool[] done = new bool[messages.Count];

    public async Task RunAsync()
    {
        while (done.Contains(false))
        {
            try
            {
                await SendAsync();
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
            {
                await Task.Yield(); // The broker is gone; it will come again.
            }
        }
    }

    private async Task SendAsync()
    {
        var numbers = new int[ushort.MaxValue + 1];
        using var room = new SemaphoreSlim(UnacknowledgedMax);
        using var publisher = await MqttPublisher.ConnectAsync(broker, id, user, number =>
        {
            if (!done[numbers[number]])
            {
                done[numbers[number]] = true;
                acknowledged();
            }

            room.Release();
        });
        ushort next = 1; // As the connection counts.
        for (var i = 0; i < messages.Count; i++)
        {
            if (done[i])
            {
                continue;
            }

            await RoomAsync(room, publisher, 1);
            numbers[next++] = i;
            publisher.Publish($"bins/{id}/up", Encoding.UTF8.GetBytes(messages[i]));
        }

        await RoomAsync(room, publisher, UnacknowledgedMax);
    }

    private static async Task RoomAsync(SemaphoreSlim room, MqttPublisher publisher, int places)
    {
        for (; places > 0; places--)
        {
            var free = room.WaitAsync();
            if (await Task.WhenAny(free, publisher.Ended) != free)
            {
                throw new IOException("The broker is gone.");
            }
        }
    }
}
