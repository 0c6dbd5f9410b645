using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>What each kind of effect does. Doing it twice does it once: the commands carry ids made from the effect's.</summary>
internal sealed class EffectRunner(
    IInstanceStore instances,
    IDefinitionStore definitionStore,
    DefinitionLibrary definitions,
    InstanceStarter starter,
    InstanceRouter router,
    MessagePublisher messages,
    SignalBroadcaster signals)
{
    public Task RunAsync(PendingEffect pending, CancellationToken cancellationToken) => pending.Effect switch
    {
        StartChild start => StartChildAsync(pending, start, cancellationToken),
        CancelChild cancel => SendAsync(pending, cancel.Child, new CancelInstance(), "", cancellationToken),
        NotifyParent notify => NotifyParentAsync(pending, notify, cancellationToken),
        PublishMessage publish => messages.PublishEffectAsync(pending, publish, cancellationToken),
        BroadcastSignal broadcast => signals.DeliverAsync(pending, broadcast, cancellationToken),
        SendCommand send => router.SendAsync(
            pending.TenantId, send.Instance, send.Command, send.Actor, pending.IdempotencyKey, cancellationToken),
        StartProcess start => StartProcessAsync(pending, start, cancellationToken),
        _ => throw new InvalidOperationException($"Expected a known effect, but got {pending.Effect.GetType().Name}."),
    };

    private async Task StartChildAsync(PendingEffect pending, StartChild start, CancellationToken cancellationToken)
    {
        var caller = InstanceKey.Of(pending.Position, out _);
        if (await instances.FindOriginAsync(caller, cancellationToken).ConfigureAwait(false) is not { } origin)
        {
            return;
        }

        var calling = (await definitions.FindAsync(origin.DefinitionKey, cancellationToken).ConfigureAwait(false))!;
        var called = await FindCalledAsync(calling, start, cancellationToken).ConfigureAwait(false);
        var problem = called is null ? $"Der aufgerufene Prozess „{start.ProcessId}“ ist nicht veröffentlicht." : null;
        InstanceKey? child = null;
        if (called is not null)
        {
            var options = new StartOptions { CommandId = pending.IdempotencyKey };
            var parent = new CallingInstance(caller.Inner(start.ElementInstance), origin.RootKey, start.CallDepth);
            var outcome = await starter
                .StartAsync(called, start.Variables, Actor.Engine, options, parent, cancellationToken)
                .ConfigureAwait(false);
            problem = outcome.Rejection?.Notice;
            child = outcome.Accepted ? outcome.Instance : null;
        }

        var answer = new ChildStarted(start.ElementInstance, child, problem);
        var accepted = await SendAsync(pending, caller, answer, "/answer", cancellationToken).ConfigureAwait(false);
        if (!accepted && child is { } orphan)
        {
            // The call activity ended meanwhile, so nobody waits for the child; one that has ended refuses this.
            await SendAsync(pending, orphan, new CancelInstance(), "/orphan", cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<StoredDefinition?> FindCalledAsync(
        LoadedDefinition calling, StartChild start, CancellationToken cancellationToken)
    {
        var call = calling.Graph.Elements[start.Element].Call;
        return call switch
        {
            { Binding: Binding.Deployment } => await definitionStore
                .FindDeployedAsync(calling.TenantId, start.ProcessId, calling.DeploymentKey, cancellationToken)
                .ConfigureAwait(false),
            { Binding: Binding.VersionTag, VersionTag: { } tag } => await definitionStore
                .FindTaggedAsync(calling.TenantId, start.ProcessId, tag, cancellationToken)
                .ConfigureAwait(false),
            { Binding: Binding.VersionTagOrLatest, VersionTag: { } tag } => await definitionStore
                    .FindTaggedAsync(calling.TenantId, start.ProcessId, tag, cancellationToken)
                    .ConfigureAwait(false)
                ?? await definitionStore
                    .FindAsync(calling.TenantId, start.ProcessId, null, cancellationToken)
                    .ConfigureAwait(false),
            _ => await definitionStore
                .FindAsync(calling.TenantId, start.ProcessId, null, cancellationToken)
                .ConfigureAwait(false),
        };
    }

    private async Task StartProcessAsync(PendingEffect pending, StartProcess start, CancellationToken cancellationToken)
    {
        var outcome = await starter
            .StartAsync(
                pending.TenantId,
                new ProcessReference.ById(start.ProcessId),
                start.Variables,
                Actor.Engine,
                new StartOptions { CommandId = pending.IdempotencyKey },
                cancellationToken)
            .ConfigureAwait(false);
        if (outcome.Rejection is { } rejection)
        {
            throw new InvalidOperationException(rejection.Message);
        }
    }

    private Task<bool> NotifyParentAsync(PendingEffect pending, NotifyParent notify, CancellationToken cancellationToken)
    {
        var parent = InstanceKey.Of(notify.Parent, out var elementInstance);
        var report = notify.Report;
        Command command = report.Outcome == ChildOutcome.Escalated
            ? new ChildEscalated(elementInstance, report.Code!, report.Variables)
            : new ChildEnded(elementInstance, report.Variables, report.Code, report.Message);
        return SendAsync(pending, parent, command, "", cancellationToken);
    }

    // A rejection is an answer, too: the instance no longer waits for it.
    private async Task<bool> SendAsync(
        PendingEffect pending, InstanceKey instance, Command command, string suffix, CancellationToken cancellationToken)
    {
        var outcome = await router
            .SendAsync(pending.TenantId, instance, command, Actor.Engine, pending.IdempotencyKey + suffix, cancellationToken)
            .ConfigureAwait(false);
        return outcome.Accepted;
    }
}
