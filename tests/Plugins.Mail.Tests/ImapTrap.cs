using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Kommune.Workflow.Plugins.Mail.Tests;

/// <summary>A mailbox on this machine that speaks as much IMAP4rev1 (RFC 3501) as reading a mailbox takes.</summary>
internal sealed partial class ImapTrap : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<Stored> mails = [];

    public ImapTrap()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The size it tells of each mail; null: the true one.</summary>
    public long? ToldSize { get; set; }

    /// <summary>Whether it breaks off instead of marking a mail as read.</summary>
    public bool BreaksAtFlag { get; set; }

    /// <summary>Numbers of mails nobody has read.</summary>
    public IReadOnlyList<int> Unread => [.. mails.Where(mail => !mail.Seen).Select(mail => mail.Number)];

    public void Deliver(string mail) =>
        mails.Add(new Stored(mails.Count + 1, Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n"))));

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                try
                {
                    await TalkAsync(client.GetStream());
                }
                catch (IOException)
                {
                    // Broken off.
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await SayAsync(stream, "* OK [CAPABILITY IMAP4rev1] ready");
        while (await reader.ReadLineAsync() is { } line)
        {
            var (tag, command) = (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            if (command.Contains("STORE", StringComparison.Ordinal) && BreaksAtFlag)
            {
                return;
            }

            await AnswerAsync(stream, command);
            var isOpen = command.StartsWith("SELECT", StringComparison.Ordinal);
            await SayAsync(stream, isOpen ? $"{tag} OK [READ-WRITE] done" : $"{tag} OK done");
            if (command == "LOGOUT")
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string command)
    {
        switch (command.Split(' ')[0])
        {
            case "CAPABILITY":
                await SayAsync(stream, "* CAPABILITY IMAP4rev1");
                break;
            case "LIST":
                await SayAsync(stream, "* LIST (\\HasNoChildren) \"/\" INBOX");
                break;
            case "SELECT":
                await SayAsync(stream, "* FLAGS (\\Seen)\r\n* OK [PERMANENTFLAGS (\\Seen)] ok\r\n* OK [UIDVALIDITY 77] ok");
                await SayAsync(stream, $"* {mails.Count} EXISTS");
                break;
            case "UID" when command.StartsWith("UID SEARCH", StringComparison.Ordinal):
                await SayAsync(stream, "* SEARCH" + string.Concat(Unread.Select(number => $" {number}")));
                break;
            case "UID" when command.StartsWith("UID FETCH", StringComparison.Ordinal):
                await FetchAsync(stream, command);
                break;
            case "UID" when command.StartsWith("UID STORE", StringComparison.Ordinal):
                Numbers(command).ForEach(mail => mail.Seen = true);
                break;
        }
    }

    private async Task FetchAsync(NetworkStream stream, string command)
    {
        foreach (var mail in Numbers(command))
        {
            if (command.Contains("BODY", StringComparison.Ordinal))
            {
                await SayAsync(stream, $"* {mail.Number} FETCH (UID {mail.Number} BODY[] {{{mail.Content.Length}}}");
                await stream.WriteAsync(mail.Content);
                await SayAsync(stream, ")");
            }
            else
            {
                await SayAsync(stream, $"* {mail.Number} FETCH (UID {mail.Number} RFC822.SIZE {ToldSize ?? mail.Content.Length})");
            }
        }
    }

    private List<Stored> Numbers(string command)
    {
        var wanted = new List<Stored>();
        foreach (var part in NumberSet().Match(command).Groups[1].Value.Split(','))
        {
            var ends = part.Split(':').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
            wanted.AddRange(mails.Where(mail => mail.Number >= ends[0] && mail.Number <= ends[^1]));
        }

        return wanted;
    }

    private static async Task SayAsync(NetworkStream stream, string line) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));

    [GeneratedRegex(@"^UID \w+ ([\d,:]+)")]
    private static partial Regex NumberSet();

    private sealed record Stored(int Number, byte[] Content)
    {
        public bool Seen { get; set; }
    }
}
