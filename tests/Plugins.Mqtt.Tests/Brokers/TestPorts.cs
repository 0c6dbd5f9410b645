using System.Net;
using System.Net.Sockets;

namespace Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;

internal static class TestPorts
{
    /// <summary>A TCP port that nobody listens on.</summary>
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
