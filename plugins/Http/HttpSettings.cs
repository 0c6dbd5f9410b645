using System.Net;
using FluentValidation;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Http;

/// <summary>Where calls may go, and with which credentials.</summary>
public sealed record HttpSettings
{
    /// <summary>Host names, or <c>*.</c> and a domain.</summary>
    [Field("Erlaubte Ziele", Help = "Namen von Rechnern, durch Komma getrennt; *.stadt.example erlaubt alle darunter.")]
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The same for targets whose addresses may be private.</summary>
    [Field(
        "Ziele im eigenen Netz",
        Help = "Namen von Rechnern im Netz der Verwaltung. Nur sie dürfen zu internen Adressen führen, und auch sie sind erlaubte Ziele.")]
    public IReadOnlyList<string> InternalHosts { get; init; } = [];

    /// <summary>Lines of <c>name=value</c>.</summary>
    [Field(
        "Zugänge",
        Help = "Eine Zeile je Zugang: Name=Wert der Kopfzeile Authorization, zum Beispiel fachverfahren=Bearer abc.",
        Secret = true,
        Multiline = true)]
    public string Credentials { get; init; } = "";

    /// <summary>How long one call may take.</summary>
    [Field("Geduld je Aufruf", Help = "Dauer nach ISO 8601, zum Beispiel PT30S; höchstens PT4M.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest answer.</summary>
    [Field("Größte Antwort in Bytes")]
    public int AnswerBytesMax { get; init; } = 1024 * 1024;

    /// <summary>The value of a credential; null when there is none of that name.</summary>
    public string? Credential(string name) => Credentials
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split('=', 2))
        .FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == name)?[1].Trim();

    /// <summary>Whether calls may go to a host.</summary>
    public bool Allows(string host) => IsOneOf(AllowedHosts, host) || IsOneOf(InternalHosts, host);

    /// <summary>Whether a host may be at a private address: it is named as internal, or allowed by that very address.</summary>
    public bool AllowsPrivate(string host) =>
        IsOneOf(InternalHosts, host) || (IPAddress.TryParse(host.Trim('[', ']'), out _) && IsOneOf(AllowedHosts, host));

    private static bool IsOneOf(IReadOnlyList<string> hosts, string host) => hosts.Any(allowed =>
        allowed.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(host, allowed, StringComparison.OrdinalIgnoreCase));
}

internal sealed class HttpSettingsValidator : AbstractValidator<HttpSettings>
{
    private static readonly TimeSpan TimeoutMax = TimeSpan.FromMinutes(4);
    private const int AnswerMax = 20 * 1024 * 1024;

    public HttpSettingsValidator()
    {
        RuleFor(settings => settings.Timeout).GreaterThan(TimeSpan.Zero).LessThanOrEqualTo(TimeoutMax);
        RuleFor(settings => settings.AnswerBytesMax).InclusiveBetween(1, AnswerMax);
        RuleForEach(settings => settings.AllowedHosts).Matches(@"^(\*\.)?[A-Za-z0-9.\-:\[\]]+$")
            .WithMessage("„{PropertyValue}“ ist kein Name eines Rechners.");
        RuleForEach(settings => settings.InternalHosts).Matches(@"^(\*\.)?[A-Za-z0-9.\-:\[\]]+$")
            .WithMessage("„{PropertyValue}“ ist kein Name eines Rechners.");
    }
}
