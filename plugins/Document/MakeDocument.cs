using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>What a document takes.</summary>
public sealed record MakeDocumentInputs
{
    /// <summary>The name of a deployed text.</summary>
    [Field("Textvorlage", Help = "Name eines Textes aus texts/, mit oder ohne .liquid.")]
    public required string Template { get; init; }

    /// <summary>The file's name.</summary>
    [Field("Dateiname", Help = "Zum Beispiel Bescheid.pdf.")]
    public required string FileName { get; init; }

    /// <summary>The title in the document's properties.</summary>
    [Field("Titel", Help = "Titel in den Eigenschaften des Dokuments.")]
    public string? Title { get; init; }
}

/// <summary>What a document gives.</summary>
public sealed record MakeDocumentOutputs(
    [property: Field("Datei", Help = "Schlüssel der Datei am Vorgang.")] string File,
    [property: Field("Seiten")] int Pages);

/// <summary>Fills a text template with the case's variables, and attaches it to the case as a PDF.</summary>
internal sealed class MakeDocument(IPluginHost host) : Activity<MakeDocumentInputs, MakeDocumentOutputs>
{
    private const string TemplateEnding = ".liquid";

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
            var text = LiquidText.Render(template, context.Job.Variables);
            var (content, pages) = PdfPages.Write(text, inputs.Title ?? inputs.FileName, host.Clock.GetUtcNow());
            var key = await host.Files.AddAsync(
                context.Job.InstanceKey,
                new CaseFile(inputs.FileName, "application/pdf", content),
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
