using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution.Scenarios;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Forms;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Something about a procedure's files that its owner should change (error: must, before it can be published).</summary>
/// <param name="File">The file; empty: the procedure.</param>
/// <param name="ElementId">The element of the model, or null.</param>
/// <param name="ElementName">Its name, or null.</param>
/// <param name="Rule">The rule's stable name.</param>
/// <param name="Severity">Only errors keep a procedure from being published.</param>
/// <param name="Message">A German sentence.</param>
/// <param name="Line">1-based; null: unknown.</param>
/// <param name="Advice">What to do about it in the editor; null: the message says all.</param>
public sealed record ProcedureFinding(
    string File, string? ElementId, string? ElementName, string Rule, FindingSeverity Severity, string Message, int? Line,
    string? Advice);

/// <summary>Checks all files of a procedure together, whether they are saved or not.</summary>
internal sealed class ProcedureFindings(ForeignParts foreign, ReferenceFindings references)
{
    public async Task<IReadOnlyList<ProcedureFinding>> OfAsync(
        string procedureId, int? basedOn, IReadOnlyList<DeploymentResource> files, CancellationToken cancellation)
    {
        var content = DeploymentCheck.Read(files);
        var findings = content.Findings
            .Concat(FormFindings.Of(files))
            .Concat(Scenarios(files))
            .Concat(await references.OfAsync(procedureId, basedOn, files, content, cancellation))
            .Concat(await foreign.FindingsAsync(procedureId, files, content, cancellation))
            .ToList();
        var names = ElementNames.Of(files);
        return
        [
            .. findings
                .OrderByDescending(f => f.Finding.Severity).ThenBy(f => f.ResourceName, StringComparer.Ordinal).ThenBy(f => f.Finding.Line)
                .Select(f => new ProcedureFinding(
                    f.ResourceName,
                    f.Finding.ElementId,
                    f.Finding.ElementId is { } id ? names.GetValueOrDefault((f.ResourceName, id)) : null,
                    f.Finding.Rule,
                    f.Finding.Severity,
                    f.Finding.Message,
                    f.Finding.Line > 0 ? f.Finding.Line : null,
                    FindingAdvice.Find(f.Finding.Rule))),
        ];
    }

    private static IEnumerable<DeploymentFinding> Scenarios(IReadOnlyList<DeploymentResource> files)
    {
        foreach (var file in files.Where(file => ProcedureFiles.IsScenario(file.Name)))
        {
            Finding? problem = null;
            try
            {
                ScenarioParser.Parse(ProcedureFiles.Text(file));
            }
            catch (ScenarioFormatException e)
            {
                problem = new Finding(
                    FindingSeverity.Warning,
                    "kommune.scenario-unreadable",
                    null,
                    e.Line,
                    $"Das Szenario lässt sich nicht lesen: {e.Reason}");
            }

            if (problem is not null)
            {
                yield return new DeploymentFinding(file.Name, problem);
            }
        }
    }
}
