using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Runtime;

/// <summary>The engine as one plugin sees it.</summary>
internal sealed class EngineProcesses(
    string pluginId, Lazy<WorkflowEngine> engine, Lazy<IDefinitionStore> store, Lazy<DefinitionLibrary> definitions) : IProcesses
{
    private const int KeyLengthMax = 200;
    private const string Tenant = "<default>";

    private Actor Actor { get; } = new($"plugin:{pluginId}");

    public async Task<long?> StartAsync(
        string processId, JsonObject? variables, string idempotencyKey, CancellationToken cancellationToken)
    {
        var outcome = await engine.Value.StartAsync(
            Tenant,
            new ProcessReference.ById(processId),
            Context(variables),
            Actor,
            new StartOptions { CommandId = Id(idempotencyKey) },
            cancellationToken).ConfigureAwait(false);
        return outcome.Rejection switch
        {
            null => outcome.Instance.Value,
            { Code: RejectionCode.NotFound } => null,
            var rejection => throw new PluginException(rejection.Notice ?? rejection.Message),
        };
    }

    public async Task PublishAsync(ProcessMessage message, CancellationToken cancellationToken) => await engine.Value
        .PublishMessageAsync(
            Tenant,
            new MessagePublication(
                message.Name, message.CorrelationKey, message.TimeToLive, Id(message.IdempotencyKey), Context(message.Variables)),
            Actor,
            cancellationToken).ConfigureAwait(false);

    public async Task<StimulusReceipt> RaiseAsync(Stimulus stimulus, CancellationToken cancellationToken)
    {
        var variables = Context(stimulus.Variables);
        var cases = new List<long>();
        foreach (var key in new[] { stimulus.CorrelationKey, "" }.Distinct(StringComparer.Ordinal))
        {
            var message = new MessagePublication(stimulus.Type, key, TimeSpan.Zero, Id(stimulus.IdempotencyKey), variables);
            var outcome = await engine.Value.PublishMessageAsync(Tenant, message, Actor, cancellationToken).ConfigureAwait(false);
            cases.AddRange(outcome.Receivers);
        }

        return new StimulusReceipt([.. cases.Distinct()]);
    }

    public async Task<IReadOnlyList<StimulusListener>> ListenersAsync(string stimulusType, CancellationToken cancellationToken)
    {
        var latest = await store.Value.ReadLatestAsync(Tenant, cancellationToken).ConfigureAwait(false);
        var listeners = new List<StimulusListener>();
        foreach (var (item, _, _) in latest.Processes.Values)
        {
            var definition = await definitions.Value.LoadAsync(item, cancellationToken).ConfigureAwait(false);
            listeners.AddRange(
                from element in definition.Graph.Elements
                where element.Events.OfType<MessageEvent>().Any(message => message.Name.Text == stimulusType)
                select new StimulusListener(
                    item.ProcessId, element.Id, element.Kind == ElementKind.StartEvent && element.Scope == 0, element.Properties));
        }

        return listeners;
    }

    public async Task<string?> ReadTextAsync(string name, CancellationToken cancellationToken)
    {
        var latest = await store.Value.ReadLatestAsync(Tenant, cancellationToken).ConfigureAwait(false);
        var found = latest.Resources.Values
            .Where(resource => resource.Item.Name == name || Path.GetFileName(resource.Item.Name) == name)
            .MaxBy(resource => resource.Item.Key);
        return found is null
            ? null
            : System.Text.Encoding.UTF8.GetString(
                await store.Value.ReadResourceAsync(found.Item.Key, cancellationToken).ConfigureAwait(false)).TrimStart('\uFEFF');
    }

    private string Id(string idempotencyKey) => idempotencyKey.Length is > 0 and <= KeyLengthMax
        ? $"{StoredMessage.StimulusPrefix}{pluginId}:{idempotencyKey}"
        : throw new ArgumentException($"Expected an idempotency key of 1 to {KeyLengthMax} characters.", nameof(idempotencyKey));

    private static FeelContext? Context(JsonObject? variables) => variables is null
        ? null
        : (FeelContext)FeelJson.FromElement(JsonSerializer.SerializeToElement(variables));
}
