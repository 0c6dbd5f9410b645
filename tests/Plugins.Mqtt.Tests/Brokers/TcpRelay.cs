using System.Net;
using System.Net.Sockets;

namespace Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;

/// <summary>A line between a client and a broker that can be cut.</summary>
internal sealed class TcpRelay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> ends = [];
    private readonly int to;

    public TcpRelay(int to)
    {
        this.to = to;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Cuts all connections; new ones are possible.</summary>
    public void Cut()
    {
        lock (ends)
        {
            ends.ForEach(end => end.Dispose());
            ends.Clear();
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                var broker = new TcpClient();
                lock (ends)
                {
                    ends.AddRange([client, broker]);
                }

                _ = PassAsync(client, broker);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The relay is gone.
        }
    }

    private async Task PassAsync(TcpClient client, TcpClient broker)
    {
        try
        {
            await broker.ConnectAsync(IPAddress.Loopback, to);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(broker.GetStream()), broker.GetStream().CopyToAsync(client.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One end is gone.
        }

        client.Dispose();
        broker.Dispose();
    }
}
