using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>Deploys files, all or nothing.</summary>
/// <remarks>
/// When every file is what its latest version is, nothing is made and those versions are answered. Otherwise each file of the
/// deployment gets a new version, so that «as deployed together» always has an answer.
/// </remarks>
internal sealed class Deployer(
    EngineSilo silo,
    IDefinitionStore store,
    DefinitionLibrary library,
    DeploymentPlanner planner,
    Schedules schedules,
    ChangeFeed changes)
{
    /// <summary>The most files of one deployment.</summary>
    public const int FilesMax = 500;

    private const int AttemptsMax = 5;

    public async Task<DeploymentOutcome> DeployAsync(
        string tenantId, IReadOnlyList<DeploymentResource> files, Actor actor, CancellationToken cancellationToken)
    {
        await silo.GrainsAsync(cancellationToken).ConfigureAwait(false);
        var read = files.Count <= FilesMax ? files.Select(DeploymentReader.Read).ToList() : [];
        var findings = read.SelectMany(file => file.Findings.Select(finding => new DeploymentFinding(file.File.Name, finding)))
            .Concat(Conflicts(files, read))
            .ToList();
        if (findings.Any(finding => finding.Finding.Severity == FindingSeverity.Error))
        {
            return new DeploymentOutcome { Findings = findings };
        }

        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var latest = await store.ReadLatestAsync(tenantId, cancellationToken).ConfigureAwait(false);
            if (DeploymentPlanner.Unchanged(read, latest) is { } unchanged)
            {
                return unchanged with { Findings = findings };
            }

            var deployment = await planner.PlanAsync(tenantId, read, latest, actor, cancellationToken).ConfigureAwait(false);
            if (await store.DeployAsync(deployment, cancellationToken).ConfigureAwait(false))
            {
                await AnnounceAsync(deployment, cancellationToken).ConfigureAwait(false);
                return DeploymentPlanner.Describe(deployment) with { Findings = findings };
            }
        }

        throw new TimeoutException($"Expected to deploy within {AttemptsMax} attempts, but other deployments came first.");
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

    private static IEnumerable<DeploymentFinding> Conflicts(IReadOnlyList<DeploymentResource> files, List<ReadResource> read)
    {
        if (files.Count > FilesMax)
        {
            yield return Refused("", "kommune.too-many-files", $"Höchstens {FilesMax} Dateien je Veröffentlichung.");
        }

        foreach (var twice in files.GroupBy(file => file.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return Refused(twice.Key, "kommune.duplicate-file", $"Die Datei „{twice.Key}“ ist mehrfach enthalten.");
        }

        var processes = read.SelectMany(file => file.Processes.Select(process => (file.File.Name, process.ProcessId)));
        foreach (var twice in processes.GroupBy(process => process.ProcessId, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return Refused(
                twice.Last().Name,
                "kommune.duplicate-process",
                $"Der Prozess „{twice.Key}“ steht in mehreren Dateien: {string.Join(", ", twice.Select(p => p.Name))}.");
        }

        var decisions = read.SelectMany(file => (file.Decisions?.Decisions ?? []).Select(decision => (file.File.Name, decision.Id)));
        foreach (var twice in decisions.GroupBy(decision => decision.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return Refused(
                twice.Last().Name, "kommune.duplicate-decision", $"Die Entscheidung „{twice.Key}“ ist mehrfach enthalten.");
        }

        var forms = read.Where(file => file.FormId is not null);
        foreach (var twice in forms.GroupBy(file => file.FormId!, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return Refused(
                twice.Last().File.Name, "kommune.duplicate-form", $"Das Formular „{twice.Key}“ steht in mehreren Dateien.");
        }
    }

    private static DeploymentFinding Refused(string file, string rule, string message) =>
        new(file, new Finding(FindingSeverity.Error, rule, null, 0, message));
}
