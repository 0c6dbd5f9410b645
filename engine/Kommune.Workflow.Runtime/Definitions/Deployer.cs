using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>Deploys files, all or nothing.</summary>
/// <remarks>
/// When every file is what its latest version is, nothing is made and those versions are answered. Otherwise each file of the
/// deployment gets a new version, so that «as deployed together» always has an answer. A procedure's version always makes new ones.
/// </remarks>
internal sealed class Deployer(
    EngineSilo silo,
    IDefinitionStore store,
    DefinitionLibrary library,
    DeploymentPlanner planner,
    Schedules schedules,
    ChangeFeed changes)
{
    private const int AttemptsMax = 5;

    public async Task<DeploymentOutcome> DeployAsync(
        string tenantId,
        IReadOnlyList<DeploymentResource> files,
        Publication? publication,
        Actor actor,
        CancellationToken cancellationToken)
    {
        await silo.GrainsAsync(cancellationToken).ConfigureAwait(false);
        var findings = DeploymentCheck.Of(files, out var read);
        if (findings.Any(finding => finding.Finding.Severity == FindingSeverity.Error))
        {
            return new DeploymentOutcome { Findings = findings };
        }

        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var latest = await store.ReadLatestAsync(tenantId, cancellationToken).ConfigureAwait(false);
            if (publication is null && DeploymentPlanner.Unchanged(read, latest) is { } unchanged)
            {
                return unchanged with { Findings = findings };
            }

            if (publication is not null
                && await IsOvertakenAsync(tenantId, publication, cancellationToken).ConfigureAwait(false))
            {
                return new DeploymentOutcome { Findings = findings, Overtaken = true };
            }

            var deployment = await planner.PlanAsync(tenantId, read, latest, publication, actor, cancellationToken)
                .ConfigureAwait(false);
            if (await store.DeployAsync(deployment, cancellationToken).ConfigureAwait(false))
            {
                await AnnounceAsync(deployment, cancellationToken).ConfigureAwait(false);
                return DeploymentPlanner.Describe(deployment) with { Findings = findings };
            }
        }

        throw new TimeoutException($"Expected to deploy within {AttemptsMax} attempts, but other deployments came first.");
    }

    private async ValueTask<bool> IsOvertakenAsync(string tenantId, Publication publication, CancellationToken cancellationToken)
    {
        var versions = await store.ReadProcedureVersionsAsync(tenantId, publication.ProcedureId, cancellationToken)
            .ConfigureAwait(false);
        return versions.Any(version => version.Version >= publication.Version);
    }

    private async Task AnnounceAsync(NewDeployment deployment, CancellationToken cancellationToken)
    {
        foreach (var process in deployment.Processes)
        {
            // Compiled now, so that the first case need not wait for it.
            await library.LoadAsync(process.Definition, cancellationToken).ConfigureAwait(false);
            changes.Publish(new EngineChange(
                ChangeKind.Definition, deployment.TenantId, process.Definition.Key, 0, process.Definition.ProcessId));
        }

        await schedules.ArmAsync(cancellationToken).ConfigureAwait(false);
    }
}
