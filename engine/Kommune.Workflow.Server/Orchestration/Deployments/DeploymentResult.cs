using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Cluster;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>What a deployment made; an unchanged file is listed with the version it has.</summary>
public sealed record DeploymentResult(string DeploymentKey, string TenantId, IReadOnlyList<DeploymentMetadata> Deployments)
{
    internal static DeploymentResult Of(DeploymentOutcome outcome, long deploymentKey, string tenantId) => new(
        ClusterKey.Text(deploymentKey),
        tenantId,
        [
            .. outcome.Processes.Select(p => new DeploymentMetadata
            {
                ProcessDefinition = new(ClusterKey.Text(p.Key), p.ProcessId, p.Version, p.ResourceName, tenantId),
            }),
            .. outcome.DecisionRequirements.Select(r => new DeploymentMetadata
            {
                DecisionRequirements = new(
                    ClusterKey.Text(r.Key), r.RequirementsId, r.Name ?? r.RequirementsId, r.Version, r.ResourceName, tenantId),
            }),
            .. outcome.Decisions.Select(d => new DeploymentMetadata
            {
                DecisionDefinition = new(
                    ClusterKey.Text(d.Key),
                    d.DecisionId,
                    d.Name ?? d.DecisionId,
                    d.Version,
                    d.RequirementsId,
                    ClusterKey.Text(d.RequirementsKey),
                    tenantId),
            }),
            .. outcome.Forms.Select(f => new DeploymentMetadata
            {
                Form = new(ClusterKey.Text(f.Key), f.FormId, f.Version, f.ResourceName, tenantId),
            }),
            .. outcome.Resources.Select(r => new DeploymentMetadata
            {
                Resource = new(ClusterKey.Text(r.Key), r.Name, r.Name, Version: 1, tenantId),
            }),
        ]);
}

/// <summary>One thing deployed: exactly one property is set.</summary>
public sealed record DeploymentMetadata
{
    public DeployedProcessDefinition? ProcessDefinition { get; init; }
    public DeployedDecisionDefinition? DecisionDefinition { get; init; }
    public DeployedDecisionRequirements? DecisionRequirements { get; init; }
    public DeployedFormDefinition? Form { get; init; }
    public DeployedFile? Resource { get; init; }
}

public sealed record DeployedProcessDefinition(
    string ProcessDefinitionKey, string ProcessDefinitionId, int ProcessDefinitionVersion, string ResourceName, string TenantId);

public sealed record DeployedDecisionDefinition(
    string DecisionDefinitionKey,
    string DecisionDefinitionId,
    string Name,
    int Version,
    string DecisionRequirementsId,
    string DecisionRequirementsKey,
    string TenantId);

public sealed record DeployedDecisionRequirements(
    string DecisionRequirementsKey,
    string DecisionRequirementsId,
    string DecisionRequirementsName,
    int Version,
    string ResourceName,
    string TenantId);

public sealed record DeployedFormDefinition(string FormKey, string FormId, int Version, string ResourceName, string TenantId);

public sealed record DeployedFile(string ResourceKey, string ResourceId, string ResourceName, int Version, string TenantId);
