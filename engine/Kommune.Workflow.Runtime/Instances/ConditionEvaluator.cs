using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>Starts processes whose conditional start event holds over variables that somebody presents.</summary>
internal sealed class ConditionEvaluator(
    IDefinitionStore store,
    DefinitionLibrary library,
    InstanceStarter starter,
    EngineClock clock,
    RuntimeOptions options,
    ILogger<ConditionEvaluator> log)
{
    /// <summary>The name under which every conditional start event is found: a condition has none of its own.</summary>
    public const string SubscriptionName = "";

    /// <returns>What was started, and what was refused; null: the version asked for does not exist.</returns>
    public async Task<IReadOnlyList<StartOutcome>?> EvaluateAsync(
        string tenantId,
        long? definitionKey,
        FeelContext variables,
        Actor actor,
        string? commandId,
        CancellationToken cancellationToken)
    {
        if (await SubscriptionsAsync(tenantId, definitionKey, cancellationToken).ConfigureAwait(false) is not { } subscriptions)
        {
            return null;
        }

        var scope = new FeelScope(variables, clock.GetUtcNow(), options.Limits.Expressions);
        var outcomes = new List<StartOutcome>();
        foreach (var start in subscriptions)
        {
            var definition = await library.FindAsync(start.DefinitionKey, cancellationToken).ConfigureAwait(false);
            if (!Holds(definition!.Graph.Find(start.ElementId)!.Events[start.EventIndex], start, scope))
            {
                continue;
            }

            var wish = new StartOptions
            {
                StartElement = start.ElementId,
                StartEventIndex = start.EventIndex,
                CommandId = commandId is null ? null : $"{commandId}/{start.ProcessId}/{start.ElementId}/{start.EventIndex}",
                RemembersRejection = true,
            };
            var process = new ProcessReference.ByKey(start.DefinitionKey);
            outcomes.Add(await starter
                .StartAsync(tenantId, process, variables, actor, wish, cancellationToken)
                .ConfigureAwait(false));
        }

        return outcomes;
    }

    private async ValueTask<IEnumerable<StartSubscription>?> SubscriptionsAsync(
        string tenantId, long? definitionKey, CancellationToken cancellationToken)
    {
        if (definitionKey is not { } key)
        {
            return await store
                .StartSubscriptionsAsync(tenantId, BookmarkKind.Condition, SubscriptionName, cancellationToken)
                .ConfigureAwait(false);
        }

        if (await store.FindAsync(key, cancellationToken).ConfigureAwait(false) is not { } stored || stored.TenantId != tenantId)
        {
            return null;
        }

        var definition = await library.LoadAsync(stored, cancellationToken).ConfigureAwait(false);
        return StartEvents.Subscriptions(stored, definition.Graph).Where(start => start.Kind == BookmarkKind.Condition);
    }

    private bool Holds(EventDefinition e, StartSubscription start, FeelScope scope)
    {
        try
        {
            return e is ConditionalEvent conditional && conditional.Condition.Evaluate(scope) is FeelBoolean { Value: true };
        }
        catch (FeelFailureException failure)
        {
            log.LogWarning(
                "The condition of start event {Element} of {Process} has no value: {Reason}",
                start.ElementId,
                start.ProcessId,
                failure.Message);
            return false;
        }
    }
}
