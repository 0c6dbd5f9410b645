using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>What a document takes.</summary>
public sealed record MakeDocumentInputs
{
    /// <summary>The name of a deployed text.</summary>
    [Field("Textvorlage", Help = "Name eines Textes des Verfahrens, mit oder ohne .liquid.")]
    public required string Template { get; init; }

    /// <summary>The file's name.</summary>
    [Field("Dateiname", Help = "Zum Beispiel Bescheid.pdf.")]
    public required string FileName { get; init; }

    /// <summary>The title in the document's properties.</summary>
    [Field("Titel", Help = "Titel in den Eigenschaften des Dokuments; ohne Angabe der Betreff oder die erste Überschrift.")]
    public string? Title { get; init; }
}

/// <summary>What a document gives.</summary>
public sealed record MakeDocumentOutputs(
    [property: Field("Datei", Help = "Schlüssel der Datei am Vorgang.")] string File,
    [property: Field("Seiten")] int Pages);

/// <summary>Fills a text template with the case's variables, and attaches it to the case as a PDF.</summary>
internal sealed class MakeDocument(IPluginHost host, Settings<LetterheadSettings> settings)
    : Activity<MakeDocumentInputs, MakeDocumentOutputs>
{
    private const string TemplateEnding = ".liquid";
    private const string FileEnding = ".pdf";

    public override ActivityDescription Description { get; } = new()
    {
        Type = "document-pdf",
        Name = "Dokument erzeugen",
        Description = "Füllt eine Textvorlage mit den Angaben des Vorgangs und legt sie als PDF am Vorgang ab.",
        Icon = "document",
    };

    protected override async Task<ActivityResult<MakeDocumentOutputs>> ExecuteAsync(
        MakeDocumentInputs inputs, ActivityContext context, CancellationToken cancellationToken)
    {
        var name = inputs.Template.EndsWith(TemplateEnding, StringComparison.Ordinal) ? inputs.Template : inputs.Template + TemplateEnding;
        if (await host.Processes.ReadTextAsync(name, cancellationToken).ConfigureAwait(false) is not { } template)
        {
            return Stuck($"Die Textvorlage „{name}“ ist nicht veröffentlicht.");
        }

        try
        {
            var text = LetterText.Parse(LiquidText.Fill(template, context.Job.Variables, context.CaseNumber));
            var (content, pages) = Letter.Write(text, settings.Current, inputs.Title, host.Clock.GetUtcNow());
            var fileName = inputs.FileName.EndsWith(FileEnding, StringComparison.OrdinalIgnoreCase)
                ? inputs.FileName
                : inputs.FileName + FileEnding;
            var key = await host.Files.AddAsync(
                context.Job.InstanceKey,
                new CaseFile(fileName, "application/pdf", content),
                context.IdempotencyKey,
                cancellationToken).ConfigureAwait(false);
            return Completed(new MakeDocumentOutputs(key, pages));
        }
        catch (DocumentException exception)
        {
            return Stuck($"Die Textvorlage „{name}“ ergibt kein Dokument: {exception.Message}");
        }
    }
}

/// <summary>A template cannot become a document; the reason is in German.</summary>
internal sealed class DocumentException(string message) : Exception(message);
