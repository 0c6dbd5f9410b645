using Xunit;

namespace Kommune.Workflow.Repo.Tests;

internal static class Finding
{
    /// <summary>Fails with every finding on a line of its own: the list is the work to be done.</summary>
    public static void None(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all.Prepend($"{all.Count} findings:")));
    }
}
