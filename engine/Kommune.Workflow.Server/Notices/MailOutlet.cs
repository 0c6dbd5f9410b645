using System.Globalization;
using MailKit.Net.Smtp;
using MimeKit;

namespace Kommune.Workflow.Server.Notices;

/// <summary>Hands mails to the SMTP server; one connection per mail, because mails are rare.</summary>
internal sealed class MailOutlet(MailSettings settings)
{
    /// <summary>How long connecting and each answer of the server may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public bool IsOn => settings.IsOn;

    /// <summary>Sends one mail; returns when the server has taken it.</summary>
    /// <remarks>The idempotency key is the same for each attempt: receivers recognise a mail that was sent twice.</remarks>
    /// <exception cref="MailException">The server did not take it, for the reason given in German.</exception>
    public async Task SendAsync(
        string address, string name, NoticeText text, string idempotencyKey, CancellationToken cancellation)
    {
        using var message = Compose(address, name, text, idempotencyKey);
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host!, settings.Port, settings.Security, cancellation);
            if (settings.UserName is { } user)
            {
                await client.AuthenticateAsync(user, settings.Password ?? "", cancellation);
            }

            await client.SendAsync(message, cancellation);
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new MailException($"Die E-Mail konnte nicht versandt werden ({settings.Host}:{Port}): {e.Message}", e);
        }
    }

    private string Port => settings.Port.ToString(CultureInfo.InvariantCulture);

    private MimeMessage Compose(string address, string name, NoticeText text, string idempotencyKey)
    {
        if (!MailboxAddress.TryParse(settings.From, out var from))
        {
            throw new MailException("In den Einstellungen fehlt ein gültiger Absender (Mail:From).");
        }

        if (!MailboxAddress.TryParse(address, out var to))
        {
            throw new MailException("Die E-Mail-Adresse des Kontos ist nicht gültig.");
        }

        var message = new MimeMessage { Subject = text.Subject, Body = new TextPart("plain") { Text = text.Body } };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(name, to.Address));
        message.MessageId = $"{idempotencyKey.Replace(':', '.')}@{from.Domain}";
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}

/// <summary>A mail did not leave the house; the reason is in German.</summary>
public sealed class MailException : Exception
{
    public MailException(string message)
        : base(message)
    {
    }

    public MailException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
