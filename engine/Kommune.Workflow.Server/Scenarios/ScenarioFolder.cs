using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Forms;
using Kommune.Workflow.Server.Procedures;

namespace Kommune.Workflow.Server.Scenarios;

/// <summary>The files of a procedure (a folder in <c>workflows/</c>, or a draft), read to play its scenarios.</summary>
public sealed class ScenarioFolder
{
    private readonly Dictionary<string, FormSchema> forms;

    private readonly List<DmnModel> decisions;

    private ScenarioFolder(
        IReadOnlyList<DeploymentResource> files,
        ImmutableArray<ProcessGraph> processes,
        Dictionary<string, FormSchema> forms,
        List<DmnModel> decisions)
    {
        this.forms = forms;
        this.decisions = decisions;
        ScenarioFiles = [.. files.Where(file => ProcedureFiles.IsScenario(file.Name))];
        Procedure = new ScenarioProcedure(processes, Check, FindDecision);
    }

    public ScenarioProcedure Procedure { get; }

    /// <summary>The scenario files, by name.</summary>
    public IReadOnlyList<DeploymentResource> ScenarioFiles { get; }

    /// <summary>Reads models, forms and decisions of a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="problems">What keeps it from being deployed, in German, each with its file; then the result is null.</param>
    public static ScenarioFolder? Read(string path, out IReadOnlyList<string> problems) => Of(
        ProcedureFiles.Sorted(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Select(file => (File: file, Name: Path.GetRelativePath(path, file).Replace('\\', '/')))
            .Where(file => ProcedureFiles.IsAllowed(file.Name))
            .Select(file => new DeploymentResource(file.Name, File.ReadAllBytes(file.File)))),
        out problems);

    /// <summary>Reads models, forms and decisions.</summary>
    /// <param name="files">All files of the procedure, by path.</param>
    /// <param name="problems">What keeps it from being deployed, in German, each with its file; then the result is null.</param>
    public static ScenarioFolder? Of(IReadOnlyList<DeploymentResource> files, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        problems = found;
        var content = DeploymentCheck.Read(files);
        found.AddRange(content.Findings.Where(f => f.Finding.Severity == FindingSeverity.Error)
            .Select(f => f.Finding.Line > 0
                ? $"{f.ResourceName}, Zeile {f.Finding.Line}: {f.Finding.Message}"
                : $"{f.ResourceName}: {f.Finding.Message}"));
        var forms = new Dictionary<string, FormSchema>(StringComparer.Ordinal);
        foreach (var (file, id) in content.Forms)
        {
            var json = ProcedureFiles.Text(files.First(f => f.Name == file)).TrimStart('\uFEFF');
            if (FormSchema.Parse(json, out var errors) is { } form)
            {
                forms.TryAdd(id, form);
            }

            found.AddRange(errors.Select(error => $"{file}: {error}"));
        }

        if (found.Count == 0 && content.Processes.Count == 0)
        {
            found.Add("In diesem Ordner liegt kein Prozess (*.bpmn).");
        }

        return found.Count == 0
            ? new ScenarioFolder(
                files, [.. content.Processes.Select(p => p.Part)], forms, [.. content.Decisions.Select(d => d.Part)])
            : null;
    }

    /// <summary>The document of a form, for showing it; null: there is none.</summary>
    public JsonObject? FormDocument(string? formId) => formId is null ? null : forms.GetValueOrDefault(formId)?.Document;

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
