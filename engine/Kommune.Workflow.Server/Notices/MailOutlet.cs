using System.Globalization;
using Kommune.Workflow.Sdk;
using MailKit.Net.Smtp;
using MimeKit;

namespace Kommune.Workflow.Server.Notices;

/// <summary>Hands mails to the SMTP server; one connection per mail, because mails are rare.</summary>
internal sealed class MailOutlet(MailSettings settings) : IMails
{
    /// <summary>How long connecting and each answer of the server may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public bool IsOn => settings.IsOn;

    /// <summary>Sends one mail; returns when the server has taken it.</summary>
    /// <exception cref="PluginException">The server did not take it, or none is set up, for the reason given in German.</exception>
    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        if (!IsOn)
        {
            throw new PluginException("Es ist kein Mailserver eingerichtet (Mail:Host).");
        }

        using var message = Compose(mail);
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host!, settings.Port, settings.Security, cancellationToken);
            if (settings.UserName is { } user)
            {
                await client.AuthenticateAsync(user, settings.Password ?? "", cancellationToken);
            }

            await client.SendAsync(message, cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new PluginException($"Die E-Mail konnte nicht versandt werden ({settings.Host}:{Port}): {e.Message}", e);
        }
    }

    private string Port => settings.Port.ToString(CultureInfo.InvariantCulture);

    private MimeMessage Compose(Mail mail)
    {
        if (!MailboxAddress.TryParse(settings.From, out var from))
        {
            throw new PluginException("In den Einstellungen fehlt ein gültiger Absender (Mail:From).");
        }

        var message = new MimeMessage { Subject = mail.Subject, MessageId = $"{mail.IdempotencyKey.Replace(':', '.')}@{from.Domain}" };
        message.From.Add(from);
        message.To.AddRange(mail.To.Select(Address));
        message.Cc.AddRange(mail.Copy.Select(Address));
        if (mail.ReplyTo is { } replyTo)
        {
            message.ReplyTo.Add(Address(replyTo));
        }

        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = Body(mail);
        return message;
    }

    private static MimeEntity Body(Mail mail)
    {
        var text = new TextPart("plain") { Text = mail.Text };
        if (mail.Attachments.Count == 0)
        {
            return text;
        }

        var parts = new Multipart("mixed") { text };
        foreach (var file in mail.Attachments)
        {
            parts.Add(new MimePart(ContentType.Parse(file.ContentType))
            {
                Content = new MimeContent(new MemoryStream(file.Content.ToArray())),
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
                ContentTransferEncoding = ContentEncoding.Base64,
                FileName = file.Name,
            });
        }

        return parts;
    }

    private static MailboxAddress Address(string address) => MailboxAddress.TryParse(address, out var parsed)
        ? parsed
        : throw new PluginException($"Die E-Mail-Adresse „{address}“ ist nicht gültig.");
}
