namespace Kommune.Workflow.Benchmarks;

/// <summary>How soon the program answers on a database that is there, and what it holds in memory when nothing happens.</summary>
internal static class HostStart
{
    public static async Task RunAsync(RunSize size)
    {
        var folder = Directory.CreateTempSubdirectory("kommune-bench-").FullName;
        try
        {
            await using (await HostUnderTest.StartAsync(folder))
            {
                // Only makes the database.
            }

            await using var host = await HostUnderTest.StartAsync(folder);
            Figures.Print("host.first_answer", host.FirstAnswer.TotalSeconds, "s");
            await Task.Delay(size.IdleAfter);
            Figures.Print("host.idle_memory", host.Megabytes("VmRSS"), "MB");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
