using System.Globalization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>Starts instances: finds the version, gives the instance its key and case number.</summary>
internal sealed class InstanceStarter(
    IDefinitionStore store,
    IInstanceStore instances,
    DefinitionLibrary definitions,
    InstanceExecutor executor,
    EngineSilo silo,
    KeySource keys,
    EngineClock clock)
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public async Task<StartOutcome> StartAsync(
        string tenantId,
        ProcessReference process,
        FeelContext? variables,
        Actor actor,
        StartOptions options,
        CancellationToken cancellationToken)
    {
        if (await FindEarlierAsync(tenantId, options, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            return earlier;
        }

        var stored = await FindAsync(tenantId, process, cancellationToken).ConfigureAwait(false);
        if (stored is { Withdrawn: false })
        {
            return await CreateAsync(stored, variables, actor, options, null, cancellationToken).ConfigureAwait(false);
        }

        var rejection = stored is null ? UnknownProcess(process) : Withdrawn(stored);
        if (options is { RemembersRejection: true, CommandId: { } id })
        {
            await instances.RememberAsync(tenantId, id, rejection, clock.GetUtcNow()).ConfigureAwait(false);
        }

        return new StartOutcome(rejection, default, null);
    }

    /// <summary>Starts an instance of a version for a call that waits for it.</summary>
    public async Task<StartOutcome> StartAsync(
        StoredDefinition stored,
        FeelContext? variables,
        Actor actor,
        StartOptions options,
        CallingInstance parent,
        CancellationToken cancellationToken) =>
        await FindEarlierAsync(stored.TenantId, options, cancellationToken).ConfigureAwait(false)
        ?? await CreateAsync(stored, variables, actor, options, parent, cancellationToken).ConfigureAwait(false);

    private async Task<StartOutcome> CreateAsync(
        StoredDefinition stored,
        FeelContext? variables,
        Actor actor,
        StartOptions options,
        CallingInstance? parent,
        CancellationToken cancellationToken)
    {
        await silo.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        var definition = await definitions.LoadAsync(stored, cancellationToken).ConfigureAwait(false);
        var caseNumber = await NextCaseNumberAsync(definition, cancellationToken).ConfigureAwait(false);
        var key = await keys.NextAsync(cancellationToken).ConfigureAwait(false);
        var command = new StartInstance(
            key,
            stored.Key,
            variables,
            options.StartElement,
            parent?.ElementInstanceKey,
            caseNumber,
            options.StartInstructions.Count == 0 ? null : [.. options.StartInstructions],
            parent?.CallDepth ?? 0,
            options.StartEventIndex);
        var request = new InstanceRequest(stored.TenantId, command, actor, options.CommandId)
        {
            RemembersRejection = options.RemembersRejection,
        };
        var reply = await executor.StartAsync(definition, request, parent?.RootKey ?? key.Value, options.Tags).ConfigureAwait(false);
        return reply switch
        {
            { Rejection: { } rejection } => new StartOutcome(rejection, default, null),
            { EarlierPosition: { } earlier } => await EarlierAsync(earlier, cancellationToken).ConfigureAwait(false),
            _ => new StartOutcome(null, key, stored.ToDeployed()),
        };
    }

    private async ValueTask<StartOutcome?> FindEarlierAsync(
        string tenantId, StartOptions options, CancellationToken cancellationToken)
    {
        if (options.CommandId is not { } id
            || await instances.FindCommandAsync(tenantId, id, cancellationToken).ConfigureAwait(false) is not { } decided)
        {
            return null;
        }

        return decided.Rejection is { } rejection
            ? new StartOutcome(rejection, default, null)
            : await EarlierAsync(decided.Position, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<StoredDefinition?> FindAsync(
        string tenantId, ProcessReference process, CancellationToken cancellationToken)
    {
        switch (process)
        {
            case ProcessReference.ById byId:
                return await store.FindAsync(tenantId, byId.ProcessId, byId.Version, cancellationToken).ConfigureAwait(false);
            case ProcessReference.ByKey byKey:
                var found = await store.FindAsync(byKey.DefinitionKey, cancellationToken).ConfigureAwait(false);
                return found?.TenantId == tenantId ? found : null;
            default:
                throw new ArgumentException($"Expected a known reference, but got {process.GetType().Name}.", nameof(process));
        }
    }

    private async ValueTask<StartOutcome> EarlierAsync(long position, CancellationToken cancellationToken)
    {
        var instance = InstanceKey.Of(position, out _);
        var origin = await instances.FindOriginAsync(instance, cancellationToken).ConfigureAwait(false);
        var stored = origin is null ? null : await store.FindAsync(origin.DefinitionKey, cancellationToken).ConfigureAwait(false);
        return new StartOutcome(null, instance, stored?.ToDeployed());
    }

    private async ValueTask<string?> NextCaseNumberAsync(LoadedDefinition definition, CancellationToken cancellationToken)
    {
        if (definition.Graph.Settings.CaseNumberPrefix is not { } prefix)
        {
            return null;
        }

        var year = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Berlin).Year;
        var counter = string.Create(CultureInfo.InvariantCulture, $"case/{definition.TenantId}/{prefix}/{year}");
        var number = await instances.ReserveAsync(counter, 1, cancellationToken).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}-{year}-{number:0000}");
    }

    private static Rejection Withdrawn(StoredDefinition stored) => new(
        RejectionCode.InvalidState,
        $"Expected a version in force, but version {stored.Version} of '{stored.ProcessId}' is withdrawn.",
        "Diese Version wurde zurückgezogen; mit ihr beginnen keine neuen Vorgänge.");

    private static Rejection UnknownProcess(ProcessReference process) => new(
        RejectionCode.NotFound,
        $"Expected a deployed process for {process}, but there is none.",
        "Dieses Verfahren ist nicht veröffentlicht.");
}

/// <summary>The call activity instance that waits for a new instance.</summary>
/// <param name="ElementInstanceKey">Its full key.</param>
/// <param name="RootKey">The instance at the top of the calls.</param>
/// <param name="CallDepth">How many calls lead to the new instance.</param>
internal sealed record CallingInstance(long ElementInstanceKey, long RootKey, int CallDepth);
