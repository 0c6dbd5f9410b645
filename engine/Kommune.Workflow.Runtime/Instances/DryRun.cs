using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>Asks what a command would do to an instance: the real step on its last committed state, of which nothing is kept.</summary>
/// <remarks>The answer can be out of date as soon as it is given; sending the command decides anew.</remarks>
public sealed class DryRun
{
    private readonly InstanceExecutor executor;

    internal DryRun(InstanceExecutor executor) => this.executor = executor;

    /// <summary>What the command would answer now; an unknown instance, or one of another tenant, is a rejection.</summary>
    public async Task<CommandOutcome> TryAsync(
        string tenantId, InstanceKey instance, Command command, Actor actor, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await executor.LoadAsync(instance).ConfigureAwait(false) is not { } run || run.TenantId != tenantId)
        {
            return new CommandOutcome(InstanceRouter.NotFound(instance.Value), []);
        }

        var result = await executor.DecideAsync(run, command, actor).ConfigureAwait(false);
        return new CommandOutcome(result.Rejection, result.Events);
    }
}
