using System.Xml.Linq;
using Xunit;

namespace Kommune.Workflow.Repo.Tests;

/// <summary>A project exists only to forbid a reference: these are the forbidden ones.</summary>
public class RoomsTests
{
    private static readonly string[] Rooms =
        ["Sdk", "Expressions", "Definitions", "Execution", "Runtime", "Testing", "Storage", "Server"];

    [Fact]
    public void Every_room_of_the_engine_references_only_rooms_before_it()
    {
        foreach (var (room, index) in Rooms.Select((room, index) => (room, index)))
        {
            var references = References($"engine/Kommune.Workflow.{room}/Kommune.Workflow.{room}.csproj");
            Assert.All(references, name => Assert.InRange(Array.IndexOf(Rooms, name.Split('.')[^1]), 0, index - 1));
        }
    }

    [Fact]
    public void The_engine_has_exactly_these_rooms() =>
        Assert.Equal(
            Rooms.Select(room => $"Kommune.Workflow.{room}").Order(StringComparer.Ordinal),
            Directory.GetDirectories(Path.Combine(RepositoryFiles.Root, "engine")).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));

    [Fact]
    public void Plugins_see_the_Sdk_only()
    {
        var plugins = RepositoryFiles.WithExtension(".csproj")
            .Where(path => path.StartsWith("plugins/", StringComparison.Ordinal) && !IsTemplate(path));
        Assert.All(plugins, plugin => Assert.Equal(["Kommune.Workflow.Sdk"], References(plugin)));
    }

    [Theory]
    [InlineData("Sdk", "FluentValidation,Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Expressions", "")]
    [InlineData("Definitions", "DotLiquid,Jint")]
    [InlineData("Execution", "MessagePack,Microsoft.NET.StringTools,Microsoft.CodeAnalysis.BannedApiAnalyzers,YamlDotNet")]
    public void The_pure_rooms_know_no_framework_that_does_io(string room, string allowed)
    {
        var project = XDocument.Parse(RepositoryFiles.Read($"engine/Kommune.Workflow.{room}/Kommune.Workflow.{room}.csproj"));
        var packages = project.Descendants("PackageReference").Select(e => e.Attribute("Include")!.Value);
        Assert.All(packages, package => Assert.Contains(package, allowed.Split(',')));
        Assert.Empty(project.Descendants("FrameworkReference"));
    }

    [Fact]
    public void Package_versions_stand_in_one_place()
    {
        foreach (var project in RepositoryFiles.WithExtension(".csproj").Where(path => !IsTemplate(path)))
        {
            var references = XDocument.Parse(RepositoryFiles.Read(project)).Descendants("PackageReference");
            Assert.All(references, reference => Assert.Null(reference.Attribute("Version")));
            Assert.True(
                File.Exists(Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(project)!, "packages.lock.json")),
                $"{project} has no lock file");
        }
    }

    /// <summary>What integrators' projects are made from lies outside of our build.</summary>
    private static bool IsTemplate(string path) => path.StartsWith("plugins/template/", StringComparison.Ordinal);

    private static List<string> References(string project) =>
        XDocument.Parse(RepositoryFiles.Read(project)).Descendants("ProjectReference")
            .Select(e => Path.GetFileNameWithoutExtension(e.Attribute("Include")!.Value.Replace('\\', '/'))).ToList();
}
