using MailKit.Security;

namespace Kommune.Workflow.Server.Notices;

/// <summary>How mails leave the house (section <c>Mail</c> of the settings). Without a host none are sent.</summary>
public sealed record MailSettings
{
    public const string Section = "Mail";

    /// <summary>The SMTP server; null: mails are off, people are told in the application only.</summary>
    public string? Host { get; init; }

    public int Port { get; init; } = 587;

    /// <summary><c>StartTls</c> (default), <c>SslOnConnect</c>, <c>Auto</c>, or <c>None</c> for a server in the same machine.</summary>
    public SecureSocketOptions Security { get; init; } = SecureSocketOptions.StartTls;

    /// <summary>Null: the server asks for no sign-in.</summary>
    public string? UserName { get; init; }
    public string? Password { get; init; }

    /// <summary>The sender, such as <c>Stadtverwaltung &lt;workflow@example.org&gt;</c>; required with a host.</summary>
    public string? From { get; init; }

    /// <summary>The address at which people open the application, for links in mails; null: mails carry no links.</summary>
    public string? PublicUrl { get; init; }

    public bool IsOn => !string.IsNullOrWhiteSpace(Host);
}
