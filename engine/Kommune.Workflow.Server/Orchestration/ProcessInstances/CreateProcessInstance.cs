using System.Text.Json.Serialization;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Which process to start, by its id or by the key of one version, and with what.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ProcessInstanceCreationInstruction
{
    public string? ProcessDefinitionId { get; init; }
    public string? ProcessDefinitionKey { get; init; }

    /// <summary>Beside an id: the version, -1 for the latest.</summary>
    public int ProcessDefinitionVersion { get; init; } = -1;

    [JsonConverter(typeof(VariablesJson))]
    public FeelContext? Variables { get; init; }

    /// <summary>Elements to start before, instead of the start event.</summary>
    public IReadOnlyList<StartInstruction>? StartInstructions { get; init; }

    /// <summary>Must be empty: an instance that ends itself half-way is not supported.</summary>
    public IReadOnlyList<RuntimeInstruction>? RuntimeInstructions { get; init; }

    /// <summary>Answer only when the instance has completed, with its variables.</summary>
    public bool AwaitCompletion { get; init; }

    /// <summary>Names of the variables wanted then; all without.</summary>
    public IReadOnlyList<string>? FetchVariables { get; init; }

    /// <summary>How long to wait for completion, in milliseconds; 0: the default.</summary>
    public long RequestTimeout { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Must be absent: case numbers are given by the engine.</summary>
    public string? BusinessId { get; init; }
    public string? TenantId { get; init; }
    public long? OperationReference { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StartInstruction(string ElementId);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RuntimeInstruction(string Type, string? AfterElementId);

/// <summary>What was started; variables only when completion was awaited.</summary>
public sealed record CreateProcessInstanceResult(
    string ProcessInstanceKey,
    string ProcessDefinitionKey,
    string ProcessDefinitionId,
    int ProcessDefinitionVersion,
    string TenantId,
    [property: JsonConverter(typeof(VariablesJson))] FeelContext Variables,
    IReadOnlyList<string> Tags,
    string? BusinessId);

internal static class CreateProcessInstance
{
    public static async Task<CreateProcessInstanceResult> AnswerAsync(
        CommandSender sender,
        WorkflowDbContext database,
        ProcessCatalogue catalogue,
        TimeProvider time,
        ProcessInstanceCreationInstruction wish,
        CancellationToken cancellation)
    {
        Check(sender, wish);
        var reference = Reference(wish);
        await RequireMayStartAsync(sender, database, catalogue, reference, cancellation);
        var outcome = await sender.Engine.StartAsync(
            sender.TenantId,
            reference,
            wish.Variables,
            sender.Caller.Actor,
            new StartOptions
            {
                CommandId = sender.CommandId,
                StartInstructions = [.. (wish.StartInstructions ?? []).Select(i => i.ElementId)],
                Tags = Tag.CheckAll(wish.Tags),
            },
            cancellation);
        if (outcome.Rejection is { } rejection)
        {
            throw Problem.From(rejection);
        }

        return new CreateProcessInstanceResult(
            outcome.Instance.ToString(),
            ClusterKey.Text(outcome.Definition!.Key),
            outcome.Definition.ProcessId,
            outcome.Definition.Version,
            sender.TenantId,
            wish.AwaitCompletion
                ? await Completion.AwaitAsync(database, outcome.Instance, wish, time, cancellation)
                : FeelContext.Empty,
            Tag.CheckAll(wish.Tags),
            BusinessId: null);
    }

    private static void Check(CommandSender sender, ProcessInstanceCreationInstruction wish)
    {
        sender.RequireTenant(wish.TenantId);
        if (wish.RuntimeInstructions is { Count: > 0 })
        {
            throw Problem.Invalid("Expected no runtimeInstructions, but found some: they are not supported.");
        }

        if (wish.BusinessId is not null)
        {
            throw Problem.Invalid("Expected no businessId, but found one: case numbers are given by the engine.");
        }
    }

    /// <summary>Programs that integrate may start everything; a person what the process allows.</summary>
    private static async Task RequireMayStartAsync(
        CommandSender sender,
        WorkflowDbContext database,
        ProcessCatalogue catalogue,
        ProcessReference reference,
        CancellationToken cancellation)
    {
        if (sender.Caller.May(Permissions.Integration) || sender.Caller.May(Permissions.Operations))
        {
            return;
        }

        var versions = database.Definitions.AsNoTracking();
        var definition = await (reference switch
        {
            ProcessReference.ByKey byKey => versions.Where(d => d.Key == byKey.DefinitionKey),
            ProcessReference.ById { Version: { } version } byId =>
                versions.Where(d => d.ProcessId == byId.ProcessId && d.Version == version),
            ProcessReference.ById byId => versions.Where(d => d.ProcessId == byId.ProcessId && d.Latest),
            _ => throw new ArgumentException("Expected a known reference.", nameof(reference)),
        }).SingleOrDefaultAsync(cancellation) ?? throw new ProblemException(
            StatusCodes.Status404NotFound, "NOT_FOUND", "Expected a deployed process, but there is none with this id or key.");
        var permission = ProcessRights.MayStart(await catalogue.GraphAsync(definition.Key, cancellation), sender.Caller);
        if (!permission.Allowed)
        {
            throw Problem.Forbidden(permission.Reason!);
        }
    }

    private static ProcessReference Reference(ProcessInstanceCreationInstruction wish)
    {
        if (wish.ProcessDefinitionId is null == wish.ProcessDefinitionKey is null)
        {
            throw Problem.Invalid("Expected either processDefinitionId or processDefinitionKey, but found both or none.");
        }

        return wish.ProcessDefinitionKey is { } key
            ? new ProcessReference.ByKey(ClusterKey.Parse(key, "processDefinitionKey"))
            : new ProcessReference.ById(
                wish.ProcessDefinitionId!, wish.ProcessDefinitionVersion == -1 ? null : wish.ProcessDefinitionVersion);
    }
}
