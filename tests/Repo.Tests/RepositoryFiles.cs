namespace Kommune.Workflow.Repo.Tests;

/// <summary>The files of the repository as a reader sees them: nothing built, nothing installed.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] NotOurs =
        ["bin", "obj", "node_modules", "dist", ".git", "data", "TestResults", "BenchmarkDotNet.Artifacts", "screenshots"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file with one of the extensions, relative to the root, with forward slashes.</summary>
    public static IEnumerable<string> WithExtension(params string[] extensions) =>
        Walk(Root).Where(path => extensions.Contains(Path.GetExtension(path)))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));

    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    public static IEnumerable<(int Number, string Text)> Lines(string relativePath) =>
        File.ReadLines(Path.Combine(Root, relativePath)).Select((text, index) => (index + 1, text));

    /// <summary>Source that a tool writes: rules of style do not apply to it.</summary>
    public static bool IsGenerated(string path) =>
        path.Contains("/Migrations/", StringComparison.Ordinal) || path.Contains(".g.", StringComparison.Ordinal)
        || path.EndsWith(".d.ts", StringComparison.Ordinal);

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(sub => !NotOurs.Contains(Path.GetFileName(sub))).SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kommune.Workflow.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException("Expected the tests to run inside the repository, but found no solution above them.");
    }
}
