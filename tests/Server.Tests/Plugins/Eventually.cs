using Xunit;

namespace Kommune.Workflow.Server.Tests.Plugins;

/// <summary>Waits for what the server does by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    /// <summary>Looks until there is something.</summary>
    public static async Task<T> FindAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        var until = TimeProvider.System.GetUtcNow() + PatienceMax;
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            Assert.True(TimeProvider.System.GetUtcNow() < until, "What was waited for did not happen.");
            await Task.Yield();
        }
    }
}
