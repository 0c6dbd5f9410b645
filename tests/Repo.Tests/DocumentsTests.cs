using System.Text.RegularExpressions;
using Xunit;

namespace Kommune.Workflow.Repo.Tests;

/// <summary>Documents that say what is no longer so are worse than none.</summary>
public partial class DocumentsTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("LICENSE")]
    [InlineData("publiccode.yml")]
    [InlineData("docs/glossary.md")]
    [InlineData("docs/benchmarks.md")]
    public void The_document_is_there(string path) => Assert.NotEmpty(RepositoryFiles.Read(path));

    [Fact]
    public void The_architecture_map_stays_a_map() => Assert.InRange(RepositoryFiles.Lines("ARCHITECTURE.md").Count(), 40, 250);

    [Fact]
    public void Every_name_in_the_architecture_map_exists()
    {
        var source = string.Join('\n', RepositoryFiles.WithExtension(".cs", ".ts", ".tsx", ".csproj").Select(RepositoryFiles.Read));
        var files = RepositoryFiles.WithExtension(".cs", ".ts", ".tsx", ".md", ".json", ".bpmn", ".yaml", ".txt", "").ToHashSet();
        var folders = files.SelectMany(Ancestors).ToHashSet();
        var missing = new List<string>();
        foreach (var name in CodeSpan().Matches(RepositoryFiles.Read("ARCHITECTURE.md")).Select(m => m.Groups[1].Value))
        {
            var isPath = name.Contains('/') && !name.Contains(' ') && !name.StartsWith('/');
            var isName = TypeName().IsMatch(name);
            if (isPath && !files.Contains(name) && !folders.Contains(name.TrimEnd('/')))
            {
                missing.Add(name);
            }
            else if (isName && !source.Contains(name, StringComparison.Ordinal))
            {
                missing.Add(name);
            }
        }

        Finding.None(missing);
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var dead = from path in RepositoryFiles.WithExtension(".md")
                   from Match link in Link().Matches(RepositoryFiles.Read(path))
                   let target = link.Groups[1].Value.Split('#')[0]
                   where target.Length > 0 && !target.Contains(':', StringComparison.Ordinal)
                   let full = Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(path)!, target)
                   where !File.Exists(full) && !Directory.Exists(full)
                   select $"{path} → {target}";
        Finding.None(dead);
    }

    /// <summary>They are made by the browser tests: <c>npm run pictures</c> in <c>tests/Browser.Tests</c>.</summary>
    [Fact]
    public void Pictures_of_the_handbook_are_small_and_each_is_shown_on_a_page()
    {
        const int BytesMax = 200 * 1024;
        const string Folder = "docs/handbuch/bilder";
        var pages = string.Concat(RepositoryFiles.WithExtension(".md")
            .Where(path => path.StartsWith("docs/handbuch/", StringComparison.Ordinal)).Select(RepositoryFiles.Read));
        var pictures = Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, Folder)).Select(path => new FileInfo(path)).ToList();

        Assert.NotEmpty(pictures);
        Finding.None(pictures.Where(picture => picture.Length > BytesMax).Select(picture => $"{picture.Name} has {picture.Length} bytes"));
        Finding.None(pictures.Where(picture => !pages.Contains($"(bilder/{picture.Name})", StringComparison.Ordinal))
            .Select(picture => $"{picture.Name} is shown nowhere"));
    }

    private static IEnumerable<string> Ancestors(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("^[A-Z][A-Za-z]+$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
