using System.Globalization;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Kommune.Workflow.Plugins.Mail;

/// <summary>Starts one case for each unread mail, and marks the mail as read once the case is durable.</summary>
/// <remarks>A mail is known by the mailbox's validity number and its own: read again after a crash it finds its first case.</remarks>
internal sealed class Mailbox(Settings<MailboxSettings> settings, IPluginHost host)
{
    /// <summary>The longest text handed to a case, in characters; the rest is cut off.</summary>
    public const int TextLengthMax = 50_000;

    /// <summary>The largest attachment taken over, in bytes; larger ones are named in the case only.</summary>
    public const int AttachmentBytesMax = 20 * 1024 * 1024;

    /// <summary>The most mails of one look.</summary>
    public const int MailsPerLook = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Why the last look failed, in German; null when it did not.</summary>
    public string? Problem { get; private set; }

    public async Task WatchAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await LookAsync(stopping).ConfigureAwait(false);
                Problem = null;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Problem = $"Das Postfach ließ sich nicht abfragen: {exception.Message}";
                host.Log.LogWarning(exception, "The mailbox could not be read");
            }

            await Task.Delay(settings.Current.Interval, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Takes over the unread mails.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var current = settings.Current;
        if (!current.IsOn)
        {
            return;
        }

        using var client = new ImapClient { Timeout = (int)Patience.TotalMilliseconds };
        await client.ConnectAsync(current.Host!, current.Port, current.Security, cancellationToken).ConfigureAwait(false);
        await client.AuthenticateAsync(current.UserName!, current.Password ?? "", cancellationToken).ConfigureAwait(false);
        var folder = current.Folder == "INBOX"
            ? client.Inbox!
            : await client.GetFolderAsync(current.Folder, cancellationToken).ConfigureAwait(false);
        await folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken).ConfigureAwait(false);
        var unread = await folder.SearchAsync(SearchQuery.NotSeen, cancellationToken).ConfigureAwait(false);
        foreach (var id in unread.Take(MailsPerLook))
        {
            using var mail = await folder.GetMessageAsync(id, cancellationToken).ConfigureAwait(false);
            await TakeAsync(mail, $"{current.Host}/{current.Folder}/{folder.UidValidity}/{id.Id}", current.ProcessId!, cancellationToken)
                .ConfigureAwait(false);
            await folder.AddFlagsAsync(id, MessageFlags.Seen, silent: true, cancellationToken).ConfigureAwait(false);
        }

        await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task TakeAsync(MimeMessage mail, string key, string processId, CancellationToken cancellationToken)
    {
        var files = mail.Attachments.OfType<MimePart>().Select(Read).ToList();
        var from = mail.From.Mailboxes.FirstOrDefault();
        var text = mail.TextBody ?? mail.HtmlBody ?? "";
        var variables = new JsonObject
        {
            ["von"] = from?.Address,
            ["vonName"] = from?.Name,
            ["betreff"] = mail.Subject,
            ["text"] = text.Length > TextLengthMax ? text[..TextLengthMax] : text,
            ["eingangAm"] = mail.Date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["anhaenge"] = new JsonArray([.. files.Select(file => JsonValue.Create(file.Name))]),
        };
        var started = await host.Processes.StartAsync(processId, variables, key, cancellationToken).ConfigureAwait(false)
            ?? throw new PluginException($"Das Verfahren „{processId}“ ist nicht veröffentlicht.");
        foreach (var (file, index) in files.Select((file, index) => (file, index)).Where(f => f.file.Content.Length <= AttachmentBytesMax))
        {
            await host.Files
                .AddAsync(started, file, FormattableString.Invariant($"{key}/{index}"), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static CaseFile Read(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content?.DecodeTo(content);
        return new CaseFile(part.FileName ?? "anhang", part.ContentType.MimeType, content.ToArray());
    }
}
