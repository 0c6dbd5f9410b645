using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Forms;

namespace Kommune.Workflow.Server.Scenarios;

/// <summary>A procedure's folder (<c>workflows/…</c>), read to play its scenarios.</summary>
public sealed class ScenarioFolder
{
    private readonly Dictionary<string, FormSchema> forms;

    private readonly List<DmnModel> decisions;

    private ScenarioFolder(
        string path, ImmutableArray<ProcessGraph> processes, Dictionary<string, FormSchema> forms, List<DmnModel> decisions)
    {
        Path = path;
        this.forms = forms;
        this.decisions = decisions;
        Procedure = new ScenarioProcedure(processes, Check, FindDecision);
    }

    public string Path { get; }

    public ScenarioProcedure Procedure { get; }

    /// <summary>Reads models, forms and decisions.</summary>
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

        var decisions = new List<DmnModel>();
        foreach (var file in Files(System.IO.Path.Combine(path, "decisions"), "*.dmn"))
        {
            ReadDecisions(file, decisions, found);
        }

        if (found.Count == 0 && processes.Count == 0)
        {
            found.Add("In diesem Ordner liegt kein Prozess (*.bpmn).");
        }

        return found.Count == 0 ? new ScenarioFolder(path, processes.ToImmutable(), forms, decisions) : null;
    }

    private static void ReadDecisions(string file, List<DmnModel> decisions, List<string> problems)
    {
        var name = System.IO.Path.GetFileName(file);
        try
        {
            using var stream = File.OpenRead(file);
            var model = DmnModel.Compile(stream);
            decisions.Add(model);
            problems.AddRange(model.Findings.Select(finding => $"{name}, Zeile {finding.Line}: {finding.Message}"));
        }
        catch (DmnFormatException e)
        {
            problems.Add($"{name}: {e.Message}");
        }
    }

    /// <summary>The scenario files, by name.</summary>
    public IReadOnlyList<string> ScenarioFiles => Files(System.IO.Path.Combine(Path, "scenarios"), "*.yaml");

    private static IReadOnlyList<string> Files(string folder, string pattern) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)]
        : [];

    /// <remarks>A folder is deployed as one: there is one version of each decision.</remarks>
    private CalledDecision? FindDecision(string decisionId, Binding binding, string? versionTag)
    {
        var index = decisions.FindIndex(model => model.FindDecision(decisionId) is not null);
        return index < 0 ? null : CalledDecision.Of(index + 1, decisions[index].FindDecision(decisionId)!);
    }

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
