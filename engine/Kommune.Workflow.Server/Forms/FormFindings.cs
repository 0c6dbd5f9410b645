using System.Text;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Server.Forms;

/// <summary>What is wrong with the forms among files to deploy: a form the server cannot check is not deployed.</summary>
public static class FormFindings
{
    public static IReadOnlyList<DeploymentFinding> Of(IEnumerable<DeploymentResource> resources) =>
        [.. resources.Where(IsForm).SelectMany(resource => Problems(resource)
            .Select(problem => new DeploymentFinding(
                resource.Name, new Finding(FindingSeverity.Error, "kommune.form", problem.Place, Line: 0, problem.Message))))];

    private static bool IsForm(DeploymentResource resource) =>
        resource.Name.EndsWith(".form", StringComparison.OrdinalIgnoreCase)
        || resource.Name.EndsWith(".form.json", StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<FormProblem> Problems(DeploymentResource resource)
    {
        FormSchema.Parse(Encoding.UTF8.GetString(resource.Content).TrimStart('\uFEFF'), out var problems);
        return problems;
    }
}
