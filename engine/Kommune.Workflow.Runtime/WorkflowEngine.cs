using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>Everything the outside may ask of the engine. Safe to call from any thread, on any node.</summary>
/// <remarks>
/// An answer is given only after its commit is durable. A command id makes a call repeatable: the same id of the same tenant
/// is answered with the first result, a rejection included, for <see cref="RuntimeOptions.CommandIdRetention"/>. While the
/// engine starts, calls wait until it is ready; where a queue is full, they fail with <see cref="EngineBusyException"/>.
/// </remarks>
public sealed class WorkflowEngine
{
    private readonly EngineSilo silo;
    private readonly Deployer deployer;
    private readonly Withdrawals withdrawals;
    private readonly InstanceStarter starter;
    private readonly InstanceRouter router;
    private readonly MessagePublisher messages;
    private readonly SignalBroadcaster signals;
    private readonly ConditionEvaluator conditions;
    private readonly JobActivator jobs;

    internal WorkflowEngine(
        EngineSilo silo,
        Deployer deployer,
        Withdrawals withdrawals,
        InstanceStarter starter,
        InstanceRouter router,
        MessagePublisher messages,
        SignalBroadcaster signals,
        ConditionEvaluator conditions,
        JobActivator jobs)
    {
        (this.silo, this.deployer, this.withdrawals) = (silo, deployer, withdrawals);
        (this.starter, this.router) = (starter, router);
        (this.messages, this.signals, this.conditions, this.jobs) = (messages, signals, conditions, jobs);
    }

    /// <summary>Completes when the engine answers calls; fails when it could not start.</summary>
    public Task Ready => silo.Ready;

    /// <summary>Deploys files as one deployment: all become versions, or none does and the findings say why.</summary>
    /// <remarks>A file whose content is that of its latest version makes no new version; that version is answered.</remarks>
    public Task<DeploymentOutcome> DeployAsync(
        string tenantId, IReadOnlyList<DeploymentResource> resources, Actor actor, CancellationToken cancellationToken = default) =>
        deployer.DeployAsync(tenantId, resources, null, actor, cancellationToken);

    /// <summary>Deploys all files of a procedure as its next version; also files that did not change become new versions.</summary>
    public Task<DeploymentOutcome> PublishAsync(
        string tenantId,
        IReadOnlyList<DeploymentResource> files,
        Publication publication,
        Actor actor,
        CancellationToken cancellationToken = default) =>
        deployer.DeployAsync(tenantId, files, publication, actor, cancellationToken);

    /// <summary>
    /// Lets a version of a procedure start no new cases, by hand, message, signal or timer; the newest one before it that is
    /// not withdrawn does again. Running cases go on.
    /// </summary>
    public Task<Rejection?> WithdrawAsync(
        string tenantId,
        string procedureId,
        int version,
        string comment,
        Actor actor,
        CancellationToken cancellationToken = default) =>
        withdrawals.WithdrawAsync(tenantId, procedureId, version, comment, actor, cancellationToken);

    /// <summary>Starts an instance.</summary>
    public Task<StartOutcome> StartAsync(
        string tenantId,
        ProcessReference process,
        FeelContext? variables,
        Actor actor,
        StartOptions? options = null,
        CancellationToken cancellationToken = default) =>
        starter.StartAsync(
            tenantId, process, variables, actor, (options ?? StartOptions.None) with { RemembersRejection = true }, cancellationToken);

    /// <summary>Sends a command to an instance; an unknown instance, or one of another tenant, is a rejection.</summary>
    public async Task<CommandOutcome> SendAsync(
        string tenantId,
        InstanceKey instance,
        Command command,
        Actor actor,
        string? commandId = null,
        CancellationToken cancellationToken = default)
    {
        var request = new InstanceRequest(tenantId, command, actor, commandId) { RemembersRejection = true };
        var reply = await router.SendAsync(instance, request, cancellationToken).ConfigureAwait(false);
        return new CommandOutcome(reply.Rejection, reply.Events);
    }

    /// <summary>Publishes a message to those who wait for it and, for its time to live, to those who will.</summary>
    public Task<PublishOutcome> PublishMessageAsync(
        string tenantId, MessagePublication message, Actor actor, CancellationToken cancellationToken = default) =>
        messages.PublishAsync(tenantId, message, actor, cancellationToken);

    /// <summary>Delivers a message now, to one instance that waits or is started by it; nothing is kept when there is none.</summary>
    public Task<CorrelateOutcome> CorrelateMessageAsync(
        string tenantId,
        string name,
        string? correlationKey,
        FeelContext? variables,
        Actor actor,
        CancellationToken cancellationToken = default) =>
        messages.CorrelateAsync(tenantId, name, correlationKey, variables, actor, cancellationToken);

    /// <summary>Broadcasts a signal to all who wait for it and all processes it starts.</summary>
    /// <returns>The signal's key.</returns>
    public Task<long> BroadcastSignalAsync(
        string tenantId, string name, FeelContext? variables, Actor actor, CancellationToken cancellationToken = default) =>
        signals.BroadcastAsync(tenantId, name, variables, actor, cancellationToken);

    /// <summary>Starts every process whose conditional start event holds over these variables, which its case gets.</summary>
    /// <param name="tenantId">Whose processes.</param>
    /// <param name="definitionKey">Only this version; null: the latest version of every process.</param>
    /// <param name="variables">What the conditions see.</param>
    /// <param name="actor">Who presents them.</param>
    /// <param name="commandId">Makes the call repeatable.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>One outcome for each condition that holds; null: there is no such version.</returns>
    public Task<IReadOnlyList<StartOutcome>?> EvaluateConditionsAsync(
        string tenantId,
        long? definitionKey,
        FeelContext variables,
        Actor actor,
        string? commandId = null,
        CancellationToken cancellationToken = default) =>
        conditions.EvaluateAsync(tenantId, definitionKey, variables, actor, commandId, cancellationToken);

    /// <summary>Leases jobs of one type to a worker; with none there, waits for the request's time.</summary>
    public Task<IReadOnlyList<ActivatedJob>> ActivateJobsAsync(
        JobRequest request, CancellationToken cancellationToken = default) =>
        jobs.ActivateAsync(request, cancellationToken);
}
