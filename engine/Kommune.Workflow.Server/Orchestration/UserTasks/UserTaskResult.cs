using System.Text.Json.Serialization;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A task for a person.</summary>
public sealed record UserTaskResult(
    string UserTaskKey,
    string? Name,
    [property: JsonConverter(typeof(WireEnum<UserTaskState>))] UserTaskState State,
    string? Assignee,
    IReadOnlyList<string> CandidateGroups,
    IReadOnlyList<string> CandidateUsers,
    int Priority,
    DateTime CreationDate,
    DateTime? CompletionDate,
    DateTime? DueDate,
    DateTime? FollowUpDate,
    string? FormKey,
    string? ExternalFormReference,
    IReadOnlyDictionary<string, string> CustomHeaders,
    IReadOnlyList<string> Tags,
    string ElementId,
    string ElementInstanceKey,
    string ProcessInstanceKey,
    string? RootProcessInstanceKey,
    string ProcessDefinitionKey,
    string ProcessDefinitionId,
    int ProcessDefinitionVersion,
    string? ProcessName,
    string TenantId)
{
    internal static UserTaskResult Of(UserTaskView view, Element? element, long? formKey) => new(
        ClusterKey.Text(view.Task.Key),
        view.Task.Title,
        view.Task.State switch
        {
            TaskState.Open => UserTaskState.Created,
            TaskState.Completed => UserTaskState.Completed,
            _ => UserTaskState.Canceled,
        },
        view.Task.Assignee,
        JsonList.Read(view.Task.CandidateGroups),
        JsonList.Read(view.Task.CandidateUsers),
        view.Task.Priority,
        view.Task.CreatedAt.UtcDateTime,
        WireTime.Of(view.Task.EndedAt),
        WireTime.Of(view.Task.DueAt),
        WireTime.Of(view.Task.FollowUpAt),
        ClusterKey.Text(formKey),
        view.Task.ExternalFormReference,
        ModelElements.TaskHeaders(element),
        JsonList.Read(view.Instance.Tags),
        view.Task.ElementId,
        ClusterKey.Text(view.Task.ElementInstanceKey),
        ClusterKey.Text(view.Task.InstanceKey),
        ClusterKey.Text(view.Instance.RootKey),
        ClusterKey.Text(view.Task.DefinitionKey),
        view.Task.ProcessId,
        view.Task.Version,
        view.Definition.Name,
        view.Task.TenantId);
}

public enum UserTaskState
{
    Creating,
    Created,
    Assigning,
    Updating,
    Completing,
    Completed,
    Canceling,
    Canceled,
    Failed,
}

/// <summary>A task with its instance and the version that runs on.</summary>
internal sealed class UserTaskView
{
    public required TaskRow Task { get; init; }
    public required InstanceRow Instance { get; init; }
    public required DefinitionRow Definition { get; init; }
}
