using System.IO.Compression;
using Kommune.Workflow.Server.Procedures;
using Kommune.Workflow.Server.Tests.Ideas;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Procedures;

/// <summary>The procedures of the repository are versions like any other: they open, have no finding and come back unchanged.</summary>
public sealed class FolderProcedureTests(IdeaServer server) : IClassFixture<IdeaServer>
{
    public static TheoryData<string> Procedures() =>
        [.. Directory.EnumerateDirectories(Path.Combine(IdeaServer.Repository, "workflows")).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Procedures))]
    public async Task Procedure_opens_as_draft_without_a_finding_and_exports_its_folder_byte_for_byte(string id)
    {
        using var owner = await server.SignInAsync("prozess");
        await owner.DoAsync($"/api/procedures/{id}/draft", new { replace = true });

        var findings = (await owner.DoAsync($"/api/procedures/{id}/draft/findings"))!.AsArray();
        var ofDraft = await owner.Http.GetByteArrayAsync($"/api/procedures/{id}/draft/export");
        var ofVersion = await owner.Http.GetByteArrayAsync($"/api/procedures/{id}/versions/1/export");

        Assert.True(findings.Count == 0, findings.ToJsonString());
        Assert.Equal(ofVersion, ofDraft);
        Assert.Equal(Folder(id), Unpack(id, ofDraft));
    }

    [Theory]
    [MemberData(nameof(Procedures))]
    public async Task Scenarios_of_a_draft_come_true(string id)
    {
        using var owner = await server.SignInAsync("prozess");
        using (await owner.PostAsync($"/api/procedures/{id}/draft", new { replace = true }))
        {
            var runs = await owner.DoAsync($"/api/procedures/{id}/draft/scenario-runs", new { });

            Assert.NotEmpty(runs!["scenarios"]!.AsArray());
            Assert.All(runs["scenarios"]!.AsArray(), s => Assert.True((bool)s!["passed"]!, s.ToJsonString()));
        }
    }

    /// <summary>Every rule of the compiler, the deployment and the procedures has its advice.</summary>
    [Fact]
    public void Every_rule_has_an_advice_for_process_owners()
    {
        string[] folders = ["Definitions/Bpmn", "Runtime/Definitions", "Server/Forms", "Server/Hosting", "Server/Procedures"];
        var rules = folders
            .SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(IdeaServer.Repository, "engine", "Kommune.Workflow." + folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Where(file => !file.EndsWith("FindingAdvice.cs", StringComparison.Ordinal))
            .SelectMany(file => Rule.Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Append("REF.19").Append("kommune.foreign-process").Append("kommune.foreign-form")
            .Append("kommune.foreign-decision").Append("kommune.foreign-text")
            .Distinct();

        Assert.DoesNotContain(rules, rule => FindingAdvice.Find(rule) is null);
    }

    private static readonly System.Text.RegularExpressions.Regex Rule =
        new("\"(kommune\\.[a-z]+(?:-[a-z]+)*|EXT\\.[0-9]+|XSD\\.[a-z-]+|REF\\.[0-9]+)\"");

    private static SortedDictionary<string, string> Folder(string id)
    {
        var folder = Path.Combine(IdeaServer.Repository, "workflows", id);
        return new(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder, file).Replace('\\', '/'),
            file => Convert.ToHexString(File.ReadAllBytes(file))), StringComparer.Ordinal);
    }

    private static SortedDictionary<string, string> Unpack(string id, byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return new(archive.Entries.ToDictionary(entry => entry.FullName[(id.Length + 1)..], entry =>
        {
            using var stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return Convert.ToHexString(content.ToArray());
        }), StringComparer.Ordinal);
    }
}
