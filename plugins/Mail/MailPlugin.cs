using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mail;

/// <summary>Mails out of procedures, and cases out of a mailbox.</summary>
public sealed class MailPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginBuilder plugin)
    {
        var settings = new Settings<MailboxSettings>(new MailboxSettingsValidator());
        var mailbox = new Mailbox(settings, plugin.Host);
        plugin.AddSettings(settings);
        plugin.AddActivity(new SendMail(plugin.Host));
        plugin.AddBackgroundWork(new BackgroundWork("mailbox", RunsOn.OneNode, mailbox.WatchAsync));
        plugin.AddHealthCheck("Postfach", _ => Task.FromResult(mailbox.Problem is { } problem
            ? new PluginHealth(HealthState.Degraded, problem)
            : PluginHealth.Ok));
    }
}
