using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;

/// <summary>One MQTT 3.1.1 connection that publishes with QoS 1 and hears each acknowledgement.</summary>
/// <remarks>Sockets only: what it costs itself must not show in what is measured, and it believes no library's word.</remarks>
public sealed class MqttPublisher : IDisposable
{
    private const byte ConnectPacket = 0x10;
    private const byte ConnectAnswer = 0x20;
    private const byte PublishQos1 = 0x32;
    private const byte PublishAnswer = 0x40;
    private const byte CleanSession = 0x02;
    private const byte WithUserAndPassword = 0xC0;

    private readonly Socket socket;
    private readonly Action<ushort> acknowledged;
    private readonly byte[] sending = new byte[4096];
    private ushort last;

    private MqttPublisher(Socket socket, Action<ushort> acknowledged) => (this.socket, this.acknowledged) = (socket, acknowledged);

    /// <summary>Ends when the broker is gone.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Connects.</summary>
    /// <param name="broker">The broker's address.</param>
    /// <param name="clientId">The client's id.</param>
    /// <param name="user">User name and password; null: none.</param>
    /// <param name="acknowledged">Called with the number of each message that was acknowledged.</param>
    /// <exception cref="IOException">The broker refused.</exception>
    public static async Task<MqttPublisher> ConnectAsync(
        IPEndPoint broker, string clientId, (string Name, string Password)? user, Action<ushort> acknowledged)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var publisher = new MqttPublisher(socket, acknowledged);
        try
        {
            await socket.ConnectAsync(broker);
            var length = publisher.WriteConnect(clientId, user);
            await socket.SendAsync(publisher.sending.AsMemory(0, length));
            var answer = new byte[4];
            for (var read = 0; read < answer.Length;)
            {
                var count = await socket.ReceiveAsync(answer.AsMemory(read));
                read += count > 0 ? count : throw new IOException("The broker closed the connection.");
            }

            if (answer[0] != ConnectAnswer || answer[3] != 0)
            {
                throw new IOException($"The broker answered {answer[3]}.");
            }
        }
        catch
        {
            publisher.Dispose();
            throw;
        }

        publisher.Ended = publisher.HearAsync();
        return publisher;
    }

    /// <summary>Sends a message; waits only while the connection takes no more.</summary>
    /// <returns>Its number, 1 to 65,535; numbers come again.</returns>
    /// <exception cref="SocketException">The broker is gone.</exception>
    public ushort Publish(string topic, ReadOnlySpan<byte> payload)
    {
        last = last == ushort.MaxValue ? (ushort)1 : (ushort)(last + 1);
        var topicBytes = Encoding.UTF8.GetByteCount(topic);
        var at = WriteHeader(PublishQos1, 2 + topicBytes + 2 + payload.Length);
        at += WriteText(topic, at);
        BinaryPrimitives.WriteUInt16BigEndian(sending.AsSpan(at), last);
        payload.CopyTo(sending.AsSpan(at + 2));
        var length = at + 2 + payload.Length;
        for (var sent = 0; sent < length;)
        {
            sent += socket.Send(sending.AsSpan(sent, length - sent));
        }

        return last;
    }

    public void Dispose() => socket.Dispose();

    private async Task HearAsync()
    {
        var buffer = new byte[1024];
        var filled = 0;
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(filled)) is var count and > 0)
            {
                filled += count;
                var at = 0;
                for (; filled - at >= 4; at += 2 + buffer[at + 1])
                {
                    if (buffer[at] == PublishAnswer)
                    {
                        acknowledged(BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(at + 2)));
                    }
                }

                buffer.AsSpan(at, filled - at).CopyTo(buffer);
                filled -= at;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The broker is gone, or this end is.
        }
    }

    private int WriteConnect(string clientId, (string Name, string Password)? user)
    {
        int Size(string text) => 2 + Encoding.UTF8.GetByteCount(text);
        var at = WriteHeader(ConnectPacket, 10 + Size(clientId) + (user is { } u ? Size(u.Name) + Size(u.Password) : 0));
        at += WriteText("MQTT", at);
        sending[at++] = 4;
        sending[at++] = (byte)(CleanSession | (user is null ? 0 : WithUserAndPassword));
        sending[at++] = 0; // No keep-alive.
        sending[at++] = 0;
        at += WriteText(clientId, at);
        if (user is { } account)
        {
            at += WriteText(account.Name, at);
            at += WriteText(account.Password, at);
        }

        return at;
    }

    private int WriteHeader(byte kind, int remaining)
    {
        sending[0] = kind;
        var at = 1;
        for (; remaining >= 128; remaining /= 128)
        {
            sending[at++] = (byte)((remaining % 128) | 128);
        }

        sending[at++] = (byte)remaining;
        return at;
    }

    private int WriteText(string text, int at)
    {
        var count = Encoding.UTF8.GetBytes(text, sending.AsSpan(at + 2));
        BinaryPrimitives.WriteUInt16BigEndian(sending.AsSpan(at), (ushort)count);
        return 2 + count;
    }
}
