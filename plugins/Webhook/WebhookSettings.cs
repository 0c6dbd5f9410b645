using System.Text.RegularExpressions;
using FluentValidation;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Webhook;

/// <summary>Which webhooks there are, and their secrets.</summary>
public sealed partial record WebhookSettings
{
    /// <summary>Lines of <c>name=https://…</c>.</summary>
    [Field("Ziele", Help = "Eine Zeile je Ziel: Name=Adresse, zum Beispiel kasse=https://kasse.stadt.example/hook.", Multiline = true)]
    public string Targets { get; init; } = "";

    /// <summary>Lines of <c>name=start process</c> or <c>name=message name</c>, with a correlation expression if needed.</summary>
    [Field(
        "Eingänge",
        Help = "Eine Zeile je Eingang: Name=start Prozess, oder Name=nachricht Name, oder Name=nachricht Name =Ausdruck für die Zuordnung.",
        Multiline = true)]
    public string Inlets { get; init; } = "";

    /// <summary>Lines of <c>name=secret</c>.</summary>
    [Field(
        "Geheimnisse",
        Help = "Eine Zeile je Ziel und Eingang: Name=Geheimnis, mindestens 16 Zeichen. Ohne Geheimnis ist ein Eingang geschlossen.",
        Secret = true,
        Multiline = true)]
    public string Secrets { get; init; } = "";

    /// <summary>How long a target may take to answer.</summary>
    [Field("Geduld je Sendung", Help = "Dauer nach ISO 8601, zum Beispiel PT20S.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    internal Uri? Target(string name) => Lines(Targets).TryGetValue(name, out var url) ? new Uri(url) : null;

    internal string? Secret(string name) => Lines(Secrets).GetValueOrDefault(name);

    internal Inlet? Inlet(string name) => Lines(Inlets).TryGetValue(name, out var text) ? ParseInlet(text) : null;

    internal static IReadOnlyDictionary<string, string> Lines(string text)
    {
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            lines[parts[0]] = parts.ElementAtOrDefault(1) ?? "";
        }

        return lines;
    }

    internal static Inlet? ParseInlet(string text) => InletText().Match(text) is { Success: true } match
        ? new Inlet(match.Groups[1].Value == "start", match.Groups[2].Value, match.Groups[3] is { Success: true } key ? key.Value : null)
        : null;

    [GeneratedRegex(@"^(start|nachricht)\s+([^\s=]+)(?:\s+=\s*(.+))?$")]
    private static partial Regex InletText();
}

/// <summary>What a delivery does.</summary>
/// <param name="Starts">Whether it starts a process; otherwise it publishes a message.</param>
/// <param name="Name">The process's id, or the message's name.</param>
/// <param name="CorrelationKey">FEEL over the delivery's content; null: by name alone.</param>
internal sealed record Inlet(bool Starts, string Name, string? CorrelationKey);

internal sealed class WebhookSettingsValidator : AbstractValidator<WebhookSettings>
{
    private const int SecretLengthMin = 16;

    public WebhookSettingsValidator()
    {
        RuleFor(s => s.Targets).Must(text => WebhookSettings.Lines(text).Values
                .All(url => Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme is "https" or "http"))
            .WithMessage("Jede Zeile der Ziele braucht einen Namen und eine vollständige Adresse: Name=https://…");
        RuleFor(s => s.Inlets).Must(text => WebhookSettings.Lines(text).Values.All(line => WebhookSettings.ParseInlet(line) is not null))
            .WithMessage("Jede Zeile der Eingänge heißt „Name=start Prozess“ oder „Name=nachricht Name“.");
        RuleFor(s => s.Secrets).Must(text => WebhookSettings.Lines(text).Values.All(secret => secret.Length >= SecretLengthMin))
            .WithMessage($"Ein Geheimnis hat mindestens {SecretLengthMin} Zeichen.");
        RuleFor(s => s.Timeout).InclusiveBetween(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(4));
    }
}
