using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>Withdraws published versions of procedures.</summary>
internal sealed class Withdrawals(
    EngineSilo silo,
    IDefinitionStore store,
    DefinitionLibrary library,
    KeySource keys,
    EngineClock clock,
    Schedules schedules,
    ChangeFeed changes)
{
    private const int AttemptsMax = 5;

    /// <returns>Why nothing was withdrawn; null when it is done.</returns>
    public async Task<Rejection?> WithdrawAsync(
        string tenantId, string procedureId, int version, string comment, Actor actor, CancellationToken cancellationToken)
    {
        await silo.GrainsAsync(cancellationToken).ConfigureAwait(false);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var versions = await store.ReadProcedureVersionsAsync(tenantId, procedureId, cancellationToken).ConfigureAwait(false);
            var found = versions.FirstOrDefault(candidate => candidate.Version == version);
            if (found is null or { Withdrawn: true })
            {
                return found is null
                    ? new Rejection(
                        RejectionCode.NotFound, "Expected a published version, but there is none.", "Diese Version gibt es nicht.")
                    : new Rejection(
                        RejectionCode.InvalidState,
                        "Expected a version in force, but it is withdrawn.",
                        "Diese Version ist schon zurückgezogen.");
            }

            var withdrawal = await PlanAsync(tenantId, found, versions, comment, actor, cancellationToken).ConfigureAwait(false);
            if (await store.WithdrawAsync(withdrawal, cancellationToken).ConfigureAwait(false))
            {
                foreach (var key in withdrawal.Withdrawn.Concat(withdrawal.Successors))
                {
                    changes.Publish(new EngineChange(ChangeKind.Definition, tenantId, key, 0, null));
                }

                await schedules.ArmAsync(cancellationToken).ConfigureAwait(false);
                return null;
            }
        }

        throw new TimeoutException($"Expected to withdraw within {AttemptsMax} attempts, but deployments came first.");
    }

    private async Task<NewWithdrawal> PlanAsync(
        string tenantId,
        StoredProcedureVersion version,
        IReadOnlyList<StoredProcedureVersion> versions,
        string comment,
        Actor actor,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var withdrawn = await store.ReadDeployedAsync(tenantId, version.DeploymentKey, cancellationToken).ConfigureAwait(false);
        var successors = await SuccessorsAsync(tenantId, version, versions, cancellationToken).ConfigureAwait(false);
        var subscriptions = new List<StartSubscription>();
        var timers = new List<StartTimer>();
        foreach (var successor in successors)
        {
            var graph = (await library.LoadAsync(successor, cancellationToken).ConfigureAwait(false)).Graph;
            subscriptions.AddRange(StartEvents.Subscriptions(successor, graph));
            timers.AddRange(StartEvents.Timers(successor, graph, now));
        }

        return new NewWithdrawal
        {
            TenantId = tenantId,
            Version = version,
            At = now,
            By = actor.UserId,
            Comment = comment,
            RecordKey = (await keys.NextAsync(cancellationToken).ConfigureAwait(false)).Value,
            Withdrawn = [.. withdrawn.Select(definition => definition.Key)],
            Successors = [.. successors.Select(definition => definition.Key)],
            StartSubscriptions = subscriptions,
            StartTimers = timers,
        };
    }

    /// <summary>The processes of the version before, unless another deployment gave one of them a newer version.</summary>
    private async Task<List<StoredDefinition>> SuccessorsAsync(
        string tenantId,
        StoredProcedureVersion version,
        IReadOnlyList<StoredProcedureVersion> versions,
        CancellationToken cancellationToken)
    {
        var inForce = versions.Where(candidate => !candidate.Withdrawn).Take(2).ToList();
        var successors = new List<StoredDefinition>();
        if (inForce is not [var newest, var before] || newest != version)
        {
            return successors;
        }

        foreach (var candidate in await store.ReadDeployedAsync(tenantId, before.DeploymentKey, cancellationToken).ConfigureAwait(false))
        {
            var latest = await store.FindAsync(tenantId, candidate.ProcessId, null, cancellationToken).ConfigureAwait(false);
            if (latest is null || latest.DeploymentKey == version.DeploymentKey)
            {
                successors.Add(candidate);
            }
        }

        return successors;
    }
}
