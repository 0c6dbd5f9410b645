using Xunit;

namespace Kommune.Workflow.Engine.Tests.Expressions;

/// <summary>The cases of the DMN technology compatibility kit, one test per file of it.</summary>
public sealed class CompatibilityTests(ITestOutputHelper output)
{
    private const string NotThere = "The DMN compatibility kit is not there: set KOMMUNE_CORPORA or put it at ../shared/data.";

    /// <summary>
    /// Results that need code of the Java platform, which the engine does not run: such a function gives null.
    /// </summary>
    private static readonly HashSet<string> Known =
    [
        .. new[]
        {
            "boxed_001", "literal_001", "literal_002", "literal_003", "literal_004", "literal_005", "literal_006",
            "literal_007", "literal_008", "literal_009", "literal_010", "literal_011", "literal_012", "varargs_001",
        }.Select(test => $"0076-feel-external-java/{test}/{test}"),
    ];

    public static TheoryData<string> TestFiles()
    {
        var files = new TheoryData<string>();
        var root = CompatibilityKit.Root ?? "";
        foreach (var file in root.Length > 0
            ? Directory.GetFiles(root, "*-test-*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>())
        {
            files.Add(Path.GetRelativePath(root, file));
        }

        if (files.Count == 0)
        {
            files.Add("");
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(TestFiles))]
    public void Decisions_give_what_the_compatibility_kit_expects(string testFile)
    {
        Assert.SkipWhen(CompatibilityKit.Root is null, NotThere);
        var (passed, failures) = CompatibilityKit.Run(Path.Combine(CompatibilityKit.Root!, testFile), Known);
        output.WriteLine($"{passed} results as expected");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }
}
