using FluentValidation;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Files;

/// <summary>Which folders are used.</summary>
public sealed record FilesSettings
{
    /// <summary>Lines of <c>name=folder</c>.</summary>
    [Field("Ablageordner", Help = "Eine Zeile je Ordner: Name=/voller/Pfad. Nur dorthin legen Verfahren Dateien.", Multiline = true)]
    public string Drops { get; init; } = "";

    /// <summary>Lines of <c>folder=process</c>.</summary>
    [Field(
        "Überwachte Ordner",
        Help = "Eine Zeile je Ordner: /voller/Pfad=Prozess. Jede neue Datei beginnt einen Vorgang und wandert in „erledigt“.",
        Multiline = true)]
    public string Watches { get; init; } = "";

    internal IReadOnlyList<(string Left, string Right)> DropLines => Lines(Drops);

    internal IReadOnlyList<(string Left, string Right)> WatchLines => Lines(Watches);

    internal string? Missing() => DropLines.Select(line => line.Right).Concat(WatchLines.Select(line => line.Left))
        .FirstOrDefault(folder => !Directory.Exists(folder));

    internal static IReadOnlyList<(string Left, string Right)> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
            .Select(parts => (parts[0], parts.ElementAtOrDefault(1) ?? ""))];
}

internal sealed class FilesSettingsValidator : AbstractValidator<FilesSettings>
{
    public FilesSettingsValidator()
    {
        RuleFor(s => s.Drops)
            .Must(text => FilesSettings.Lines(text).All(line => line.Left.Length > 0 && Path.IsPathFullyQualified(line.Right)))
            .WithMessage("Jede Zeile der Ablageordner heißt Name=/voller/Pfad.");
        RuleFor(s => s.Watches)
            .Must(text => FilesSettings.Lines(text).All(line => Path.IsPathFullyQualified(line.Left) && line.Right.Length > 0))
            .WithMessage("Jede Zeile der überwachten Ordner heißt /voller/Pfad=Prozess.");
    }
}
