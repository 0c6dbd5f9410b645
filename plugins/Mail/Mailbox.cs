using System.Globalization;
using Kommune.Workflow.Sdk;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Plugins.Mail;

/// <summary>Starts one case for each unread mail, and marks the mail as read once the case is durable.</summary>
/// <remarks>A mail that cannot be taken stays unread, is named in the health check and tried again later; the others go on.</remarks>
internal sealed class Mailbox(Settings<MailboxSettings> settings, IPluginHost host)
{
    /// <summary>The largest mail taken, in bytes; a larger one stays in the mailbox.</summary>
    public const int MailBytesMax = 50 * 1024 * 1024;

    /// <summary>The most mails of one look.</summary>
    public const int MailsPerLook = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long a mail that could not be taken is left alone.</summary>
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(10);

    private readonly Dictionary<UniqueId, (DateTimeOffset Until, string Reason)> refused = [];

    /// <summary>What a person should know, in German; null when all is well.</summary>
    public string? Problem { get; private set; }

    public async Task WatchAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await LookAsync(stopping).ConfigureAwait(false);
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
            Problem = null;
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
        Forget(unread);
        var due = unread.Where(id => !refused.ContainsKey(id)).Take(MailsPerLook).ToList();
        if (due.Count > 0)
        {
            var sizes = await folder
                .FetchAsync(due, MessageSummaryItems.UniqueId | MessageSummaryItems.Size, cancellationToken)
                .ConfigureAwait(false);
            foreach (var mail in sizes)
            {
                await TakeAsync(folder, mail, current.ProcessId!, cancellationToken).ConfigureAwait(false);
            }
        }

        await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        Problem = refused.Count == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{refused.Count} E-Mail(s) liegen ungelesen im Postfach: {refused.Values.First().Reason}");
    }

    private async Task TakeAsync(IMailFolder folder, IMessageSummary mail, string processId, CancellationToken cancellationToken)
    {
        try
        {
            if (mail.Size > MailBytesMax)
            {
                throw new PluginException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Eine E-Mail ist mit {mail.Size / 1024 / 1024} MB größer als {MailBytesMax / 1024 / 1024} MB."));
            }

            using var message = await folder.GetMessageAsync(mail.UniqueId, cancellationToken).ConfigureAwait(false);
            var place = $"{settings.Current.Host}/{settings.Current.Folder}/{folder.UidValidity}/{mail.UniqueId.Id}";
            await TakeAsync(MailContent.Of(message, place), processId, cancellationToken).ConfigureAwait(false);
            await folder.AddFlagsAsync(mail.UniqueId, MessageFlags.Seen, silent: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PluginException or FormatException or ArgumentException)
        {
            host.Log.LogWarning(exception, "A mail could not be taken; it stays unread");
            refused[mail.UniqueId] = (host.Clock.GetUtcNow() + RefusedPause, exception.Message);
        }
    }

    private async Task TakeAsync(MailContent content, string processId, CancellationToken cancellationToken)
    {
        var started = await host.Processes.StartAsync(processId, content.Variables, content.Key, cancellationToken).ConfigureAwait(false)
            ?? throw new PluginException($"Das Verfahren „{processId}“ ist nicht veröffentlicht.");
        for (var i = 0; i < content.Files.Count; i++)
        {
            await host.Files
                .AddAsync(started, content.Files[i], string.Create(CultureInfo.InvariantCulture, $"{content.Key}/{i}"), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Forgets refused mails that somebody dealt with, and those whose pause is over.</summary>
    private void Forget(IList<UniqueId> unread)
    {
        var now = host.Clock.GetUtcNow();
        foreach (var id in refused.Keys.Where(id => !unread.Contains(id) || refused[id].Until <= now).ToList())
        {
            refused.Remove(id);
        }
    }
}
