using System.Text;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Files;

/// <summary>What putting a file down takes.</summary>
public sealed record DropFileInputs
{
    /// <summary>The name of a folder in the plugin's settings.</summary>
    [Field("Ablageordner", Help = "Name eines Ordners aus den Einstellungen der Erweiterung.")]
    public required string Folder { get; init; }

    /// <summary>The file's name.</summary>
    [Field("Dateiname", Help = "Ohne Ordner; eine Datei gleichen Namens wird ersetzt.")]
    public required string FileName { get; init; }

    /// <summary>The key of a file of the case.</summary>
    [Field("Datei", Help = "Schlüssel einer Datei des Vorgangs; ohne Angabe gilt der Text.")]
    public string? File { get; init; }

    /// <summary>The content as text.</summary>
    [Field("Text", Help = "Inhalt, wenn keine Datei des Vorgangs gemeint ist.", Multiline = true)]
    public string? Text { get; init; }
}

/// <summary>What putting a file down gives.</summary>
public sealed record DropFileOutputs([property: Field("Pfad", Help = "Wo die Datei jetzt liegt.")] string Path);

/// <summary>Puts a file into an allowed folder. It appears there complete, under its name, or not at all.</summary>
internal sealed class DropFile(Settings<FilesSettings> settings, IPluginHost host) : Activity<DropFileInputs, DropFileOutputs>
{
    public override ActivityDescription Description { get; } = new()
    {
        Type = "file-drop",
        Name = "Datei ablegen",
        Description = "Legt eine Datei des Vorgangs oder einen Text in einem Ordner ab.",
        Icon = "folder",
    };

    protected override async Task<ActivityResult<DropFileOutputs>> ExecuteAsync(
        DropFileInputs inputs, ActivityContext context, CancellationToken cancellationToken)
    {
        var folder = settings.Current.DropLines.FirstOrDefault(line => line.Left == inputs.Folder).Right;
        if (folder is null)
        {
            return Stuck($"Den Ablageordner „{inputs.Folder}“ gibt es in den Einstellungen der Erweiterung nicht.");
        }

        if (!IsName(inputs.FileName))
        {
            return Stuck($"„{inputs.FileName}“ ist kein möglicher Dateiname.");
        }

        if (await ContentAsync(inputs, context, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            return Stuck("Der Vorgang hat die genannte Datei nicht, oder es fehlen Datei und Text.");
        }

        var path = Path.Combine(folder, inputs.FileName);
        var hidden = Path.Combine(folder, $".{context.Job.JobKey}.tmp");
        await File.WriteAllBytesAsync(hidden, content, cancellationToken).ConfigureAwait(false);
        File.Move(hidden, path, overwrite: true);
        return Completed(new DropFileOutputs(path));
    }

    // Names that lead elsewhere, that are hidden, or that other systems cannot hold.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 200 && name[0] != '.' && name.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\0', '\n']) < 0;

    private async Task<byte[]?> ContentAsync(DropFileInputs inputs, ActivityContext context, CancellationToken cancellationToken)
    {
        if (inputs.File is not { } key)
        {
            return inputs.Text is null ? null : Encoding.UTF8.GetBytes(inputs.Text);
        }

        var file = await host.Files.ReadAsync(context.Job.InstanceKey, key, cancellationToken).ConfigureAwait(false);
        return file?.Content.ToArray();
    }
}
