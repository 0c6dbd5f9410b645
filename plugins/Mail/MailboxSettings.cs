using System.Net;
using FluentValidation;
using Kommune.Workflow.Sdk;
using MailKit.Security;

namespace Kommune.Workflow.Plugins.Mail;

/// <summary>The mailbox whose mails start cases.</summary>
public sealed record MailboxSettings
{
    /// <summary>The IMAP server.</summary>
    [Field("IMAP-Server", Help = "Ohne Angabe wird kein Postfach abgefragt.")]
    public string? Host { get; init; }

    /// <summary>Its port.</summary>
    [Field("Port")]
    public int Port { get; init; } = 993;

    /// <summary>How the connection is secured.</summary>
    [Field("Verschlüsselung", Choices = ["sslOnConnect=TLS von Anfang an", "startTls=STARTTLS", "none=keine (nur auf demselben Rechner)"])]
    public SecureSocketOptions Security { get; init; } = SecureSocketOptions.SslOnConnect;

    /// <summary>The account.</summary>
    [Field("Benutzername")]
    public string? UserName { get; init; }

    /// <summary>Its password.</summary>
    [Field("Kennwort", Secret = true)]
    public string? Password { get; init; }

    /// <summary>The folder looked into.</summary>
    [Field("Ordner")]
    public string Folder { get; init; } = "INBOX";

    /// <summary>The process each mail starts.</summary>
    [Field("Verfahren", Help = "Kennung des Prozesses, den jede ungelesene E-Mail beginnt.")]
    public string? ProcessId { get; init; }

    /// <summary>How often the mailbox is asked.</summary>
    [Field("Abstand der Abfragen", Help = "Dauer nach ISO 8601, zum Beispiel PT1M.")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    internal bool IsOn => !string.IsNullOrWhiteSpace(Host) && !string.IsNullOrWhiteSpace(ProcessId);
}

internal sealed class MailboxSettingsValidator : AbstractValidator<MailboxSettings>
{
    public MailboxSettingsValidator()
    {
        RuleFor(s => s.Security).Must((s, security) => security != SecureSocketOptions.None || IsThisMachine(s.Host))
            .WithMessage("Ohne Verschlüsselung ist nur ein Postfach auf demselben Rechner möglich.");
        RuleFor(s => s.Port).InclusiveBetween(1, 65535);
        RuleFor(s => s.Interval).InclusiveBetween(TimeSpan.FromSeconds(10), TimeSpan.FromDays(1));
        RuleFor(s => s.ProcessId).NotEmpty().When(s => !string.IsNullOrWhiteSpace(s.Host));
        RuleFor(s => s.UserName).NotEmpty().When(s => !string.IsNullOrWhiteSpace(s.Host));
    }

    private static bool IsThisMachine(string? host) =>
        string.IsNullOrWhiteSpace(host)
        || host is "localhost"
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
