using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.BrokenPlugin;

/// <summary>Does what a plugin must not do.</summary>
public sealed class Plugin : IPlugin
{
    private readonly string behaviour =
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(typeof(Plugin).Assembly.Location)!, "behaviour")).Trim();

    public Plugin()
    {
        if (behaviour == "throws-when-made")
        {
            throw new InvalidOperationException("Der Konstruktor wirft.");
        }

        if (behaviour == "never-starts")
        {
            WaitForEver();
        }
    }

    public void Configure(IPluginBuilder plugin)
    {
        switch (behaviour)
        {
            case "throws-when-configured":
                throw new InvalidOperationException("Configure wirft.");
            case "misses-a-dependency":
                UseDependency();
                break;
            case "bad-migration":
                plugin.AddTables(new Migration(1, $"create table {plugin.Manifest.Id.Replace('-', '_')}_x (id text, id text)"));
                break;
            case "misbehaves-at-work":
                MisbehaveAtWork(plugin);
                break;
        }
    }

    private static void WaitForEver()
    {
        using var never = new ManualResetEvent(false);
        never.WaitOne();
    }

    private static void UseDependency() => UglyToad.PdfPig.PdfDocument.Open([]).Dispose();

    private static void MisbehaveAtWork(IPluginBuilder plugin)
    {
        plugin.AddActivity(new Throws());
        plugin.AddBackgroundWork(new BackgroundWork("crash", RunsOn.OneNode, _ => throw new InvalidOperationException("Arbeit wirft.")));
        plugin.AddHealthCheck("blockiert", cancellation =>
        {
            WaitForEver(); // Does not heed its token.
            return Task.FromResult(PluginHealth.Ok);
        });
        plugin.AddHealthCheck("wirft", _ => throw new InvalidOperationException("Prüfung wirft."));
        plugin.AddEndpoint(new PluginEndpoint
        {
            Method = "GET",
            Path = "crash",
            Access = Access.SignedIn,
            Handle = (_, _) => throw new InvalidOperationException("Anfrage wirft."),
        });
    }

    private sealed class Throws : Activity<Nothing, Nothing>
    {
        public override ActivityDescription Description { get; } =
            new() { Type = "broken-throw", Name = "Werfen", Description = "Wirft." };

        protected override Task<ActivityResult<Nothing>> ExecuteAsync(
            Nothing inputs, ActivityContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Die Tätigkeit wirft.");
    }
}
