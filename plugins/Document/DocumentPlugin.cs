using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Document;

/// <summary>Makes PDF documents from text templates.</summary>
public sealed class DocumentPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginBuilder plugin) => plugin.AddActivity(new MakeDocument(plugin.Host));
}
