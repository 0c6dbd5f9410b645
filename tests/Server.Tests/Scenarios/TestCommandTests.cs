using Kommune.Workflow.Server.Scenarios;
using Kommune.Workflow.Server.Tests.Ideas;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Scenarios;

public sealed class TestCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-workflow-");
    private readonly StringWriter report = new();

    [Fact]
    public void The_repositorys_procedures_are_reported_as_fulfilled()
    {
        Assert.Equal(0, TestCommand.Run([Path.Combine(IdeaServer.Repository, "workflows")], report));
        Assert.Contains("ja   Der Zirkel verwirft die Idee mit einem Grund", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deviation_is_reported_with_file_and_line()
    {
        Write("process.bpmn", File.ReadAllText(Path.Combine(IdeaServer.Repository, "workflows/mitteilung/process.bpmn")));
        Write(
            "scenarios/eines.yaml",
            "szenarien:\n  - szenario: Falsch\n    schritte:\n      - start: mitteilung\n      - erwarte: { beendet: nein }\n");

        Assert.Equal(1, TestCommand.Run([folder.FullName], report));
        Assert.Contains(
            "eines.yaml, Zeile 5: Beendet: erwartet war nein, es ist aber ja.", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("0 Szenarien stimmen, 1 nicht.", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_reported()
    {
        Write("process.bpmn", File.ReadAllText(Path.Combine(IdeaServer.Repository, "workflows/mitteilung/process.bpmn")));
        Write("scenarios/kaputt.yaml", "szenarien:\n  - szenario: Falsch\n    schritte:\n      - hüpfe: hoch\n");

        Assert.Equal(2, TestCommand.Run([folder.FullName], report));
        Assert.Contains("kaputt.yaml, Zeile 4: Der Schritt hat kein Schlüsselwort.", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, TestCommand.Run([Path.Combine(folder.FullName, "fehlt")], report));
        Assert.Equal(2, TestCommand.Run([], report));
    }

    public void Dispose()
    {
        folder.Delete(recursive: true);
        report.Dispose();
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
