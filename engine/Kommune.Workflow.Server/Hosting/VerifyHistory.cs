using Kommune.Workflow.Runtime;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Hosting;

/// <summary><c>verify-history</c>: proves that nobody changed the record of any case.</summary>
public static class VerifyHistory
{
    /// <summary>Prints what was checked.</summary>
    /// <param name="arguments"><c>--data</c> or <c>--postgres</c>, as for the server.</param>
    /// <param name="output">Where the report goes.</param>
    /// <returns>The exit code: 0 when every chain holds, 1 when one is broken, 2 when there is no database to check.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .AddEnvironmentVariables().AddCommandLine(arguments).Build();
        var options = ServerOptions.Read(settings);
        var services = new ServiceCollection().AddLogging().AddStorage(new StorageOptions
        {
            DataDirectory = options.DataFolder,
            PostgresConnectionString = options.PostgresConnection,
        });
        await using var provider = services.AddSingleton<InstanceHistory>().BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        if (!await database.Database.CanConnectAsync())
        {
            await output.WriteLineAsync("Es gibt keine Datenbank zu prüfen. Nennen Sie sie mit --data oder --postgres.");
            return 2;
        }

        var result = await provider.GetRequiredService<InstanceHistory>().VerifyAsync();
        if (result.Break is { } broken)
        {
            var number = await database.Instances.IgnoreQueryFilters()
                .Where(i => i.Key == broken.Instance.Value).Select(i => i.CaseNumber).SingleOrDefaultAsync();
            await output.WriteLineAsync(
                $"Die Aufzeichnung des Vorgangs {broken.Instance.Value} ({number ?? "ohne Aktenzeichen"}) ist ab Eintrag "
                + $"{broken.Entry} verändert.");
            return 1;
        }

        await output.WriteLineAsync(
            $"Geprüft: {result.Entries} Einträge in {result.Instances} Vorgängen. Alle Aufzeichnungen sind unverändert.");
        return 0;
    }
}
