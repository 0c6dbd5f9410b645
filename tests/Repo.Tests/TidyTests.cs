using System.Text.RegularExpressions;
using Xunit;

namespace Kommune.Workflow.Repo.Tests;

/// <summary>House style as a test: what a reader would otherwise have to say in every review.</summary>
public partial class TidyTests
{
    private const int LineLengthMax = 140;
    private const int FileLinesMax = 600;

    [Fact]
    public void No_source_file_is_longer_than_a_reader_can_hold()
    {
        var tooLong = Sources(".cs", ".ts", ".tsx").Where(path => RepositoryFiles.Lines(path).Count() > FileLinesMax);
        Finding.None(tooLong);
    }

    [Fact]
    public void No_line_is_longer_than_the_screen()
    {
        var findings = from path in Sources(".cs")
                       from line in RepositoryFiles.Lines(path)
                       where line.Text.Length > LineLengthMax
                       select $"{path}:{line.Number} has {line.Text.Length} characters";
        Finding.None(findings);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var findings = from path in Sources(".cs", ".ts", ".tsx", ".bpmn", ".yaml", ".liquid")
                       where !path.EndsWith("/TidyTests.cs", StringComparison.Ordinal)
                       from line in RepositoryFiles.Lines(path)
                       where LeftForLater().IsMatch(line.Text)
                       select $"{path}:{line.Number} {line.Text.Trim()}";
        Finding.None(findings);
    }

    [Fact]
    public void Tests_wait_for_conditions_never_for_time()
    {
        var findings = from path in Sources(".cs", ".ts", ".mjs")
                       where path.StartsWith("tests/", StringComparison.Ordinal)
                       where !path.StartsWith("tests/Benchmarks", StringComparison.Ordinal)
                       where !path.EndsWith("/TidyTests.cs", StringComparison.Ordinal)
                       from line in RepositoryFiles.Lines(path)
                       where Sleeping().IsMatch(line.Text)
                       select $"{path}:{line.Number} {line.Text.Trim()}";
        Finding.None(findings);
    }

    [Fact]
    public void The_engine_waits_by_the_clock_it_is_given()
    {
        var findings = from path in Sources(".cs")
                       where path.StartsWith("engine/", StringComparison.Ordinal)
                       from line in RepositoryFiles.Lines(path)
                       where PlainWait().IsMatch(line.Text)
                       select $"{path}:{line.Number} {line.Text.Trim()}";
        Finding.None(findings);
    }

    [Fact]
    public void Folders_are_named_after_subjects_not_after_kinds_of_code()
    {
        string[] banned =
            ["Services", "Managers", "Models", "Contracts", "Helpers", "Utils", "Extensions", "Enums", "Constants", "utils"];
        var folders = Sources(".cs", ".ts", ".tsx").SelectMany(path => path.Split('/')[..^1]).Distinct();
        Finding.None(folders.Intersect(banned));
    }

    [Fact]
    public void Types_are_named_after_the_thing_not_after_the_pattern()
    {
        var findings = from path in Sources(".cs")
                       from line in RepositoryFiles.Lines(path)
                       let match = PatternName().Match(line.Text)
                       where match.Success
                       select $"{path}:{line.Number} {match.Value}";
        Finding.None(findings);
    }

    [Fact]
    public void No_file_speaks_of_a_machine_or_a_registry()
    {
        var findings = from path in RepositoryFiles.WithExtension(
                           ".cs", ".ts", ".tsx", ".md", ".json", ".yml", ".yaml", ".props", ".csproj", ".mjs", ".js", ".sh", "")
                       where !path.EndsWith("/TidyTests.cs", StringComparison.Ordinal)
                       from line in RepositoryFiles.Lines(path)
                       where MachineOrRegistry().IsMatch(line.Text)
                       select $"{path}:{line.Number} {line.Text.Trim()}";
        Finding.None(findings);
    }

    private static IEnumerable<string> Sources(params string[] extensions) =>
        RepositoryFiles.WithExtension(extensions).Where(path => !RepositoryFiles.IsGenerated(path));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException|eslint-disable|#pragma warning disable")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\(|waitForTimeout|setTimeout\(")]
    private static partial Regex Sleeping();

    // Task.Delay without a TimeProvider as its second argument.
    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\((?!.*, (time|clock|TimeProvider\.System)[,)])")]
    private static partial Regex PlainWait();

    [GeneratedRegex(@"\b(class|record|struct|interface)\s+\w+(Manager|Helper|Helpers|Util|Utils|Impl|Processor)\b")]
    private static partial Regex PatternName();

    [GeneratedRegex(@"/work/|/root/|/home/\w|registry\.npmjs|""resolved"": ""http|nuget\.org/v3")]
    private static partial Regex MachineOrRegistry();
}
