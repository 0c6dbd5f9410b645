using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Forms;

namespace Kommune.Workflow.Server.Scenarios;

/// <summary>A procedure's folder (<c>workflows/…</c>), read to play its scenarios.</summary>
public sealed class ScenarioFolder
{
    private readonly Dictionary<string, FormSchema> forms;

    private ScenarioFolder(string path, ImmutableArray<ProcessGraph> processes, Dictionary<string, FormSchema> forms)
    {
        Path = path;
        this.forms = forms;
        Procedure = new ScenarioProcedure(processes, Check);
    }

    public string Path { get; }

    public ScenarioProcedure Procedure { get; }

    /// <summary>Reads models and forms.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="problems">What keeps it from being deployed, in German, each with its file; then the result is null.</param>
    public static ScenarioFolder? Read(string path, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        problems = found;
        var processes = ImmutableArray.CreateBuilder<ProcessGraph>();
        foreach (var file in Files(path, "*.bpmn"))
        {
            var compiled = BpmnCompiler.Compile(File.ReadAllBytes(file));
            processes.AddRange(compiled.Processes);
            found.AddRange(compiled.Findings.Where(finding => finding.Severity == FindingSeverity.Error)
                .Select(finding => $"{System.IO.Path.GetFileName(file)}, Zeile {finding.Line}: {finding.Message}"));
        }

        var forms = new Dictionary<string, FormSchema>(StringComparer.Ordinal);
        foreach (var file in Files(System.IO.Path.Combine(path, "forms"), "*.form.json"))
        {
            var name = System.IO.Path.GetFileName(file);
            if (FormSchema.Parse(File.ReadAllText(file), out var errors) is { } form)
            {
                forms.Add(name[..^".form.json".Length], form);
            }

            found.AddRange(errors.Select(error => $"{name}: {error}"));
        }

        if (found.Count == 0 && processes.Count == 0)
        {
            found.Add("In diesem Ordner liegt kein Prozess (*.bpmn).");
        }

        return found.Count == 0 ? new ScenarioFolder(path, processes.ToImmutable(), forms) : null;
    }

    /// <summary>The scenario files, by name.</summary>
    public IReadOnlyList<string> ScenarioFiles => Files(System.IO.Path.Combine(Path, "scenarios"), "*.yaml");

    private static IReadOnlyList<string> Files(string folder, string pattern) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)]
        : [];

    private CheckedAnswers Check(string formId, FeelContext answers)
    {
        if (!forms.TryGetValue(formId, out var form))
        {
            return new CheckedAnswers(answers, [$"Das Formular „{formId}“ fehlt im Ordner „forms“."]);
        }

        var submission = form.Check(JsonNode.Parse(FeelJson.ToJson(answers))!.AsObject());
        return new CheckedAnswers(
            (FeelContext)FeelJson.Parse(submission.Answers.ToJsonString()),
            [.. submission.Errors.SelectMany(field => field.Value.Select(error => $"{field.Key}: {error}"))]);
    }
}
