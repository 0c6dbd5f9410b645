using Kommune.Workflow.Runtime;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Hosting;

/// <summary><c>verify-history</c>: proves that nobody changed the record of any case.</summary>
internal static class VerifyHistory
{
    /// <summary>Prints what was checked.</summary>
    /// <param name="arguments"><c>--data</c> or <c>--postgres</c>, as for the server.</param>
    /// <returns>The exit code: 0 when every chain holds, 1 when one is broken.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(arguments).Build();
        var options = ServerOptions.Read(settings);
        var services = new ServiceCollection().AddLogging().AddStorage(new StorageOptions
        {
            DataDirectory = options.DataFolder,
            PostgresConnectionString = options.PostgresConnection,
        });
        await using var provider = services.AddSingleton<InstanceHistory>().BuildServiceProvider();
        var result = await provider.GetRequiredService<InstanceHistory>().VerifyAsync();
        if (result.Break is { } broken)
        {
            Console.WriteLine($"Die Aufzeichnung des Vorgangs {broken.Instance} ist ab Eintrag {broken.Entry} verändert.");
            return 1;
        }

        Console.WriteLine($"Geprüft: {result.Entries} Einträge in {result.Instances} Vorgängen. Alle Aufzeichnungen sind unverändert.");
        return 0;
    }
}
