using System.Text.Json.Serialization;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A batch operation that was accepted and will be worked off.</summary>
public sealed record BatchOperationCreatedResult(
    string BatchOperationKey,
    [property: JsonConverter(typeof(WireEnum<BatchOperationType>))] BatchOperationType BatchOperationType);

/// <summary>How far a batch operation is.</summary>
public sealed record BatchOperationResponse(
    string BatchOperationKey,
    [property: JsonConverter(typeof(WireEnum<BatchOperationWireState>))] BatchOperationWireState State,
    [property: JsonConverter(typeof(WireEnum<BatchOperationType>))] BatchOperationType BatchOperationType,
    DateTime? StartDate,
    DateTime? EndDate,
    [property: JsonConverter(typeof(WireEnum<BatchActorType>))] BatchActorType? ActorType,
    string? ActorId,
    int OperationsTotalCount,
    int OperationsFailedCount,
    int OperationsCompletedCount,
    IReadOnlyList<object> Errors)
{
    internal static BatchOperationResponse Of(BatchOperationView view) => new(
        ClusterKey.Text(view.Operation.Key),
        Enum.Parse<BatchOperationWireState>(view.Operation.State.ToString()),
        Enum.Parse<BatchOperationType>(view.Operation.Kind.ToString()),
        view.Operation.StartedAt.UtcDateTime,
        WireTime.Of(view.Operation.EndedAt),
        BatchOperationView.ActorTypeOf(view.Operation.ActorId),
        view.Operation.ActorId,
        view.Total,
        view.Failed,
        view.Completed,
        []);
}

/// <summary>One change of a batch operation.</summary>
public sealed record BatchOperationItemResponse(
    [property: JsonConverter(typeof(WireEnum<BatchOperationType>))] BatchOperationType OperationType,
    string BatchOperationKey,
    string ItemKey,
    string ProcessInstanceKey,
    string? RootProcessInstanceKey,
    [property: JsonConverter(typeof(WireEnum<BatchItemState>))] BatchItemState State,
    DateTime? ProcessedDate,
    string? ErrorMessage)
{
    internal static BatchOperationItemResponse Of(BatchOperationItemView view) => new(
        Enum.Parse<BatchOperationType>(view.Operation.Kind.ToString()),
        ClusterKey.Text(view.Item.BatchOperationKey),
        ClusterKey.Text(view.Item.Key),
        ClusterKey.Text(view.Item.InstanceKey),
        ClusterKey.Text(view.Item.RootKey),
        view.Item.State,
        WireTime.Of(view.Item.ProcessedAt),
        view.Item.Error);
}

/// <summary>A batch operation with its counts.</summary>
internal sealed class BatchOperationView
{
    public required BatchOperationRow Operation { get; init; }
    public required int Total { get; init; }
    public required int Failed { get; init; }
    public required int Completed { get; init; }

    /// <summary>Programs act under the name of their API key.</summary>
    public static BatchActorType? ActorTypeOf(string? actorId) =>
        actorId is null ? null : actorId.StartsWith("key:", StringComparison.Ordinal) ? BatchActorType.Client : BatchActorType.User;
}

internal sealed class BatchOperationItemView
{
    public required BatchOperationItemRow Item { get; init; }
    public required BatchOperationRow Operation { get; init; }
}

public enum BatchActorType
{
    User,
    Client,
    Anonymous,
    Unknown,
}

/// <summary>The API's names; only the states in <see cref="BatchOperationState"/> occur.</summary>
public enum BatchOperationWireState
{
    Active,
    Canceled,
    Completed,
    Created,
    Failed,
    PartiallyCompleted,
    Suspended,
}

/// <summary>The API's names; only the kinds in <see cref="BatchOperationKind"/> occur.</summary>
public enum BatchOperationType
{
    AddVariable,
    CancelProcessInstance,
    DeleteDecisionDefinition,
    DeleteDecisionInstance,
    DeleteProcessDefinition,
    DeleteProcessInstance,
    MigrateProcessInstance,
    ModifyProcessInstance,
    ResolveIncident,
    UpdateVariable,
}
