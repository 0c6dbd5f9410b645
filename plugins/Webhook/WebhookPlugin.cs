using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Webhook;

/// <summary>Webhooks in and out, signed as the Standard Webhooks specification says.</summary>
public sealed class WebhookPlugin : IPlugin
{
    /// <summary>The largest delivery taken in, in bytes.</summary>
    public const int BodyBytesMax = 256 * 1024;

    /// <inheritdoc/>
    public void Configure(IPluginBuilder plugin)
    {
        var settings = new Settings<WebhookSettings>(new WebhookSettingsValidator());
        var inbox = new WebhookInbox(settings, plugin.Host);
        plugin.AddSettings(settings);
        plugin.AddActivity(new SendWebhook(settings, plugin.Host.Clock));
        plugin.AddEndpoint(new PluginEndpoint
        {
            Method = "POST",
            Path = "in/{name}",
            Access = Access.Anyone,
            BodyBytesMax = BodyBytesMax,
            Handle = inbox.TakeAsync,
        });
    }
}
