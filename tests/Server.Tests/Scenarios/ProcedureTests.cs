using System.Text;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Server.Scenarios;
using Kommune.Workflow.Server.Tests.Ideas;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Scenarios;

/// <summary>Every scenario of every procedure in the repository comes true, with its forms.</summary>
public class ProcedureTests
{
    public static TheoryData<string, string> Scenarios()
    {
        var all = new TheoryData<string, string>();
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(IdeaServer.Repository, "workflows")))
        {
            foreach (var file in Read(folder).ScenarioFiles)
            {
                foreach (var scenario in ScenarioParser.Parse(Encoding.UTF8.GetString(file.Content)))
                {
                    all.Add(Path.GetRelativePath(IdeaServer.Repository, Path.Combine(folder, file.Name)), scenario.Title);
                }
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario(string file, string title)
    {
        var path = Path.Combine(IdeaServer.Repository, file);
        var folder = Read(Path.GetDirectoryName(Path.GetDirectoryName(path))!);
        var scenario = ScenarioParser.Parse(File.ReadAllText(path)).Single(s => s.Title == title);

        var outcome = ScenarioRun.Of(scenario, folder.Procedure);

        Assert.True(outcome.IsFulfilled, $"{file}, Zeile {outcome.Line}: {outcome.Deviation}");
    }

    private static ScenarioFolder Read(string folder) =>
        ScenarioFolder.Read(folder, out var problems) ?? throw new InvalidOperationException(string.Join("; ", problems));
}
