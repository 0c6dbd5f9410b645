using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Procedures;

namespace Kommune.Workflow.Server.Scenarios;

/// <summary><c>test FOLDER…</c>: plays the scenarios of procedures and reports in German.</summary>
public static class TestCommand
{
    /// <summary>Plays every scenario of every folder.</summary>
    /// <param name="folders">Folders of procedures; a folder that holds such folders stands for all of them.</param>
    /// <param name="report">Where the report goes.</param>
    /// <returns>The exit code: 0 all are fulfilled, 1 some are not, 2 something could not be read.</returns>
    public static int Run(IReadOnlyList<string> folders, TextWriter report)
    {
        if (folders.Count == 0)
        {
            report.WriteLine("Bitte nennen Sie den Ordner eines Verfahrens, zum Beispiel: test workflows/idee");
            return 2;
        }

        var tally = new Tally();
        foreach (var folder in folders.SelectMany(Procedures))
        {
            Play(folder, tally, report);
        }

        report.WriteLine();
        report.WriteLine(tally.Summary);
        return tally.ExitCode;
    }

    private static IEnumerable<string> Procedures(string folder)
    {
        var inside = Directory.Exists(folder) && !Directory.EnumerateFiles(folder, "*.bpmn").Any()
            ? Directory.EnumerateDirectories(folder).Where(d => Directory.EnumerateFiles(d, "*.bpmn").Any())
                .Order(StringComparer.Ordinal).ToList()
            : [];
        return inside.Count > 0 ? inside : [folder];
    }

    private static void Play(string path, Tally tally, TextWriter report)
    {
        report.WriteLine(path);
        if (!Directory.Exists(path))
        {
            report.WriteLine("  Den Ordner gibt es nicht.");
            tally.Unreadable++;
            return;
        }

        if (ScenarioFolder.Read(path, out var problems) is not { } folder)
        {
            foreach (var problem in problems)
            {
                report.WriteLine($"  {problem}");
            }

            tally.Unreadable++;
            return;
        }

        foreach (var file in folder.ScenarioFiles)
        {
            PlayFile(folder, file, tally, report);
        }
    }

    private static void PlayFile(ScenarioFolder folder, DeploymentResource file, Tally tally, TextWriter report)
    {
        var name = Path.GetFileName(file.Name);
        report.WriteLine($"  {name}");
        try
        {
            foreach (var scenario in ScenarioParser.Parse(ProcedureFiles.Text(file).TrimStart('\uFEFF')))
            {
                var outcome = ScenarioRun.Of(scenario, folder.Procedure);
                report.WriteLine($"    {(outcome.IsFulfilled ? "ja  " : "NEIN")} {scenario.Title}");
                if (outcome.IsFulfilled)
                {
                    tally.Fulfilled++;
                }
                else
                {
                    report.WriteLine($"         {name}, Zeile {outcome.Line}: {outcome.Deviation}");
                    tally.Deviating++;
                }
            }
        }
        catch (ScenarioFormatException e)
        {
            report.WriteLine($"         {name}, Zeile {e.Line}: {e.Reason}");
            tally.Unreadable++;
        }
    }

    private sealed class Tally
    {
        public int Fulfilled { get; set; }
        public int Deviating { get; set; }
        public int Unreadable { get; set; }

        public int ExitCode => Unreadable > 0 ? 2 : Deviating > 0 ? 1 : 0;

        public string Summary => (Fulfilled, Deviating, Unreadable) switch
        {
            (0, 0, 0) => "Es gibt keine Szenarien.",
            (_, 0, 0) => $"Alle {Fulfilled} Szenarien stimmen.",
            (_, _, 0) => $"{Fulfilled} Szenarien stimmen, {Deviating} nicht.",
            _ => $"{Fulfilled} Szenarien stimmen, {Deviating} nicht; {Unreadable} Dateien oder Ordner ließen sich nicht lesen.",
        };
    }
}
