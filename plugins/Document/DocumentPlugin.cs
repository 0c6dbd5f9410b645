using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>Makes letters and decisions as PDF from text templates.</summary>
public sealed class DocumentPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginBuilder plugin)
    {
        var settings = new Settings<LetterheadSettings>();
        plugin.AddSettings(settings);
        plugin.AddActivity(new MakeDocument(plugin.Host, settings));
    }
}

/// <summary>The municipality's letterhead; a template can say something else.</summary>
public sealed record LetterheadSettings
{
    /// <summary>The municipality's name.</summary>
    [Field("Behörde", Help = "Steht groß über dem Schreiben, zum Beispiel Stadt Beispielstadt.")]
    public string Authority { get; init; } = "";

    /// <summary>The sender's line above the address.</summary>
    [Field("Absenderzeile", Help = "Steht klein über der Anschrift: Name, Straße, Ort in einer Zeile.")]
    public string Sender { get; init; } = "";

    /// <summary>Bank account, opening hours and the like.</summary>
    [Field("Fußzeilen", Help = "Höchstens vier Zeilen am Fuß der ersten Seite, zum Beispiel Bankverbindung.", Multiline = true)]
    public string Footer { get; init; } = "";
}
