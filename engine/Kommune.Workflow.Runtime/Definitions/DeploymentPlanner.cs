using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>Decides which versions a deployment makes, and what starts them.</summary>
internal sealed class DeploymentPlanner(KeySource keys, EngineClock clock)
{
    /// <summary>The versions that are there already, when no file differs from its latest version; otherwise null.</summary>
    public static DeploymentOutcome? Unchanged(IReadOnlyList<ReadResource> files, LatestVersions latest)
    {
        var processes = new List<DeployedProcess>();
        var requirements = new List<DeployedRequirements>();
        var decisions = new List<DeployedDecision>();
        var forms = new List<DeployedForm>();
        var texts = new List<DeployedResource>();
        foreach (var file in files)
        {
            foreach (var process in file.Processes)
            {
                if (Find(latest.Processes, process.ProcessId, file) is not { } found)
                {
                    return null;
                }

                processes.Add(found.ToDeployed());
            }

            if (file.Decisions is { } model)
            {
                if (Find(latest.Requirements, model.Id, file) is not { } found)
                {
                    return null;
                }

                requirements.Add(found);
                decisions.AddRange(model.Decisions.Select(decision => latest.Decisions[decision.Id].Item));
            }
            else if (file.FormId is { } formId)
            {
                if (Find(latest.Forms, formId, file) is not { } found)
                {
                    return null;
                }

                forms.Add(found);
            }
            else if (file.IsText)
            {
                if (Find(latest.Resources, file.File.Name, file) is not { } found)
                {
                    return null;
                }

                texts.Add(found);
            }
        }

        return new DeploymentOutcome
        {
            Processes = processes,
            DecisionRequirements = requirements,
            Decisions = decisions,
            Forms = forms,
            Resources = texts,
        };
    }

    public async ValueTask<NewDeployment> PlanAsync(
        string tenantId,
        IReadOnlyList<ReadResource> files,
        LatestVersions latest,
        Publication? publication,
        Actor actor,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var deploymentKey = await NextAsync(cancellationToken).ConfigureAwait(false);
        var resources = new List<NewResource>();
        var processes = new List<NewProcess>();
        var requirements = new List<NewRequirements>();
        var decisions = new List<NewDecision>();
        var forms = new List<NewForm>();
        var subscriptions = new List<StartSubscription>();
        var timers = new List<StartTimer>();
        foreach (var file in files)
        {
            var resourceKey = await NextAsync(cancellationToken).ConfigureAwait(false);
            resources.Add(new NewResource(resourceKey, file.File.Name, file.File.Content, file.Hash));
            foreach (var graph in file.Processes)
            {
                var definition = new StoredDefinition(
                    await NextAsync(cancellationToken).ConfigureAwait(false),
                    tenantId,
                    graph.ProcessId,
                    (latest.Processes.GetValueOrDefault(graph.ProcessId)?.Item.Version ?? 0) + 1,
                    graph.Settings.VersionTag,
                    graph.Name,
                    file.File.Name,
                    resourceKey,
                    deploymentKey);
                processes.Add(new NewProcess(definition, graph.Settings.StartFormId));
                subscriptions.AddRange(StartEvents.Subscriptions(definition, graph));
                timers.AddRange(StartEvents.Timers(definition, graph, now));
            }

            if (file.Decisions is { } model)
            {
                var made = new DeployedRequirements(
                    await NextAsync(cancellationToken).ConfigureAwait(false),
                    model.Id,
                    (latest.Requirements.GetValueOrDefault(model.Id)?.Item.Version ?? 0) + 1,
                    model.Name,
                    file.File.Name);
                requirements.Add(new NewRequirements(made, resourceKey));
                foreach (var decision in model.Decisions)
                {
                    var version = (latest.Decisions.GetValueOrDefault(decision.Id)?.Item.Version ?? 0) + 1;
                    var key = await NextAsync(cancellationToken).ConfigureAwait(false);
                    decisions.Add(new NewDecision(
                        new DeployedDecision(key, decision.Id, version, null, decision.Name, model.Id, made.Key), resourceKey));
                }
            }

            if (file.FormId is { } formId)
            {
                var form = new DeployedForm(
                    await NextAsync(cancellationToken).ConfigureAwait(false),
                    formId,
                    (latest.Forms.GetValueOrDefault(formId)?.Item.Version ?? 0) + 1,
                    null,
                    file.File.Name);
                forms.Add(new NewForm(form, resourceKey));
            }
        }

        return new NewDeployment
        {
            Key = deploymentKey,
            TenantId = tenantId,
            At = now,
            By = actor.UserId,
            Procedure = publication is null
                ? null
                : new NewProcedureVersion(await NextAsync(cancellationToken).ConfigureAwait(false), publication),
            Resources = resources,
            Processes = processes,
            Requirements = requirements,
            Decisions = decisions,
            Forms = forms,
            StartSubscriptions = subscriptions,
            StartTimers = timers,
        };
    }

    public static DeploymentOutcome Describe(NewDeployment deployment) => new()
    {
        DeploymentKey = deployment.Key,
        DeployedAt = deployment.At,
        Processes = [.. deployment.Processes.Select(process => process.Definition.ToDeployed())],
        Decisions = [.. deployment.Decisions.Select(decision => decision.Decision)],
        DecisionRequirements = [.. deployment.Requirements.Select(requirements => requirements.Requirements)],
        Forms = [.. deployment.Forms.Select(form => form.Form)],
        Resources = [.. deployment.Resources.Select(resource => new DeployedResource(resource.Key, resource.Name))],
    };

    private static T? Find<T>(IReadOnlyDictionary<string, Latest<T>> versions, string id, ReadResource file)
        where T : class =>
        versions.GetValueOrDefault(id) is { } latest && latest.FileHash.AsSpan().SequenceEqual(file.Hash) ? latest.Item : null;

    private async ValueTask<long> NextAsync(CancellationToken cancellationToken) =>
        (await keys.NextAsync(cancellationToken).ConfigureAwait(false)).Value;
}

/// <summary>What starts a process from outside.</summary>
internal static class StartEvents
{
    public static IEnumerable<StartSubscription> Subscriptions(StoredDefinition definition, ProcessGraph graph)
    {
        foreach (var element in Starting(graph))
        {
            for (var i = 0; i < element.Events.Length; i++)
            {
                var (kind, name) = element.Events[i] switch
                {
                    MessageEvent message => (BookmarkKind.Message, Text(message.Name)),
                    SignalEvent signal => (BookmarkKind.Signal, Text(signal.Name)),
                    ConditionalEvent => (BookmarkKind.Condition, ConditionEvaluator.SubscriptionName),
                    _ => (default, null),
                };
                if (name is not null)
                {
                    yield return new StartSubscription(definition.Key, definition.ProcessId, element.Id, i, kind, name);
                }
            }
        }
    }

    public static IEnumerable<StartTimer> Timers(StoredDefinition definition, ProcessGraph graph, DateTimeOffset now)
    {
        foreach (var element in Starting(graph))
        {
            for (var i = 0; i < element.Events.Length; i++)
            {
                if (element.Events[i] is TimerEvent timer
                    && Text(timer.Value) is { } text
                    && StartTimers.Arm(definition.Key, definition.TenantId, element, i, text, now) is { } armed)
                {
                    yield return armed;
                }
            }
        }
    }

    // Start events of the process, instantiating receive tasks, and the events behind an instantiating gateway.
    private static IEnumerable<Element> Starting(ProcessGraph graph)
    {
        foreach (var index in graph.Process.Children)
        {
            var element = graph.Elements[index];
            if (element.Kind == ElementKind.StartEvent
                || element is { Kind: ElementKind.ReceiveTask or ElementKind.IntermediateCatchEvent, Instantiate: true })
            {
                yield return element;
            }
            else if (element.Kind == ElementKind.EventBasedGateway && element.Instantiate)
            {
                foreach (var flow in element.Outgoing)
                {
                    yield return graph.Elements[graph.Flows[flow].Target];
                }
            }
        }
    }

    private static string? Text(TextValue value) => value.Expression is null
        ? value.Text
        : value.Expression.Evaluate(new FeelScope()) is FeelString text ? text.Value : null;
}
