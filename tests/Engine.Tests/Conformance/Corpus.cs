using Xunit;

namespace Kommune.Workflow.Engine.Tests.Conformance;

/// <summary>Finds the third-party test data, which lies outside the repository.</summary>
internal static class Corpus
{
    /// <summary>A folder of the corpora, or null when the data are not on this machine.</summary>
    public static string? Find(string folder)
    {
        var candidates = new List<string>();
        if (Environment.GetEnvironmentVariable("KOMMUNE_CORPORA") is { Length: > 0 } root)
        {
            candidates.Add(Path.Combine(root, folder));
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Kommune.Workflow.sln")))
            {
                candidates.Add(Path.Combine(directory.FullName, "..", "shared", "data", folder));
            }
        }

        return candidates.Find(Directory.Exists);
    }

    /// <summary>The folder; the test is skipped with this reason when it is not there.</summary>
    public static string Require(string folder)
    {
        var found = Find(folder);
        Assert.SkipUnless(
            found is not null, $"The corpus '{folder}' is not there: set KOMMUNE_CORPORA or put it at ../shared/data.");
        return found!;
    }
}
