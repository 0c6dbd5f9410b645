using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Which process instances a batch operation changes: a filter as in their search.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public record ProcessInstanceBatchRequest
{
    public required JsonElement Filter { get; init; }
    public long? OperationReference { get; init; }
}

/// <summary>Continue many instances on another version.</summary>
public sealed record ProcessInstanceMigrationBatchRequest : ProcessInstanceBatchRequest
{
    public required MigrationPlan MigrationPlan { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MigrationPlan
{
    public required string TargetProcessDefinitionKey { get; init; }
    public required IReadOnlyList<MigrationMapping> MappingInstructions { get; init; }
}

/// <summary>Move what stands at one element to another, in many instances.</summary>
public sealed record ProcessInstanceModificationBatchRequest : ProcessInstanceBatchRequest
{
    public required IReadOnlyList<BatchMove> MoveInstructions { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BatchMove(string SourceElementId, string TargetElementId);
